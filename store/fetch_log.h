#pragma once

#include <string>
#include <vector>

#include "core/source_state.h"
#include "store/database.h"
#include "store/names.h"

namespace nhs::store {

/// What asking came to, by source and hour (UTC). All throw SQLite::Exception.

/// Adds to the hour of `now`, within the caller's transaction. Nothing is written when nothing was counted.
void write_fetches(Database& database, Names& names, const std::string& source, const FetchCounts& fetches,
                   UtcTime now);

/// Adds posts that were refused because they or their authors are forgotten.
void write_refused(Database& database, Names& names, const std::string& source, std::int64_t posts,
                   UtcTime now);

/// Units spent since the start of the hour that the moment lies in: where a day does not begin with an hour
/// of UTC this tells a little too much, never too little, so that a cap holds.
std::int64_t read_spent_since(Database& database, const std::string& source, UtcTime moment);

/// Of these, the units spent on posts that were asked for again.
std::int64_t read_spent_on_rechecks_since(Database& database, const std::string& source, UtcTime moment);

/// What was spent was spent: a restore of an older copy must not let the caps be spent again. Adds to the
/// restored what the present knows of, and what was reserved there for an answer that may still come.
void carry_spending(Database& present, Database& restored);

/// When a source was first seen to spend at or after the moment.
std::optional<UtcTime> read_first_spent_since(Database& database, const std::string& source, UtcTime moment);

/// The hours from this moment on in which a source answered, ascending.
std::vector<UtcTime> read_hours_answered(Database& database, const std::string& source, UtcTime since);

/// The start of the hour that a moment lies in.
UtcTime hour_of(UtcTime moment);

}  // namespace nhs::store
