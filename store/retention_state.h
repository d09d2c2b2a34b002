#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "store/database.h"
#include "store/retention.h"

namespace nhs::store {

/// How far purging (purge.h) is: what it notes of that, and what lies before it. Functions that write do so
/// within the caller's transaction. All throw SQLite::Exception.

/// Who did it when purged posts may still be in the files: in pages of the search index that were not merged
/// yet, in free pages, in the log.
std::optional<std::string> traces_left_by(Database& database);
/// Something that leaves traces was done, by a person.
void note_traces(Database& database, const std::string& person);
/// Whether this person is among them.
bool has_left_traces(Database& database, const std::string& person);
void note_purged(Database& database, UtcTime now);

/// Since when the rules are known here: noted by who may purge, once, and anew where a clock that was ahead
/// noted it.
void note_rules_known(Database& database, UtcTime now);

/// Notes since when purging is held off, for the clock leapt, or that it is not any more.
void note_whether_held(Database& database, UtcTime now);

RetentionState read_retention_state(Database& database, const std::filesystem::path& file,
                                    const RetentionRules& rules, UtcTime now);
RetentionOverview read_retention(Database& database, const std::filesystem::path& file, const TimeZone& zone,
                                 const RetentionRules& rules, UtcTime now);

}  // namespace nhs::store
