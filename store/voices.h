#pragma once

#include "store/database.h"
#include "store/filter_sql.h"
#include "store/source_coverage.h"

namespace nhs::store {

/// Whose voice was heard in a time, and whose was not. Reads within the caller's transaction. Throws
/// SQLite::Exception.
Voices read_voices(Database& database, const TimeZone& zone, const CoverageQuery& query);

}  // namespace nhs::store
