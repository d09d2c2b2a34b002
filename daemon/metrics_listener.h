#pragma once

#include <sys/types.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "config/listen_place.h"
#include "core/result.h"
#include "daemon/socket_file.h"

namespace nhs::daemon {

/// Answers `GET /metrics` over HTTP on this machine: one question a connection, at most eight at once, each
/// within five seconds. Nothing else is understood, and nothing can be changed here. On the io_context's
/// thread.
class MetricsListener {
 public:
  /// text: what is answered.
  MetricsListener(boost::asio::io_context& io, std::function<std::string()> text);
  ~MetricsListener();

  /// Fails with cannot_create (73). group: may speak to a socket file.
  Result<void> listen_at(const config::ListenPlace& place, gid_t group);

  /// False for a socket file that could not be given to the group: then it is for its owner alone.
  bool is_for_group() const { return !file_ || file_->is_for_group(); }

  /// Answers nobody any more, and takes a socket file away. It may listen again.
  void stop();

 private:
  class Visit;
  using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol>;
  void accept_next();
  void rest();

  boost::asio::io_context& io_;
  boost::asio::steady_timer rest_;
  std::function<std::string()> text_;
  std::optional<Acceptor> acceptor_;
  std::optional<SocketFile> file_;
  std::set<std::shared_ptr<Visit>> visits_;
};

}  // namespace nhs::daemon
