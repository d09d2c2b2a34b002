#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "collector/host_breaker.h"
#include "collector/pause.h"
#include "collector/run_tally.h"
#include "collector/source.h"
#include "core/source_state.h"

namespace nhs::collector {

/// One run over one topic: where it stands and what it has come to so far.
struct TopicRun {
  const Topic& topic;
  /// As it would be kept now; posts that are not yet kept have no part in it.
  SourceState state;
  UtcTime started_at;
  SteadyTime began;
  /// When it had last caught up as the run began: what was missed was missed since.
  std::optional<UtcTime> caught_up_before{};
  bool rescans = false;
  /// Of the server asked last, as Hosts knows it; empty before the first request.
  std::string server{};
  ServerSeen server_seen = ServerSeen::not_at_all;
  /// How the server's breaker let it through.
  HostBreaker::Admission admission = HostBreaker::Admission::refused;
  /// With a page or a step on; a run that waits or asks in vain is unanswered.
  bool answered = false;
  bool unanswered = false;
  int failures_in_a_row = 0;
  /// Answers since the last page that moved the cursor.
  int steps_in_a_row = 0;
  /// All of them; those of the run that this one goes on with count too.
  int answers = 0;
  /// What was unread as it began, and whether it ended before all was read that it could have asked for.
  std::optional<TimeSpan> unread_before{};
  bool leaves_unread = false;
  bool asks_backfill = false;
  int backfill_pages = 0;
  std::string notice{};
  RunTally tally{};
  std::optional<std::chrono::seconds> ask_again_in{};
};

/// True when the overlap is due to be read again. A re-scan dated in the future was dated by a wrong clock.
/// Pure and thread-safe.
bool rescan_due(const SourceState& state, UtcTime now, std::chrono::seconds rescan_every);

/// The state once a page is kept. Pure and thread-safe.
SourceState after_page(const TopicRun& run, const PageOfPosts& page, UtcTime now);

/// The gap that a page leaves, if any: where its source cannot tell the span, since the run before caught up.
/// Pure and thread-safe.
std::optional<Gap> gap_after(const TopicRun& run, const PageOfPosts& page, UtcTime now);

/// Puts down that the run has nothing left to ask. backfill_goes_on: but for older posts.
void note_caught_up(TopicRun& run, UtcTime now, bool backfill_goes_on);

/// Puts down that the run went well, but has to leave something to the next.
void note_unfinished(TopicRun& run, UtcTime now);

/// True for failures of the server; else it answered, if only by a refusal. Pure and thread-safe.
bool server_at_fault(FailureClass kind);

/// Puts down that the run failed.
void note_failure(TopicRun& run, FailureClass kind, const std::string& cause, UtcTime now);

}  // namespace nhs::collector
