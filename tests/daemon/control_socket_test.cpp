#include "daemon/control_socket.h"

#include <grp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>
#include <memory>
#include <thread>
#include <vector>

#include "control/client.h"
#include "control/socket_place.h"
#include "control/wire.h"
#include "tests/support/program.h"
#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::daemon;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds kSlow = 900ms;

/// A control socket on a thread of its own, which answers each line with the line and how many it was; for
/// "slow" it takes its time.
class Listener {
 public:
  explicit Listener(ControlLimits limits = {}) : socket_(io_, answering(), limits) {}
  ~Listener() {
    if (!thread_.joinable()) return;
    boost::asio::post(io_, [this] {
      socket_.stop();
      guard_.reset();
    });
    thread_.join();
  }

  Result<void> start(const std::filesystem::path& path) {
    auto listening = socket_.listen_at(path, ::getegid());
    if (listening) thread_ = std::thread{[this] { io_.run(); }};
    return listening;
  }
  uid_t heard_user() const { return user_; }

 private:
  ControlSocket::Answering answering() {
    return [this](std::string_view line, uid_t user) {
      user_ = user;
      if (line == "slow") std::this_thread::sleep_for(kSlow);
      return std::string{line} + " " + std::to_string(++lines_) + "\n";
    };
  }

  std::atomic<uid_t> user_{9999};
  int lines_ = 0;
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_ =
      boost::asio::make_work_guard(io_);
  ControlSocket socket_;
  std::thread thread_;
};

/// A peer that minds no rules.
class Peer {
 public:
  explicit Peer(const std::filesystem::path& path) : descriptor_(control::connected_to(path).release()) {}
  ~Peer() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  bool connected() const { return descriptor_ >= 0; }
  /// As much of it as the other side takes.
  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      pollfd writable{descriptor_, POLLOUT, 0};
      if (::poll(&writable, 1, 2000) != 1) return;
      const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  /// What comes until a line has ended, or the other side hangs up.
  std::string line(std::chrono::milliseconds longest = 5s) const {
    std::string text;
    pollfd readable{descriptor_, POLLIN, 0};
    char byte = 0;
    while (::poll(&readable, 1, static_cast<int>(longest.count())) == 1 &&
           ::recv(descriptor_, &byte, 1, 0) == 1) {
      text += byte;
      if (byte == '\n') break;
    }
    return text;
  }
  /// The other side hung up although this one read nothing.
  bool hung_up_unread(std::chrono::milliseconds longest = 5s) const {
    pollfd ended{descriptor_, 0, 0};
    return ::poll(&ended, 1, static_cast<int>(longest.count())) == 1 && (ended.revents & POLLHUP) != 0;
  }
  bool hung_up(std::chrono::milliseconds longest = 5s) const {
    pollfd readable{descriptor_, POLLIN, 0};
    char byte = 0;
    return ::poll(&readable, 1, static_cast<int>(longest.count())) == 1 &&
           ::recv(descriptor_, &byte, 1, 0) <= 0;
  }

 private:
  int descriptor_;
};

}  // namespace

TEST_CASE("A line is answered by a line, as many as come, and the kernel says who speaks", "[control]") {
  const Scratch folder;
  Listener listener;
  REQUIRE(listener.start(folder / "c.sock"));
  CHECK(control::ask(folder / "c.sock", "hello\n").value() == "hello 1");
  const Peer peer{folder / "c.sock"};
  peer.send("one\ntw");
  CHECK(peer.line() == "one 2\n");
  peer.send("o\nthree\n");
  CHECK(peer.line() == "two 3\n");
  CHECK(peer.line() == "three 4\n");
  CHECK(listener.heard_user() == ::geteuid());
}

