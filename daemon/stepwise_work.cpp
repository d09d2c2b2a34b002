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
  while (left_ && !failing_ && std::chrono::steady_clock::now() < end) step();
}

void StepwiseWork::go_on_after(Duration rest) {
  timer_.expires_after(rest);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopped_) return;
    step();
    if (left_) go_on_after(rest_);
  });
}

void StepwiseWork::step() {
  const StepEnd end = step_();
  left_ = end.kind != StepEnd::Kind::all_done;
  failing_ = end.kind == StepEnd::Kind::failed;
  rest_ = failing_ ? kRestAfterFailure : end.rest;
}

}  // namespace nhs::daemon
