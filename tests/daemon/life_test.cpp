#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
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

TEST_CASE("A reload that is asked for while it starts is done once it has started", "[daemon]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  // It waits for what it reads as long as the test likes.
  const auto config = setting.folder() / "pipe.toml";
  REQUIRE(::mkfifo(config.c_str(), 0600) == 0);
  Program daemon{NHSVALUESD, {"--config", config.string()}, setting.folder()};
  int pipe = -1;
  for (int i = 0; i < 400 && pipe < 0; ++i) {
    pipe = ::open(config.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (pipe < 0) std::this_thread::sleep_for(25ms);
  }
  REQUIRE(pipe >= 0);
  daemon.signal(SIGHUP);
  const std::string text = read_whole(setting.config());
  std::filesystem::copy_file(setting.config(), setting.folder() / "copy.toml");
  std::filesystem::rename(setting.folder() / "copy.toml", config);
  CHECK(::write(pipe, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  ::close(pipe);
  CHECK(daemon.said("the new configuration is in force"));
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
}

TEST_CASE("Where stderr is closed or full, the log is lost and nothing else", "[daemon]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  const auto status_of = [&](const std::string& words) {
    const int state = std::system((NHSVALUESD " --once --config " + words).c_str());
    return WIFEXITED(state) ? WEXITSTATUS(state) : 128;
  };
  write_whole(setting.folder() / "wrong.toml", "frequency = 5\n");
  for (const std::string nowhere : {" 2>&-", " 2>/dev/full"}) {
    CAPTURE(nowhere);
    CHECK(status_of(setting.config().string() + nowhere) == 0);
    CHECK(read_whole(setting.database().string() + ".lock").find("watching") == std::string::npos);
    CHECK(status_of((setting.folder() / "wrong.toml").string() + nowhere) == 78);
  }
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
