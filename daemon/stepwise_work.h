#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>

namespace nhs::daemon {

/// A long work on what is stored, beside collection and on its thread: a step at a time, each of which says
/// how long to rest before the next.
class StepwiseWork {
 public:
  using Duration = std::chrono::steady_clock::duration;

  /// io outlives it. step: nothing when all is done; kRestAfterFailure (pace.h) when it failed.
  StepwiseWork(boost::asio::io_context& io, std::function<std::optional<Duration>()> step)
      : timer_(io), step_(std::move(step)) {}

  /// Keeps the io_context at work until all is done or `stop` is called.
  void start();
  void stop();

  /// Without the io_context, for a daemon that ends when it has caught up: goes on where it stood, for no
  /// longer than this, and no further than a step that fails.
  void run_for(Duration most);

  /// Started, and not all is done.
  bool is_left() const { return left_; }

 private:
  void go_on_after(Duration rest);
  std::optional<Duration> step();

  boost::asio::steady_timer timer_;
  std::function<std::optional<Duration>()> step_;
  bool left_ = false;
  bool stopped_ = false;
};

}  // namespace nhs::daemon
