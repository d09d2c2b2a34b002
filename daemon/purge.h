#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "core/time.h"
#include "daemon/pace.h"
#include "store/post_store.h"

namespace nhs::daemon {

/// Keeps no post whole beyond its time (store/retention.h), beside collection and on its thread: a few posts
/// at a time, at rest for longer than it worked. Once a day, the first time a day after a daemon first knew
/// the rules, so that whoever wants longer ones can say so; what an earlier run left unfinished, at once.
/// Says in the log what is due and what it did.
class Purge {
 public:
  using Rules = std::function<store::RetentionRules()>;

  /// All of these outlive it. rules: those in force, asked for each time.
  Purge(boost::asio::io_context& io, store::PostStore& store, const Clock& clock, Rules rules)
      : timer_(io), store_(store), clock_(clock), rules_(std::move(rules)) {}

  /// Keeps the io_context at work until `stop` is called.
  void start();
  void stop();

  /// The same for a daemon that ends when it has caught up: what is due by now, at once, for no longer than
  /// that.
  void run_for(std::chrono::steady_clock::duration most);

 private:
  void go_on_after(std::chrono::steady_clock::duration rest);
  void look();
  void step();
  /// What it then waits for; nothing when the run is over.
  std::optional<std::chrono::steady_clock::duration> next_step();

  boost::asio::steady_timer timer_;
  store::PostStore& store_;
  const Clock& clock_;
  const Rules rules_;
  bool running_ = false;
  bool announced_ = false;  ///< what the first run will do
  std::int64_t purged_ = 0;
  Pace pace_{{.first = 25, .most = 400, .rest_for_work = 3, .shortest_rest = std::chrono::milliseconds{20}}};
  bool stopped_ = false;
  bool failing_ = false;
  bool held_ = false;  ///< it was said that the clock may be wrong
};

}  // namespace nhs::daemon
