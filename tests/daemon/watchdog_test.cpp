#include "daemon/watchdog.h"

#include <signal.h>

#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>
#include <thread>

#include "daemon/long_work.h"
#include "tests/daemon/notify_socket.h"
#include "tests/daemon/setting.h"
#include "tests/support/environment_variable.h"
#include "tests/support/mastodon_server.h"

using namespace nhs;
using namespace nhs::daemon;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// systemd, as a process sees it.
struct FakeSystemd {
  Scratch scratch;
  NotifySocket socket{scratch / "notify"};
  EnvironmentVariable where{"NOTIFY_SOCKET", socket.path()};
};

Result<void> well() { return {}; }

/// Runs what is ready, and what becomes so, until something was said or nothing will be.
std::string said_by(boost::asio::io_context& io, const NotifySocket& socket) {
  while (io.run_one() > 0)
    if (const std::string message = socket.now(); !message.empty()) return message;
  return {};
}

}  // namespace

TEST_CASE("The watchdog is fed by a loop that turns", "[watchdog]") {
  const FakeSystemd systemd;
  boost::asio::io_context io;
  Watchdog watchdog{io, well, 2ms};
  watchdog.start();
  CHECK(said_by(io, systemd.socket) == "WATCHDOG=1");
  CHECK(said_by(io, systemd.socket) == "WATCHDOG=1");
  watchdog.stop();
  CHECK(said_by(io, systemd.socket).empty());
}

TEST_CASE("A loop that no longer turns is not fed, however much time goes by", "[watchdog]") {
  const FakeSystemd systemd;
  boost::asio::io_context io;
  Watchdog watchdog{io, well, 2ms};
  watchdog.start();
  REQUIRE(said_by(io, systemd.socket) == "WATCHDOG=1");
  // Something that never comes back holds the loop: many times the watchdog's time.
  boost::asio::post(io, [&] {
    std::this_thread::sleep_for(50ms);
    CHECK(systemd.socket.now().empty());
  });
  io.run_one();
  CHECK(systemd.socket.now().empty());
}

TEST_CASE("A database that does not answer is not fed, and is again once it answers", "[watchdog]") {
  const FakeSystemd systemd;
  boost::asio::io_context io;
  int asked = 0;
  Watchdog watchdog{io,
                    [&]() -> Result<void> {
                      ++asked;
                      if (asked <= 3) {
                        CHECK(systemd.socket.now().empty());
                        return fail(ExitStatus::io, "the disk does not answer");
                      }
                      return {};
                    },
                    2ms};
  watchdog.start();
  CHECK(said_by(io, systemd.socket) == "WATCHDOG=1");
  CHECK(asked == 4);
}

TEST_CASE("Where systemd does not watch, nothing is told and nothing waits", "[watchdog]") {
  const FakeSystemd systemd;
  boost::asio::io_context io;
  Watchdog watchdog{io, well, std::nullopt};
  watchdog.start();
  CHECK(io.run() == 0);
  CHECK(systemd.socket.now().empty());
}

TEST_CASE("Long work asks for more time for as long as it gets on", "[watchdog]") {
  const FakeSystemd systemd;
  const EnvironmentVariable watched{"WATCHDOG_USEC", "60000000"};
  {
    const LongWork work{"counting", 20ms};
    CHECK(systemd.socket.next() == "WATCHDOG_USEC=3600000000");
    std::string said;
    volatile unsigned sum = 0;
    for (unsigned i = 0; said.empty(); ++i) {
      sum = sum + i;
      if (i % 100'000 == 0) said = systemd.socket.now();
    }
    CHECK(said.find("EXTEND_TIMEOUT_USEC=180000") == 0);
    CHECK(said.find("STATUS=counting, for 0s so far") != std::string::npos);
  }
  CHECK(systemd.socket.next_with("WATCHDOG_USEC=") == "WATCHDOG_USEC=60000000");
}

TEST_CASE("Long work of a daemon that runs keeps it alive, and puts off no stop", "[watchdog]") {
  const FakeSystemd systemd;
  const EnvironmentVariable watched{"WATCHDOG_USEC", "60000000"};
  tell_ready("running");
  REQUIRE(systemd.socket.next().find("READY=1") == 0);
  {
    const LongWork work{"counting", 20ms};
    std::string said;
    volatile unsigned sum = 0;
    for (unsigned i = 0; said.find("STATUS=") == std::string::npos; ++i) {
      sum = sum + i;
      if (i % 100'000 == 0) said = systemd.socket.now();
    }
    CHECK(said == "WATCHDOG=1\nSTATUS=counting, for 0s so far");
  }
  CHECK(systemd.socket.next_with("WATCHDOG_USEC=") == "WATCHDOG_USEC=60000000");
  tell_reloading();
  REQUIRE(systemd.socket.next().find("RELOADING=1") == 0);
  CHECK(is_awaited());
}

TEST_CASE("What is over in a moment says nothing, so that it does not feed the watchdog", "[watchdog]") {
  const FakeSystemd systemd;
  const EnvironmentVariable watched{"WATCHDOG_USEC", "60000000"};
  { const LongWork work{"a moment"}; }
  CHECK(systemd.socket.now().empty());
}

TEST_CASE("Who merely waits does not get on; who computes, or reads a disk, does", "[watchdog]") {
  CHECK_FALSE(got_on({1000ms, 5}, {1001ms, 5}, 10s));
  CHECK(got_on({1000ms, 5}, {1100ms, 5}, 10s));
  CHECK(got_on({1000ms, 5}, {1000ms, 6}, 10s));
}

TEST_CASE("The daemon feeds the watchdog and says in words how it stands", "[watchdog]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  const NotifySocket socket{setting.folder() / "notify"};
  Program daemon{NHSVALUESD,
                 setting.arguments(),
                 setting.folder(),
                 {{"NOTIFY_SOCKET", socket.path()}, {"WATCHDOG_USEC", "1000000"}}};
  CHECK(socket.next_with("READY=1").find("STATUS=watching 1 source") != std::string::npos);
  CHECK(socket.next_with("WATCHDOG=1") == "WATCHDOG=1");
  CHECK(socket.next_with("WATCHDOG=1") == "WATCHDOG=1");
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
}
