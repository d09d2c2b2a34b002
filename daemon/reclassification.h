#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <string>

#include "classifier/classifier.h"
#include "daemon/pace.h"
#include "daemon/stepwise_work.h"
#include "store/post_store.h"

namespace nhs::daemon {

/// Moves history to the model at hand when another version judged it, beside collection and on its thread: a
/// few posts at a time, at rest for longer than it worked. What a run leaves, the next goes on with. Says in
/// the log when it begins and when it is done.
class Reclassification {
 public:
  /// All of these outlive it.
  Reclassification(boost::asio::io_context& io, store::PostStore& store,
                   const classifier::Classifier& classifier)
      : store_(store),
        classifier_(classifier),
        model_(classifier.version()),
        work_(io, [this] { return step(); }) {}

  /// Keeps the io_context at work until history is through or `stop` is called.
  void start();
  void stop() { work_.stop(); }

  /// Without the io_context, for a daemon that ends when it has caught up: goes on where it stood, for no
  /// longer than this.
  void run_for(StepwiseWork::Duration most) { work_.run_for(most); }

 private:
  StepEnd step();

  store::PostStore& store_;
  const classifier::Classifier& classifier_;
  const std::string model_;
  store::Reclassified done_;
  Pace pace_{{.first = 25, .most = 400, .rest_for_work = 3, .shortest_rest = std::chrono::milliseconds{20}}};
  bool failing_ = false;
  StepwiseWork work_;
};

}  // namespace nhs::daemon
