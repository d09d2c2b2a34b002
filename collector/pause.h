#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

namespace nhs::collector {

/// A moment on the clock that nobody sets: what the collector counts its own waiting in.
using SteadyTime = std::chrono::steady_clock::time_point;

/// How the collector waits, so that tests need not.
class Pause {
 public:
  virtual ~Pause() = default;
  /// Goes on evenly, whatever happens to the wall clock.
  virtual SteadyTime now() const = 0;
  /// Returns early when the coroutine is cancelled.
  virtual boost::asio::awaitable<void> wait(std::chrono::milliseconds duration) = 0;
};

/// Waits on the steady clock: a jump of the wall clock neither shortens nor lengthens it.
class TimerPause final : public Pause {
 public:
  explicit TimerPause(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
  SteadyTime now() const override { return std::chrono::steady_clock::now(); }
  boost::asio::awaitable<void> wait(std::chrono::milliseconds duration) override;

 private:
  boost::asio::any_io_executor executor_;
};

}  // namespace nhs::collector
