#include "daemon/stepwise_work.h"

#include "daemon/pace.h"

namespace nhs::daemon {

void StepwiseWork::start() {
  left_ = true;
  go_on_after(Duration::zero());
}

void StepwiseWork::stop() {
  stopped_ = true;
  timer_.cancel();
}

void StepwiseWork::run_for(Duration most) {
  const auto end = std::chrono::steady_clock::now() + most;
  while (left_ && std::chrono::steady_clock::now() < end)
    if (const auto rest = step(); rest && *rest >= kRestAfterFailure) return;
}

void StepwiseWork::go_on_after(Duration rest) {
  timer_.expires_after(rest);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopped_) return;
    if (const auto next = step()) go_on_after(*next);
  });
}

std::optional<StepwiseWork::Duration> StepwiseWork::step() {
  const auto rest = step_();
  left_ = rest.has_value();
  return rest;
}

}  // namespace nhs::daemon
