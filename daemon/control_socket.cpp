#include "daemon/control_socket.h"

#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "control/wire.h"

namespace nhs::daemon {

namespace asio = boost::asio;
using boost::system::error_code;
using Protocol = asio::local::stream_protocol;

namespace {

/// When no descriptors are left, accepting fails at once, again and again.
constexpr std::chrono::seconds kRestOfAcceptor{1};

std::optional<uid_t> user_behind(Protocol::socket& socket) {
  ucred credentials{};
  socklen_t length = sizeof credentials;
  if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0)
    return std::nullopt;
  return credentials.uid;
}

}  // namespace

/// One connection: a line, its answer, the next line. Holds itself while something is under way.
class ControlSocket::Peer : public std::enable_shared_from_this<Peer> {
 public:
  Peer(ControlSocket& owner, Protocol::socket socket, uid_t user)
      : owner_(&owner), socket_(std::move(socket)), deadline_(socket_.get_executor()), user_(user) {}

  uid_t user() const { return user_; }

  void read_next() {
    begin_patience();
    asio::async_read_until(socket_, asio::dynamic_buffer(unread_, control::kLongestLine), '\n',
                           [self = shared_from_this()](const error_code& error, std::size_t length) {
                             self->read(error, length);
                           });
  }

  /// Says a last thing.
  void refuse(ExitStatus status, std::string message) {
    last_ = true;
    begin_patience();
    answer(control::refusal_line({status, std::move(message)}));
  }

  /// What is under way comes to nothing; may be called again.
  void close() {
    deadline_.cancel();
    error_code ignored;
    socket_.close(ignored);
    if (ControlSocket* owner = std::exchange(owner_, nullptr)) owner->leave(*this);
  }

 private:
  void begin_patience() {
    deadline_.expires_after(owner_->limits_.patience);
    deadline_.async_wait([self = shared_from_this()](const error_code& error) {
      if (!error) self->close();
    });
  }

  void read(const error_code& error, std::size_t length) {
    if (owner_ == nullptr) return;
    if (error == asio::error::not_found)
      return refuse(ExitStatus::bad_data, "the line is too long: the longest is 256 KiB");
    if (error) return close();
    const std::string line = unread_.substr(0, length - 1);
    unread_.erase(0, length);
    std::string answered = owner_->answering_(line, user_);
    if (owner_ == nullptr) return;
    // Only now: a change may take longer than anybody is given to fetch its answer.
    begin_patience();
    answer(std::move(answered));
  }

  void answer(std::string text) {
    answer_ = std::move(text);
    asio::async_write(socket_, asio::buffer(answer_),
                      [self = shared_from_this()](const error_code& error, std::size_t) {
                        if (self->owner_ == nullptr) return;
                        if (error || self->last_) return self->close();
                        self->read_next();
                      });
  }

  ControlSocket* owner_;  ///< null once it was closed
  Protocol::socket socket_;
  asio::steady_timer deadline_;
  uid_t user_;
  std::string unread_;
  std::string answer_;
  bool last_ = false;
};

ControlSocket::ControlSocket(asio::io_context& io, Answering answering, ControlLimits limits)
    : acceptor_(io), rest_(io), answering_(std::move(answering)), limits_(limits) {}

ControlSocket::~ControlSocket() { stop(); }

Result<void> ControlSocket::listen_at(const std::filesystem::path& path, gid_t group) {
  auto file = SocketFile::listen_at(path, group, "control_socket");
  if (!file) return tl::unexpected(file.error());
  file_ = *std::move(file);
  acceptor_.assign(Protocol{}, file_->release_descriptor());
  accept_next();
  return {};
}

void ControlSocket::stop() {
  error_code ignored;
  acceptor_.close(ignored);
  rest_.cancel();
  while (!peers_.empty()) {
    const std::shared_ptr<Peer> peer = peers_.begin()->second;
    peer->close();
  }
  file_.reset();
}

void ControlSocket::accept_next() {
  acceptor_.async_accept([this](const error_code& error, Protocol::socket socket) {
    if (error == asio::error::operation_aborted || !acceptor_.is_open()) return;
    if (error) return rest();
    take(std::move(socket));
    accept_next();
  });
}

void ControlSocket::take(Protocol::socket socket) {
  const auto user = user_behind(socket);
  // Without a name nothing is changed; the kernel knows one of everybody.
  if (!user) return;
  const auto of_user = static_cast<std::size_t>(std::count_if(
      peers_.begin(), peers_.end(), [&](const auto& each) { return each.second->user() == *user; }));
  // Who finds no room is not waited for: that would be one more to be held up by.
  if (of_user >= limits_.connections_of_a_user || peers_.size() >= limits_.connections) {
    const std::string line =
        control::refusal_line({ExitStatus::try_again, "nhsvaluesd hears too many at once; try again"});
    ::send(socket.native_handle(), line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    return;
  }
  auto peer = std::make_shared<Peer>(*this, std::move(socket), *user);
  peers_.emplace(peer.get(), peer);
  peer->read_next();
}

void ControlSocket::leave(const Peer& peer) { peers_.erase(&peer); }

void ControlSocket::rest() {
  rest_.expires_after(kRestOfAcceptor);
  rest_.async_wait([this](const error_code& error) {
    if (!error && acceptor_.is_open()) accept_next();
  });
}

}  // namespace nhs::daemon
