#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <utility>

namespace nhs::daemon {

/// How a step of a long work ended.
struct StepEnd {
  enum class Kind : std::uint8_t { goes_on, all_done, failed } kind;
  std::chrono::steady_clock::duration rest{};  ///< before the next, where it goes on
};

/// A long work on what is stored, beside collection and on its thread: a step at a time, with a rest after
/// each. A step that failed is tried again after kRestAfterFailure (pace.h).
class StepwiseWork {
 public:
  using Duration = std::chrono::steady_clock::duration;

  /// io outlives it.
  StepwiseWork(boost::asio::io_context& io, std::function<StepEnd()> step)
      : timer_(io), step_(std::move(step)) {}

  /// Keeps the io_context at work until all is done or `stop` is called.
  void start();
  void stop();

  /// Without the io_context, for a daemon that ends when it has caught up: goes on where it stood, for no
  /// longer than this. What failed last is left to the next run.
  void run_for(Duration most);

  /// Started, and not all is done.
  bool is_left() const { return left_; }

 private:
  void go_on_after(Duration rest);
  void step();

  boost::asio::steady_timer timer_;
  std::function<StepEnd()> step_;
  Duration rest_{};  ///< before the next step
  bool left_ = false;
  bool failing_ = false;
  bool stopped_ = false;
};

}  // namespace nhs::daemon
