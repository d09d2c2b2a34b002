#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <string>

#include "core/result.h"
#include "store/post_store.h"
#include "store/writer_lock.h"

namespace nhs::daemon {

/// Looks every few seconds whether the database and its lock are still the files of their names. A lock that
/// somebody removed is taken anew, so that no second daemon starts; where one has, or another file is in the
/// database's place, what is collected here would be lost, or two would write. A database whose name nothing
/// has is waited for.
class Holding {
 public:
  static constexpr std::chrono::seconds kInterval{5};

  /// lost: told once why there is no going on.  lock, store: outlive this.
  Holding(boost::asio::io_context& io, store::WriterLock& lock, store::PostStore& store,
          std::function<void(const Error& why)> lost)
      : timer_(io), lock_(lock), store_(store), lost_(std::move(lost)) {}

  /// Keeps the io_context at work until `stop` is called.
  void start();
  void stop();

  /// Looks now. Fails with io (74) or try_again (75), on which systemd starts a daemon anew.
  Result<void> look();

 private:
  Result<void> look_at_lock();
  bool waits_for_it(const Result<void>& held);

  boost::asio::steady_timer timer_;
  store::WriterLock& lock_;
  store::PostStore& store_;
  std::function<void(const Error& why)> lost_;
  std::string said_;     ///< of the lock, last; empty where it is held
  bool away_ = false;    ///< the database, at the last look, and nothing has its name
  bool missed_ = false;  ///< one of them, at the last look, for good
  bool stopped_ = false;
};

}  // namespace nhs::daemon
