#pragma once

#include "store/database.h"
#include "store/filter_sql.h"
#include "store/pledge.h"

namespace nhs::store {

/// Counts the pledges that match: all of them, by value and by who made them, those followed up with them,
/// and how many of them have no text any more. Throws SQLite::Exception.
///
/// where: of counted_pledges.
void count_pledges(Database& database, const Where& where, const PledgesQuery& query, Pledges& result);

}  // namespace nhs::store
