#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "collector/pause.h"

namespace nhs::collector {

/// What a run showed of the server it asked.
enum class ServerSeen : std::uint8_t {
  not_at_all,  ///< the run ended before an answer, or for reasons of our own
  answering,   ///< also when the answer was a refusal
  failing,
};

/// Leaves a server alone that fails whoever asks it, whichever source that is (a circuit breaker: Nygard,
/// "Release It!", 2007). After five failed runs in a row it opens for one interval, then for twice as long
/// each time, up to six hours; in between one run at a time goes through to see. Not thread-safe.
class HostBreaker {
 public:
  enum class Admission : std::uint8_t {
    refused,
    granted,
    probe,  ///< granted to this one run, to see whether the server answers again
  };

  /// Before a run: whether it may ask. The end of a run that may must be told by `run_ended`.
  Admission admit(SteadyTime now);

  /// What changed by the end of a run that was admitted.
  enum class Change : std::uint8_t { none, opened, closed };

  /// as: how it was admitted.  every: the source's interval, which the first rest takes.
  Change run_ended(Admission as, ServerSeen seen, SteadyTime now, std::chrono::seconds every);

  /// When the next run may try; nothing while it is closed.
  std::optional<SteadyTime> rests_until() const { return rests_until_; }

 private:
  int failed_runs_ = 0;
  std::optional<SteadyTime> rests_until_;
  /// Half open, and the one run that may see is under way.
  bool probing_ = false;
};

}  // namespace nhs::collector
