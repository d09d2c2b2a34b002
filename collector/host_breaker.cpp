#include "collector/host_breaker.h"

#include "collector/backoff.h"

namespace nhs::collector {
namespace {

constexpr int kFailedRunsToOpen = 5;
constexpr std::chrono::hours kLongestHostRest{6};

}  // namespace

HostBreaker::Admission HostBreaker::admit(SteadyTime now) {
  if (!rests_until_) return Admission::granted;
  if (now < *rests_until_ || probing_) return Admission::refused;
  probing_ = true;
  return Admission::probe;
}

HostBreaker::Change HostBreaker::run_ended(Admission as, ServerSeen seen, SteadyTime now,
                                           std::chrono::seconds every) {
  const bool was_open = rests_until_.has_value();
  if (as == Admission::probe) probing_ = false;
  switch (seen) {
    case ServerSeen::not_at_all:
      return Change::none;
    case ServerSeen::answering:
      failed_runs_ = 0;
      rests_until_.reset();
      return was_open ? Change::closed : Change::none;
    case ServerSeen::failing:
      break;
  }
  // Runs that were under way as it opened do not lengthen the rest, however long they take.
  if (was_open && as != Admission::probe) return Change::none;
  if (++failed_runs_ < kFailedRunsToOpen) return Change::none;
  rests_until_ =
      now + backoff(failed_runs_ - kFailedRunsToOpen + 1, 1.0, BackoffLimits{every, kLongestHostRest});
  return was_open ? Change::none : Change::opened;
}

}  // namespace nhs::collector
