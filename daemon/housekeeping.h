#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <filesystem>
#include <string>

#include "core/time.h"
#include "store/post_store.h"

namespace nhs::daemon {

/// What has to be done about the database and its surroundings now and then, while the daemon runs for
/// months: copies made before a migration go after seven days (store/kept_copies.h); what was erased while
/// somebody was reading goes from the bytes of the file once they are done (store/erasure.h).
class Housekeeping {
 public:
  /// store, clock: outlive this.
  Housekeeping(boost::asio::io_context& io, std::filesystem::path database, store::PostStore& store,
               const Clock& clock)
      : timer_(io), erasing_timer_(io), database_(std::move(database)), store_(store), clock_(clock) {}

  /// Keeps the io_context at work until `stop` is called.
  void start();
  void stop();

  /// The same for a daemon that ends when it has caught up: what is to be erased, once.
  void finish_erasing();

 private:
  void remove_copies_later();
  void finish_erasing_later();
  void say_what_is_left(const Result<store::Erasing>& erasing);
  /// A file too large for doing it at any time.
  bool written_anew_lately() const;

  boost::asio::steady_timer timer_;
  boost::asio::steady_timer erasing_timer_;
  const std::filesystem::path database_;
  store::PostStore& store_;
  const Clock& clock_;
  std::chrono::seconds rest_{0};  ///< until the next look at what is to be erased
  std::string said_;              ///< of what is to be erased, last; empty where nothing is
  bool stopped_ = false;
};

}  // namespace nhs::daemon
