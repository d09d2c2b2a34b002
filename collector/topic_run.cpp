#include "collector/topic_run.h"

#include <algorithm>

namespace nhs::collector {
namespace {

/// A server in trouble answers now this way, now that.
bool waited_out_alike(FailureClass one, FailureClass other) {
  return one == other || (server_at_fault(one) && server_at_fault(other));
}

void note_success(TopicRun& run, UtcTime now) {
  SourceState& state = run.state;
  state.last_success_at = now;
  state.failures = state.failures_alike = 0;
  state.last_error.clear();
  state.failure.reset();
  state.failing_since.reset();
  state.asked_to_wait_until.reset();
  state.notice = run.notice;
}

}  // namespace

bool rescan_due(const SourceState& state, UtcTime now, std::chrono::seconds rescan_every) {
  if (!state.last_rescan_at || *state.last_rescan_at > now) return true;
  return now - *state.last_rescan_at >= rescan_every;
}

SourceState after_page(const TopicRun& run, const PageOfPosts& page, UtcTime now) {
  SourceState after = run.state;
  after.cursor = page.cursor;
  after.last_success_at = now;
  after.asked_to_wait_until.reset();
  if (!page.notice.empty()) after.notice = page.notice;
  return after;
}

std::optional<Gap> gap_after(const TopicRun& run, const PageOfPosts& page, UtcTime now) {
  if (!page.missed) return std::nullopt;
  const std::string& source = run.state.source;
  if (page.missed->span)
    return Gap{source, page.missed->span->from, page.missed->span->to, page.missed->cause};
  // A first run has missed nothing that it had promised.
  if (!run.caught_up_before) return std::nullopt;
  return Gap{source, std::min(*run.caught_up_before, now), now, page.missed->cause};
}

void note_caught_up(TopicRun& run, UtcTime now, bool backfill_goes_on) {
  note_success(run, now);
  SourceState& state = run.state;
  state.caught_up_at = now;
  if (run.rescans) state.last_rescan_at = run.started_at;
  const bool quiet = !backfill_goes_on && !run.tally.found_posts();
  state.quiet_runs = quiet ? state.quiet_runs + 1 : 0;
}

void note_unfinished(TopicRun& run, UtcTime now) {
  note_success(run, now);
  run.state.quiet_runs = 0;
}

bool server_at_fault(FailureClass kind) {
  return kind == FailureClass::transient || kind == FailureClass::content;
}

void note_failure(TopicRun& run, FailureClass kind, const std::string& cause, UtcTime now) {
  SourceState& state = run.state;
  ++state.failures;
  state.failures_alike =
      state.failure && waited_out_alike(*state.failure, kind) ? state.failures_alike + 1 : 1;
  state.last_error = cause;
  state.failure = kind;
  if (!state.failing_since) state.failing_since = now;
}

}  // namespace nhs::collector