TEST_CASE("The socket is for its owner and one group, and goes with who listened", "[control]") {
  const Scratch folder;
  {
    Listener listener;
    REQUIRE(listener.start(folder / "c.sock"));
    struct stat made {};
    REQUIRE(::stat((folder / "c.sock").c_str(), &made) == 0);
    CHECK((made.st_mode & 07777) == 0660);
    CHECK(made.st_gid == ::getegid());
  }
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("A path longer than a socket's address may be serves as well", "[control]") {
  const Scratch folder;
  const auto deep = folder / std::string(120, 'd') / std::string(120, 'e');
  std::filesystem::create_directories(deep);
  Listener listener;
  REQUIRE(listener.start(deep / "nhsvalues.db.sock"));
  CHECK(control::ask(deep / "nhsvalues.db.sock", "hello\n").value() == "hello 1");
}

TEST_CASE("A socket that nobody listens on is replaced; one in use, and what is no socket, are left alone",
          "[control]") {
  const Scratch folder;
  const auto path = folder / "c.sock";
  SECTION("left by a process that was killed") {
    {
      sockaddr_un address{};
      const control::SocketPlace place{path};
      REQUIRE(place.address("c.sock", address));
      const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
      REQUIRE(::bind(left, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
      ::close(left);
    }
    REQUIRE(std::filesystem::exists(path));
    Listener listener;
    REQUIRE(listener.start(path));
    CHECK(control::ask(path, "hello\n").value() == "hello 1");
  }
  SECTION("in use") {
    Listener first;
    REQUIRE(first.start(path));
    Listener second;
    const auto refused = second.start(path);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("another nhsvaluesd") != std::string::npos);
    CHECK(control::ask(path, "hello\n").value() == "hello 1");
  }
  SECTION("a file") {
    write_whole(path, "precious");
    Listener listener;
    const auto refused = listener.start(path);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().status == ExitStatus::cannot_create);
    CHECK(read_whole(path) == "precious");
  }
  SECTION("no folder") {
    Listener listener;
    CHECK_FALSE(listener.start(folder / "none" / "c.sock"));
  }
}

TEST_CASE("Who sends no whole line in time is hung up on", "[control]") {
  const Scratch folder;
  ControlLimits limits;
  limits.patience = 200ms;
  Listener listener{limits};
  REQUIRE(listener.start(folder / "c.sock"));
  const Peer silent{folder / "c.sock"};
  const Peer half{folder / "c.sock"};
  half.send("half a li");
  CHECK(silent.hung_up());
  CHECK(half.hung_up());
  const Peer served{folder / "c.sock"};
  served.send("whole\n");
  CHECK(served.line() == "whole 1\n");
  CHECK(served.hung_up());
}

TEST_CASE("Who does not fetch the answer is hung up on, and holds up nobody meanwhile", "[control]") {
  const Scratch folder;
  ControlLimits limits;
  limits.patience = 500ms;
  Listener listener{limits};
  REQUIRE(listener.start(folder / "c.sock"));
  const Peer deaf{folder / "c.sock"};
  // Of several answers as long as these, the kernel keeps not even two.
  for (int i = 0; i < 4; ++i) deaf.send(std::string(control::kLongestLine - 1, 'x') + "\n");
  CHECK(control::ask(folder / "c.sock", "hello\n").value().rfind("hello", 0) == 0);
  CHECK(deaf.hung_up_unread());
}

TEST_CASE("Who waited for a slow change is given the usual time for the next line", "[control]") {
  const Scratch folder;
  ControlLimits limits;
  limits.patience = 600ms;
  REQUIRE(kSlow > limits.patience);
  Listener listener{limits};
  REQUIRE(listener.start(folder / "c.sock"));
  for (int change = 0; change < 3; ++change) {
    const Peer peer{folder / "c.sock"};
    peer.send("slow\n");
    CHECK(peer.line() == "slow " + std::to_string(2 * change + 1) + "\n");
    // An end that was due while the change was being made would have come by then.
    std::this_thread::sleep_for(100ms);
    peer.send("next\n");
    CHECK(peer.line() == "next " + std::to_string(2 * change + 2) + "\n");
  }
}

TEST_CASE("Where the socket may not be given to the group, it is for its owner alone", "[control]") {
  const Scratch folder;
  const auto path = folder / "c.sock";
  // Of no group but one; root may give files to any.
  constexpr unsigned kSomebody = 54321;
  REQUIRE((::geteuid() != 0 || ::chown(folder.path().c_str(), kSomebody, kSomebody) == 0));
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (::geteuid() == 0 &&
        (::setgroups(0, nullptr) != 0 || ::setgid(kSomebody) != 0 || ::setuid(kSomebody) != 0))
      ::_exit(10);
    const auto made = SocketFile::listen_at(path, kSomebody + 1, "control_socket");
    if (!made) ::_exit(11);
    struct stat there {};
    if (::stat(path.c_str(), &there) != 0 || (there.st_mode & 07777) != 0600) ::_exit(12);
    if (control::reach_of(path) != control::Reach::listening) ::_exit(13);
    ::_exit(made->is_for_group() ? 14 : 0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("A line without end is refused, and what was said with it forgotten", "[control]") {
  const Scratch folder;
  Listener listener;
  REQUIRE(listener.start(folder / "c.sock"));
  const Peer peer{folder / "c.sock"};
  peer.send(std::string(2 * control::kLongestLine, 'x'));
  CHECK(peer.line().find("\"status\": 65") != std::string::npos);
  CHECK(peer.hung_up());
  CHECK(control::ask(folder / "c.sock", "hello\n").value() == "hello 1");
}

TEST_CASE("Thousands of connections of one user take no more than that user's places", "[control]") {
  const Scratch folder;
  ControlLimits limits;
  limits.patience = 500ms;
  Listener listener{limits};
  REQUIRE(listener.start(folder / "c.sock"));
  std::vector<std::unique_ptr<Peer>> held;
  std::size_t refused = 0;
  for (int i = 0; i < 3000; ++i) {
    auto peer = std::make_unique<Peer>(folder / "c.sock");
    if (!peer->connected()) {
      std::this_thread::sleep_for(1ms);
      continue;
    }
    if (held.size() < limits.connections_of_a_user) {
      held.push_back(std::move(peer));
      // Its place is taken once it is accepted.
      std::this_thread::sleep_for(5ms);
    } else if (i % 100 == 0) {
      refused += peer->line().find("\"status\": 75") != std::string::npos;
    }
  }
  CHECK(refused > 0);
  for (const auto& peer : held) CHECK(peer->hung_up());
  CHECK(control::ask(folder / "c.sock", "hello\n").value() == "hello 1");
}

TEST_CASE("It stops while peers are in the middle of a line", "[control]") {
  const Scratch folder;
  std::unique_ptr<Peer> peer;
  {
    Listener listener;
    REQUIRE(listener.start(folder / "c.sock"));
    peer = std::make_unique<Peer>(folder / "c.sock");
    peer->send("half a li");
    std::this_thread::sleep_for(20ms);
  }
  CHECK(peer->hung_up());
}
