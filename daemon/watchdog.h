#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <optional>

#include "core/result.h"
#include "daemon/service_manager.h"

namespace nhs::daemon {

/// Feeds systemd's watchdog, twice within its time, each time only once the loop has turned and the database
/// has answered: a process that hangs, or whose database does, is ended and started anew. A full disk is no
/// reason to do that: what is read is still answered.
class Watchdog {
 public:
  /// A question to the database; fails when it does not answer.
  using Asking = std::function<Result<void>()>;

  /// time: that of systemd; nothing where it does not watch, and then this does nothing.
  Watchdog(boost::asio::io_context& io, Asking ask,
           std::optional<std::chrono::microseconds> time = watchdog_time());

  /// Keeps the io_context at work until `stop` is called.
  void start();
  void stop();

 private:
  void feed_later();
  void feed();

  boost::asio::io_context& io_;
  boost::asio::steady_timer timer_;
  Asking ask_;
  std::optional<std::chrono::microseconds> time_;
  bool unanswered_ = false;  ///< and that was said
  bool stopped_ = false;
};

}  // namespace nhs::daemon
