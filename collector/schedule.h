#pragma once

#include <chrono>
#include <optional>

#include "core/time.h"

namespace nhs::collector {

/// What decides when a topic of a source is asked again.
struct Turn {
  /// The source's own pace.
  std::chrono::seconds every{300};
  /// The publisher's wish not to be asked sooner.
  std::optional<std::chrono::seconds> ask_again_in;
  /// Failed runs in a row.
  int failures = 0;
  /// The server's word, in the middle of a walk.
  std::optional<UtcTime> asked_to_wait_until;
};

/// When the next turn is: at the source's pace, never sooner than the publisher wishes; after failures at
/// twice the pace, then four times, up to six hours; a walk that the server asked to pause goes on as soon as
/// it may. Up to a tenth later by chance, so that a restart does not ask everybody at once. Pure and
/// thread-safe.
///
/// unit_random: uniform in [0, 1).
UtcTime next_turn(const Turn& turn, UtcTime now, double unit_random);

}  // namespace nhs::collector
