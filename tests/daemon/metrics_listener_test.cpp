#include "daemon/metrics_listener.h"

#include <signal.h>
#include <sys/stat.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>
#include <thread>

#include "tests/daemon/setting.h"
#include "tests/support/mastodon_server.h"

using namespace nhs;
using namespace nhs::daemon;
using namespace nhs::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

/// A listener on a socket file, on a loop of its own.
class Listening {
 public:
  Listening() {
    config::ListenPlace place;
    place.socket = path();
    REQUIRE(listener_.listen_at(place, ::getegid()));
    loop_ = std::thread{[this] { io_.run(); }};
  }
  ~Listening() {
    asio::post(io_, [this] { listener_.stop(); });
    loop_.join();
  }
  std::filesystem::path path() const { return scratch_ / "metrics.sock"; }

  std::string asked(const std::string& request) const {
    asio::io_context io;
    asio::local::stream_protocol::socket socket{io};
    socket.connect(asio::local::stream_protocol::endpoint{path().string()});
    asio::write(socket, asio::buffer(request));
    std::string answer;
    boost::system::error_code end;
    asio::read(socket, asio::dynamic_buffer(answer), end);
    return answer;
  }

 private:
  Scratch scratch_;
  asio::io_context io_;
  MetricsListener listener_{io_, [] { return std::string{"nhsvalues_posts 5\n"}; }};
  std::thread loop_;
};

}  // namespace

TEST_CASE("GET /metrics is answered, with the type that Prometheus expects", "[metrics]") {
  const Listening listening;
  const std::string answer = listening.asked("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(answer.rfind("HTTP/1.1 200 OK\r\n", 0) == 0);
  CHECK(answer.find("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n") != std::string::npos);
  CHECK(answer.find("Content-Length: 18\r\n") != std::string::npos);
  CHECK(answer.substr(answer.find("\r\n\r\n") + 4) == "nhsvalues_posts 5\n");
}

TEST_CASE("Nothing else is answered with anything, and whoever asks without end is let go", "[metrics]") {
  const Listening listening;
  CHECK(listening.asked("GET / HTTP/1.1\r\n\r\n").find(" 404 ") != std::string::npos);
  CHECK(listening.asked("GET /metricsx HTTP/1.1\r\n\r\n").find(" 404 ") != std::string::npos);
  CHECK(listening.asked("POST /metrics HTTP/1.1\r\n\r\n").find(" 405 ") != std::string::npos);
  CHECK(listening.asked("\r\n\r\n").find(" 405 ") != std::string::npos);
  CHECK(listening.asked(std::string(9000, 'x')).find("nhsvalues") == std::string::npos);
  CHECK(listening.asked("GET /metrics HTTP/1.1\r\n\r\n").find(" 200 ") != std::string::npos);
}

TEST_CASE("Its socket is for owner and group, and gone afterwards", "[metrics]") {
  std::filesystem::path path;
  {
    const Listening listening;
    path = listening.path();
    struct stat about {};
    REQUIRE(::stat(path.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0660);
  }
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("Where it cannot listen it names the key that would mend it", "[metrics]") {
  const Scratch scratch;
  write_whole(scratch / "taken", "x");
  asio::io_context io;
  MetricsListener listener{io, [] { return std::string{}; }};
  config::ListenPlace place;
  place.socket = scratch / "taken";
  const auto listening = listener.listen_at(place, ::getegid());
  REQUIRE_FALSE(listening);
  CHECK(listening.error().message.find("[metrics] listen in the configuration") != std::string::npos);
  CHECK(listening.error().message.find("control_socket") == std::string::npos);
}

TEST_CASE("A daemon offers its metrics where it is told to, and elsewhere after a reload", "[metrics]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  // A port that was free a moment ago.
  asio::io_context io;
  unsigned short port = 0;
  {
    asio::ip::tcp::acceptor taken{io, {asio::ip::address_v4::loopback(), 0}};
    port = taken.local_endpoint().port();
  }
  setting.append_to_config("[metrics]\nlisten = \"127.0.0.1:" + std::to_string(port) + "\"\n");
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("one: caught up"));
  asio::ip::tcp::socket socket{io};
  socket.connect({asio::ip::address_v4::loopback(), port});
  asio::write(socket, asio::buffer(std::string{"GET /metrics HTTP/1.0\r\n\r\n"}));
  std::string answer;
  boost::system::error_code end;
  asio::read(socket, asio::dynamic_buffer(answer), end);
  CHECK(answer.find("\nnhsvalues_polls_total{source=\"one\"} ") != std::string::npos);
  setting.change_config("listen = ", "listen = \"\" # ");
  daemon.signal(SIGHUP);
  REQUIRE(daemon.said("the new configuration is in force"));
  asio::ip::tcp::socket refused{io};
  boost::system::error_code error;
  refused.connect({asio::ip::address_v4::loopback(), port}, error);
  CHECK(error == asio::error::connection_refused);
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
}
