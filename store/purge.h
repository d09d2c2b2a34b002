#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/act.h"
#include "store/database.h"
#include "store/retention.h"
#include "store/search.h"

namespace nhs::store {

/// Purging (retention.h), in steps, each of which leaves the database right and can be the last for now. What
/// works in a transaction does so within the caller's. All throw SQLite::Exception.

/// So many at a time where a whole database is gone through: there may be millions.
inline constexpr std::int64_t kPurgedAtOnce = 1000;

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

/// Merges a part of the search index, so that what was deleted from it is gone at the end; false when it is
/// all merged. begin: merge all there is; without, go on with that.
bool merge_search(Database& database, bool begin);

/// Gives some free pages back to the file system; false when there are none.
bool give_pages_back(Database& database);

}  // namespace nhs::store
