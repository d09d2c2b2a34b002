#include "daemon/watchdog.h"

#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <utility>

namespace nhs::daemon {

Watchdog::Watchdog(boost::asio::io_context& io, Asking ask, std::optional<std::chrono::microseconds> time)
    : io_(io), timer_(io), ask_(std::move(ask)), time_(time) {}

void Watchdog::start() {
  if (time_) feed_later();
}

void Watchdog::stop() {
  stopped_ = true;
  timer_.cancel();
}

void Watchdog::feed_later() {
  timer_.expires_after(*time_ / 2);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopped_) return;
    // Behind everything that is ready by now: that has had its turn when this is called.
    boost::asio::post(io_, [this] {
      if (stopped_) return;
      feed();
      feed_later();
    });
  });
}

void Watchdog::feed() {
  const auto answered = ask_();
  if (answered)
    tell_alive();
  else if (!unanswered_)
    spdlog::error("systemd is not told that all is well, for the database does not answer: {}",
                  answered.error().message);
  unanswered_ = !answered;
}

}  // namespace nhs::daemon
