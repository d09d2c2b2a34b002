#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "store/act.h"
#include "store/database.h"
#include "store/retention.h"
#include "store/search.h"

namespace nhs::store {

/// Purging (retention.h), in steps, each of which leaves the database right and can be the last for now. What
/// works in a transaction does so within the caller's. All throw SQLite::Exception.

/// Purges one post, whether it counts or not; one that an ignore rule sets aside is withdrawn with it. The
/// rollup stays as it is; the search index is the caller's, by `search`. Author and tags that nothing uses
/// any more go, too: Names are to forget.
///
/// topics: folded tags that stay.
void purge_post(Database& database, const TimeZone& zone, const std::vector<std::string>& topics,
                std::int64_t id, UtcTime now, SearchChanges& search);

/// Purges the next posts whose time is over, oldest first, network by network, at most `limit`; how many. The
/// first of a run writes the audit: one line a run and person.
std::int64_t purge_due(Database& database, const TimeZone& zone, const RetentionRules& rules, const Act& act,
                       std::int64_t limit);

/// How many are due by now.
std::int64_t count_due(Database& database, const RetentionRules& rules, UtcTime now);

/// Purged posts may still be in the files: in pages of the search index that were not merged yet, in free
/// pages, in the log.
bool leaves_traces(Database& database);
/// Something that leaves traces was done, by a person.
void note_traces(Database& database, const std::string& person);
void note_purged(Database& database, UtcTime now);

/// Merges a part of the search index, so that what was deleted from it is gone at the end; false when it is
/// all merged. begin: merge all there is; without, go on with that.
bool merge_search(Database& database, bool begin);

/// Gives some free pages back to the file system; false when there are none.
bool give_pages_back(Database& database);

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
