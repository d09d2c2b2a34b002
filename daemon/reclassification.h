#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <string>

#include "classifier/classifier.h"
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
      : timer_(io), store_(store), classifier_(classifier), model_(classifier.version()) {}

  /// Keeps the io_context at work until history is through or `stop` is called.
  void start();
  void stop();

 private:
  void go_on_after(std::chrono::steady_clock::duration rest);
  void step();

  boost::asio::steady_timer timer_;
  store::PostStore& store_;
  const classifier::Classifier& classifier_;
  const std::string model_;
  store::Reclassified done_;
  std::int64_t posts_at_once_ = 25;
  bool stopped_ = false;
  bool failing_ = false;
};

}  // namespace nhs::daemon
