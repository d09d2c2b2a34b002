#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>

#include "core/time.h"
#include "daemon/pace.h"
#include "daemon/stepwise_work.h"
#include "store/post_store.h"

namespace nhs::daemon {

/// Holds stored posts against concern rules that changed, beside collection and on its thread: a few at a
/// time, at rest for as long as it worked, which is less than others rest, for somebody may be in danger. New
/// posts are held against them as they come. What a run leaves, the next goes on with.
class ConcernReview {
 public:
  /// All of these outlive it.
  ConcernReview(boost::asio::io_context& io, store::PostStore& store, const Clock& clock)
      : store_(store), clock_(clock), work_(io, [this] { return step(); }) {}

  /// After rules were put in force that not all stored posts were held against, at a start or later. Keeps
  /// the io_context at work until they were or `stop` is called.
  void start();
  void stop() { work_.stop(); }

  /// Without the io_context: goes on where it stood, for no longer than this.
  void run_for(StepwiseWork::Duration most) { work_.run_for(most); }

 private:
  StepEnd step();

  store::PostStore& store_;
  const Clock& clock_;
  store::ConcernChanges done_;
  Pace pace_{
      {.first = 100, .most = 2'000, .rest_for_work = 1, .shortest_rest = std::chrono::milliseconds{5}}};
  bool failing_ = false;
  StepwiseWork work_;
};

}  // namespace nhs::daemon
