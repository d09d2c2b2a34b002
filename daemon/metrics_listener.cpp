#include "daemon/metrics_listener.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <utility>

#include "core/descriptor.h"
#include "report/metrics.h"

namespace nhs::daemon {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kMostVisits = 8;
constexpr std::size_t kMostBytesAsked = 8192;
constexpr std::chrono::seconds kPatience{5};
/// When nobody can be let in, for want of descriptors say.
constexpr std::chrono::milliseconds kRest{200};

std::string response(std::string_view status, std::string_view type, std::string_view body) {
  return fmt::format("HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
                     status, type, body.size(), body);
}

/// The answer to a request, of which the first line alone says what is wanted.
std::string answer_to(std::string_view request, const std::function<std::string()>& text) {
  constexpr std::string_view kPlain = "text/plain; charset=utf-8";
  if (request.rfind("GET ", 0) != 0) return response("405 Method Not Allowed", kPlain, "Only GET.\n");
  const std::string_view rest = request.substr(4);
  const std::string_view target = rest.substr(0, rest.find_first_of(" ?\r\n"));
  if (target != "/metrics") return response("404 Not Found", kPlain, "Metrics are at /metrics.\n");
  return response("200 OK", report::kMetricsContentType, text());
}

/// Listens on a port of this machine; none with the cause in errno.
Descriptor listen_on_port(const config::ListenPlace& place) {
  sockaddr_in four{};
  sockaddr_in6 six{};
  const bool is_six = place.address.find(':') != std::string::npos;
  four.sin_family = AF_INET;
  four.sin_port = htons(place.port);
  six.sin6_family = AF_INET6;
  six.sin6_port = htons(place.port);
  inet_pton(AF_INET, place.address.c_str(), &four.sin_addr);
  inet_pton(AF_INET6, place.address.c_str(), &six.sin6_addr);
  Descriptor made{::socket(is_six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (!made.is_open()) return made;
  const int on = 1;
  ::setsockopt(made.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const int bound = is_six ? ::bind(made.number(), reinterpret_cast<const sockaddr*>(&six), sizeof six)
                           : ::bind(made.number(), reinterpret_cast<const sockaddr*>(&four), sizeof four);
  if (bound != 0 || ::listen(made.number(), SOMAXCONN) != 0) made.close();
  return made;
}

}  // namespace

/// One connection, from its question to the end of the answer.
class MetricsListener::Visit : public std::enable_shared_from_this<Visit> {
 public:
  Visit(asio::io_context& io, MetricsListener& listener)
      : socket_(io), deadline_(io), asked_(kMostBytesAsked), listener_(listener) {}

  asio::generic::stream_protocol::socket& socket() { return socket_; }

  void begin() {
    begin_patience();
    asio::async_read_until(socket_, asked_, "\r\n\r\n",
                           [self = shared_from_this()](const boost::system::error_code& error, std::size_t) {
                             if (error) return self->over();
                             self->answer();
                           });
  }

  void close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  void begin_patience() {
    deadline_.expires_after(kPatience);
    deadline_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (!error) self->close();
    });
  }

  void answer() {
    const std::string request{asio::buffers_begin(asked_.data()), asio::buffers_end(asked_.data())};
    answer_ = answer_to(request, listener_.text_);
    // Only now: to read all of a large database takes longer than anybody is given to fetch the answer.
    begin_patience();
    asio::async_write(socket_, asio::buffer(answer_),
                      [self = shared_from_this()](const boost::system::error_code&, std::size_t) {
                        boost::system::error_code ignored;
                        self->socket_.shutdown(asio::socket_base::shutdown_send, ignored);
                        self->over();
                      });
  }

  void over() {
    deadline_.cancel();
    close();
    listener_.visits_.erase(shared_from_this());
  }

  asio::generic::stream_protocol::socket socket_;
  asio::steady_timer deadline_;
  asio::streambuf asked_;
  std::string answer_;
  MetricsListener& listener_;  ///< outlives the io_context's work
};

MetricsListener::MetricsListener(asio::io_context& io, std::function<std::string()> text)
    : io_(io), rest_(io), text_(std::move(text)) {}
MetricsListener::~MetricsListener() = default;

Result<void> MetricsListener::listen_at(const config::ListenPlace& place, gid_t group) {
  int descriptor = -1;
  int family = AF_UNIX;
  if (!place.socket.empty()) {
    auto file = SocketFile::listen_at(place.socket, group, "[metrics] listen");
    if (!file) return tl::unexpected(file.error());
    file_ = *std::move(file);
    descriptor = file_->release_descriptor();
  } else {
    family = place.address.find(':') != std::string::npos ? AF_INET6 : AF_INET;
    descriptor = listen_on_port(place).release();
    if (descriptor < 0)
      return fail(ExitStatus::cannot_create,
                  fmt::format("nobody can fetch metrics at {} port {}: {}; the service's unit may forbid it "
                              "(docs/metrics.md)",
                              place.address, place.port, std::strerror(errno)));
  }
  acceptor_.emplace(io_);
  acceptor_->assign(asio::generic::stream_protocol(family, 0), descriptor);
  accept_next();
  return {};
}

void MetricsListener::stop() {
  if (acceptor_) {
    boost::system::error_code ignored;
    acceptor_->close(ignored);
    acceptor_.reset();
  }
  rest_.cancel();
  file_.reset();
  for (const auto& visit : visits_) visit->close();
}

void MetricsListener::accept_next() {
  auto visit = std::make_shared<Visit>(io_, *this);
  acceptor_->async_accept(visit->socket(), [this, visit](const boost::system::error_code& error) {
    if (error == asio::error::operation_aborted || !acceptor_) return;
    if (error) return rest();
    // Too many at once: whoever comes then is let go, and asks again.
    if (visits_.size() < kMostVisits) {
      visits_.insert(visit);
      visit->begin();
    }
    accept_next();
  });
}

void MetricsListener::rest() {
  rest_.expires_after(kRest);
  rest_.async_wait([this](const boost::system::error_code& error) {
    if (!error && acceptor_) accept_next();
  });
}

}  // namespace nhs::daemon
