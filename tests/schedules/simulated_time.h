#pragma once

#include <algorithm>
#include <chrono>

#include "collector/pause.h"
#include "core/time.h"

namespace nhs::test {

/// A clock that stands still until it is moved.
class SimulatedClock final : public Clock {
 public:
  UtcTime now() const override { return now_; }
  void advance(std::chrono::seconds by) { now_ += by; }

 private:
  UtcTime now_{std::chrono::sys_days{std::chrono::year{2026} / 11 / 20}};
};

/// Waiting moves the clock, and costs nothing.
class SimulatedPause final : public collector::Pause {
 public:
  explicit SimulatedPause(SimulatedClock& clock) : clock_(clock) {}
  boost::asio::awaitable<void> wait(std::chrono::milliseconds duration) override {
    clock_.advance(std::chrono::ceil<std::chrono::seconds>(duration));
    co_return;
  }
  collector::SteadyTime now() const override {
    return collector::SteadyTime{clock_.now().time_since_epoch()};
  }

 private:
  SimulatedClock& clock_;
};

}  // namespace nhs::test
