#pragma once

#include <sys/types.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "daemon/socket_file.h"

namespace nhs::daemon {

/// The bounds within which peers are heard: none can hold up the daemon, or keep others out.
struct ControlLimits {
  std::size_t connections = 32;
  std::size_t connections_of_a_user = 4;
  /// For a line to come, counted from the connection or the last answer, and for an answer to be fetched.
  std::chrono::milliseconds patience{10'000};
};

/// Hears what members of the group want changed (docs/control-socket.md), on the io_context's thread, which
/// owns the store: requests of all peers are carried out one after the other. Who speaks, the kernel says
/// (SO_PEERCRED, unix(7)).
class ControlSocket {
 public:
  /// Carries out a line, given without its end, and gives the answer, with its end.
  using Answering = std::function<std::string(std::string_view line, uid_t user)>;

  ControlSocket(boost::asio::io_context& io, Answering answering, ControlLimits limits = {});
  ~ControlSocket();

  /// Fails as SocketFile::listen_at does.
  Result<void> listen_at(const std::filesystem::path& path, gid_t group);

  /// False while nobody listens, and where the socket could not be given to its group.
  bool is_for_group() const { return file_ && file_->is_for_group(); }

  /// Hears nobody any more, and takes the socket away.
  void stop();

 private:
  class Peer;
  void accept_next();
  void take(boost::asio::local::stream_protocol::socket socket);
  void leave(const Peer& peer);
  void rest();

  boost::asio::local::stream_protocol::acceptor acceptor_;
  boost::asio::steady_timer rest_;
  Answering answering_;
  ControlLimits limits_;
  std::optional<SocketFile> file_;
  std::map<const Peer*, std::shared_ptr<Peer>> peers_;
};

}  // namespace nhs::daemon
