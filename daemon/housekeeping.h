#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>

#include "core/time.h"

namespace nhs::daemon {

/// What has to be done about the database's surroundings now and then, while the daemon runs for months:
/// copies made before a migration go after seven days (store/kept_copies.h).
class Housekeeping {
 public:
  /// clock: outlives this.
  Housekeeping(boost::asio::io_context& io, std::filesystem::path database, const Clock& clock)
      : timer_(io), database_(std::move(database)), clock_(clock) {}

  /// Keeps the io_context at work until `stop` is called.
  void start();
  void stop();

 private:
  boost::asio::steady_timer timer_;
  const std::filesystem::path database_;
  const Clock& clock_;
  bool stopped_ = false;
};

}  // namespace nhs::daemon
