#pragma once

#include <optional>
#include <vector>

#include "store/act.h"
#include "store/database.h"
#include "store/filter_sql.h"
#include "store/pledge.h"

namespace nhs::store {

/// Pledges and what became of them. All work within the caller's transaction and throw SQLite::Exception.

/// Fails with usage (64) where there is no post to go on after.
Result<Pledges> read_pledges(Database& database, const TimeZone& zone, const PledgesQuery& query);

/// Fails with no_input (66) without the post, or when it no longer counts, and usage (64) when it is of
/// another kind.
Result<Pledge> read_pledge(Database& database, std::int64_t ref);

/// Notes what became of a pledge, or takes the last such note back, and gives what then holds. Fail as
/// read_pledge does; the first with usage (64) for a day before the pledge was made or after today, the
/// second with no_input (66) when there is nothing to take back.
Result<Pledge> follow_up(Database& database, const TimeZone& zone, std::int64_t ref, const FollowUp& told,
                         const Act& act);
Result<Pledge> undo_follow_up(Database& database, std::int64_t ref, const Act& act);

/// All that was noted of a post, in order, what was taken back too.
std::vector<FollowUpRecord> read_follow_ups(Database& database, std::int64_t post_id);

/// Deletes all that was noted of a post.
void forget_follow_ups(Database& database, std::int64_t post_id);

/// Conditions on rows of `post`: that they are counted pledges and match the filter.
Where counted_pledges(const TimeZone& zone, const Filter& filter);

}  // namespace nhs::store
