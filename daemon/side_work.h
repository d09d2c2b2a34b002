#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>

#include "config/config.h"
#include "daemon/alerts.h"
#include "daemon/concern_review.h"
#include "daemon/counting.h"
#include "daemon/holding.h"
#include "daemon/housekeeping.h"
#include "daemon/metrics.h"
#include "daemon/purge.h"
#include "daemon/reclassification.h"
#include "daemon/standing.h"
#include "daemon/watchdog.h"
#include "intake/writing_session.h"

namespace nhs::daemon {

/// All that is done beside collecting, on the io_context's thread: each part goes on by timers of its own.
class SideWork {
 public:
  struct Surroundings {
    boost::asio::io_context& io;
    const config::Config& config;  ///< that in force; it may change between calls of `reload`
    intake::WritingSession& session;
    const Clock& clock;
    const Counting& counting;
    Standing& standing;
  };

  /// What is given outlives it.  lost: told once why the database can no longer be written to.
  SideWork(Surroundings around, std::function<void(const Error& why)> lost);

  /// Keeps the io_context at work until `stop` is called.
  void start();
  void stop();

  /// The same for a daemon that ends when it has caught up: what goes on while it collects; then, without the
  /// io_context, all that was due, each for no longer than this, judging anew within it all together. Some of
  /// it takes minutes: a signal ends the process at once. What was collected is kept, each step is one
  /// transaction, and what was not delivered waits in the outbox. Fails when the database turns out to be
  /// lost.
  void start_once();
  Result<void> finish_once(std::chrono::steady_clock::duration most);

  /// Another configuration is in force.  concerns_left: stored posts were not held against its rules yet.
  void reload(bool concerns_left);

  /// Somebody put messages into the outbox.
  void deliver() { alerts_.deliver(); }

  /// What is told to Prometheus has changed.
  void write_metrics() { metrics_.write(); }

 private:
  const intake::WritingSession& session_;
  ConcernReview concern_review_;
  Reclassification reclassification_;
  Purge purge_;
  Alerts alerts_;
  Housekeeping housekeeping_;
  Metrics metrics_;
  Watchdog watchdog_;
  Holding holding_;
};

}  // namespace nhs::daemon
