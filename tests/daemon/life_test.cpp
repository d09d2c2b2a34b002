#include <signal.h>

#include <catch2/catch.hpp>
#include <thread>

#include "tests/daemon/notify_socket.h"
#include "tests/daemon/setting.h"
#include "tests/support/feed_server.h"
#include "tests/support/mastodon_server.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

UtcTime now() { return SystemClock{}.now(); }

}  // namespace

TEST_CASE("It tells systemd when it is ready, reloading and stopping", "[daemon]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  const NotifySocket socket{setting.folder() / "notify"};
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder(), {{"NOTIFY_SOCKET", socket.path()}}};
  CHECK(socket.next().find("READY=1") == 0);
  daemon.signal(SIGHUP);
  CHECK(socket.next().find("RELOADING=1") == 0);
  CHECK(socket.next().find("READY=1") == 0);
  daemon.signal(SIGTERM);
  CHECK(socket.next().find("STOPPING=1") == 0);
  CHECK(daemon.wait()->status == 0);
}

TEST_CASE("SIGTERM ends it within five seconds, whatever a server is doing", "[daemon]") {
  MastodonOptions options;
  options.around = [](HttpServer::Handler handler) {
    return [handler](const SeenRequest& request) {
      Reply reply = handler(request);
      reply.delay = 60s;
      return reply;
    };
  };
  MastodonServer server{options};
  Setting setting;
  setting.watch("slow", "mastodon", server.url());
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("watching"));
  std::this_thread::sleep_for(300ms);
  daemon.signal(SIGTERM);
  const auto ended = daemon.wait(5s);
  REQUIRE(ended);
  CHECK(ended->status == 0);
}

TEST_CASE("Patience without a round of once is refused, exit 64", "[daemon]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  const Ended refused = run_program(NHSVALUESD, setting.arguments({"--patience", "5s"}), setting.folder());
  CHECK(refused.status == 64);
  CHECK(refused.err.find("--patience goes with --once") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(setting.database()));
}

TEST_CASE("A reload takes up new sources, and keeps the old configuration when the new one is wrong",
          "[daemon]") {
  MastodonServer one{{.domain = "one.example"}};
  MastodonServer two{{.domain = "two.example"}};
  two.publish(posts_every_minute(5, now()));
  Setting setting;
  setting.watch("one", "mastodon", one.url());
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("one: caught up"));

  setting.watch("two", "mastodon", two.url());
  daemon.signal(SIGHUP);
  REQUIRE(daemon.said("two: caught up: 5 new"));

  setting.append_to_config("nonsense = true\n");
  daemon.signal(SIGHUP);
  CHECK(daemon.said("the old configuration stays in force"));
  CHECK(daemon.err().find("nonsense") != std::string::npos);
  two.publish(posts_every_minute(1, now()));
  CHECK(daemon.said("two: caught up: 1 new"));
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
}

TEST_CASE("One daemon a database: the second names the first and gives way", "[daemon]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  Program first{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(first.said("watching"));
  CHECK(setting.ask({"status"})
            .out.find("nhsvaluesd (process " + std::to_string(first.pid()) + ") is at work") !=
        std::string::npos);
  const Ended second = setting.collect();
  CHECK(second.status == 75);
  CHECK(second.err.find("nhsvaluesd (process " + std::to_string(first.pid()) + ")") != std::string::npos);
  first.signal(SIGTERM);
  CHECK(first.wait()->status == 0);
  CHECK(setting.ask({"status"}).out.find("nhsvaluesd is not running") != std::string::npos);
}

TEST_CASE("With nothing to watch it waits for a configuration that has something, and stops when told",
          "[daemon]") {
  Setting setting;
  setting.append_to_config("");
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("watching 0 sources"));
  daemon.signal(SIGTERM);
  CHECK(daemon.wait(5s)->status == 0);
}

TEST_CASE("A configuration that is wrong is refused with the line, and exit 78", "[daemon]") {
  Setting setting;
  setting.append_to_config("[report]\ntimezone = 5\n");
  const Ended ended = setting.collect();
  CHECK(ended.status == 78);
  CHECK(ended.err.find("nhsvalues.toml:8: report.timezone: ") != std::string::npos);
}
