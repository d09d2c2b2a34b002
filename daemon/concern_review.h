#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <optional>

#include "core/time.h"
#include "daemon/pace.h"
#include "store/post_store.h"

namespace nhs::daemon {

/// Holds stored posts against concern rules that changed, beside collection and on its thread: a few at a
/// time, at rest for as long as it worked, which is less than others rest, for somebody may be in danger. New
/// posts are held against them as they come. What a run leaves, the next goes on with.
class ConcernReview {
 public:
  /// All of these outlive it.
  ConcernReview(boost::asio::io_context& io, store::PostStore& store, const Clock& clock)
      : timer_(io), store_(store), clock_(clock) {}

  /// After rules were put in force that not all stored posts were held against, at a start or later. Keeps
  /// the io_context at work until they were or `stop` is called.
  void start();
  void stop();

  /// Without the io_context: goes on where it stood, for no longer than this.
  void run_for(std::chrono::steady_clock::duration most);

 private:
  void go_on_after(std::chrono::steady_clock::duration rest);
  /// How long to rest; nothing when all is done.
  std::optional<std::chrono::steady_clock::duration> step();

  boost::asio::steady_timer timer_;
  store::PostStore& store_;
  const Clock& clock_;
  store::ConcernChanges done_;
  Pace pace_{
      {.first = 100, .most = 2'000, .rest_for_work = 1, .shortest_rest = std::chrono::milliseconds{5}}};
  bool left_ = false;
  bool stopped_ = false;
  bool failing_ = false;
};

}  // namespace nhs::daemon
