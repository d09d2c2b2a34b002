#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "classifier/classifier.h"
#include "daemon/pace.h"
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

  /// Without the io_context, for a daemon that ends when it has caught up: goes on where it stood, for no
  /// longer than this.
  void run_for(std::chrono::steady_clock::duration most);

 private:
  void go_on_after(std::chrono::steady_clock::duration rest);
  /// How long to rest; nothing when history is through.
  std::optional<std::chrono::steady_clock::duration> step();

  boost::asio::steady_timer timer_;
  store::PostStore& store_;
  const classifier::Classifier& classifier_;
  const std::string model_;
  store::Reclassified done_;
  Pace pace_{{.first = 25, .most = 400, .rest_for_work = 3, .shortest_rest = std::chrono::milliseconds{20}}};
  bool left_ = false;
  bool stopped_ = false;
  bool failing_ = false;
};

}  // namespace nhs::daemon
