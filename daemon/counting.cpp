#include "daemon/counting.h"

#include "core/values.h"

namespace nhs::daemon {

void Counting::kept(const SourceState& after, const FetchCounts& fetches, const collector::Archived& posts) {
  report::SourceTally& tally = tally_.sources[after.source];
  const auto [place, is_new] = seen_.try_emplace({after.source, after.topic});
  Seen& seen = place->second;
  const bool of_before = is_new && (!after.last_attempt_at || *after.last_attempt_at < since_);
  if (after.last_attempt_at && after.last_attempt_at != seen.last_attempt_at && !of_before) ++tally.polls;
  if (after.failure && after.failures > seen.failures && !of_before)
    ++tally.failures[static_cast<std::size_t>(*after.failure)];
  seen = {after.last_attempt_at, after.failures};
  tally.fetches.asked += fetches.asked;
  tally.fetches.answered += fetches.answered;
  tally.fetches.throttled += fetches.throttled;
  tally.fetches.failed += fetches.failed;
  tally.added += posts.added;
  tally.updated += posts.updated;
  tally.removed += posts.removed;
}

void Counting::classified(std::size_t posts, std::chrono::duration<double> took) {
  tally_.classified += static_cast<std::int64_t>(posts);
  tally_.classify_seconds += took.count();
}

}  // namespace nhs::daemon
