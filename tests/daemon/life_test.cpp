#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <thread>

#include "store/writer_lock.h"
#include "tests/daemon/notify_socket.h"
#include "tests/daemon/setting.h"
#include "tests/support/feed_server.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// Whether a signal waits until the program lets it in (proc(5), status: SigBlk).
bool holds_back(const Program& program, int signal) {
  const std::string status = read_whole(fmt::format("/proc/{}/status", program.pid()));
  const std::size_t at = status.find("SigBlk:");
  return at != std::string::npos &&
         (std::stoull(status.substr(at + 7), nullptr, 16) >> (signal - 1)) % 2 == 1;
}

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

TEST_CASE("Patience beyond a hundred years is refused, exit 64", "[daemon]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  const Ended refused =
      run_program(NHSVALUESD, setting.arguments({"--once", "--patience", "1000000d"}), setting.folder());
  CHECK(refused.status == 64);
  CHECK(refused.err.find("at most 100 years") != std::string::npos);
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
  // It waits for what it reads as long as the test likes; a second time nothing comes.
  std::array<int, 2> pipe{};
  REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
  REQUIRE(::fcntl(pipe[0], F_SETFD, 0) == 0);
  Program daemon{NHSVALUESD, {"--config", fmt::format("/dev/fd/{}", pipe[0])}, setting.folder()};
  for (int i = 0; i < 2'000 && !holds_back(daemon, SIGHUP); ++i) std::this_thread::sleep_for(10ms);
  REQUIRE(holds_back(daemon, SIGHUP));
  daemon.signal(SIGHUP);
  const std::string text = read_whole(setting.config());
  CHECK(::write(pipe[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  ::close(pipe[1]);
  CHECK(daemon.said("the old configuration stays in force"));
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
  ::close(pipe[0]);
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

TEST_CASE("A lock that somebody removed is made anew, and a second daemon still gives way", "[daemon]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  Program first{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(first.said("watching"));
  REQUIRE(std::filesystem::remove(setting.database().string() + ".lock"));
  REQUIRE(first.said("removed the database's lock file"));
  CHECK(setting.collect().status == 75);
  CHECK(setting.ask({"status"})
            .out.find("nhsvaluesd (process " + std::to_string(first.pid()) + ") is at work") !=
        std::string::npos);
  first.signal(SIGTERM);
  CHECK(first.wait()->status == 0);
}

TEST_CASE("Of two that write after the lock was removed, the first names the second and ends", "[daemon]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  Program first{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(first.said("watching"));
  // As one that is quicker than the next look of the first.
  const auto other = std::filesystem::path{setting.database().string() + ".new"};
  const auto second = store::WriterLock::take(other, "nhsvaluesd");
  REQUIRE(second);
  std::filesystem::rename(other.string() + ".lock", setting.database().string() + ".lock");
  const auto ended = first.wait(20s);
  REQUIRE(ended);
  CHECK(ended->status == 75);
  CHECK(ended->err.find("is being written by nhsvaluesd (process " + std::to_string(::getpid()) + ")") !=
        std::string::npos);
}

TEST_CASE("Another file in the database's place ends it, and what was collected is in the one moved away",
          "[daemon]") {
  MastodonServer server;
  server.publish(posts_every_minute(5, now() - 1h));
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  const std::filesystem::path away = setting.folder() / "away.db";
  {
    Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
    REQUIRE(daemon.said("one: caught up: 5 new"));
    std::filesystem::rename(setting.database(), away);
    std::filesystem::copy_file(away, setting.database());
    const auto ended = daemon.wait(30s);
    REQUIRE(ended);
    // Not one of those after which systemd leaves it alone.
    CHECK(ended->status == 74);
    CHECK(ended->err.find("moved this file away") != std::string::npos);
  }
  CHECK(std::filesystem::file_size(setting.database().string() + "-wal") == 0);
  std::filesystem::rename(away, setting.database());
  CHECK(setting.stored_posts().size() == 5);
}

TEST_CASE("A database that was only moved away is waited for, and nothing is stored until it is back",
          "[daemon]") {
  MastodonServer server;
  server.publish(posts_every_minute(5, now() - 1h));
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  const std::filesystem::path away = setting.folder() / "away.db";
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("one: caught up: 5 new"));
  std::filesystem::rename(setting.database(), away);
  REQUIRE(daemon.said("nothing is stored: "));
  CHECK(daemon.err().find("moved this file away") != std::string::npos);
  // Longer than from one look to the second next.
  CHECK_FALSE(daemon.wait(12s));
  CHECK_FALSE(std::filesystem::exists(setting.database()));
  CHECK(std::filesystem::file_size(setting.database().string() + "-wal") == 0);

  SECTION("then it goes on") {
    server.publish(posts_every_minute(1, now()));
    std::filesystem::rename(away, setting.database());
    CHECK(daemon.said("what is asked can be kept again", 90s));
    CHECK(daemon.said("one: caught up: 1 new", 90s));
    daemon.signal(SIGTERM);
    CHECK(daemon.wait()->status == 0);
    CHECK(setting.stored_posts().size() == 6);
  }
  SECTION("and once another has its name it ends") {
    std::filesystem::copy_file(away, setting.database());
    const auto ended = daemon.wait(30s);
    REQUIRE(ended);
    CHECK(ended->status == 74);
  }
}

TEST_CASE("A stop right after the database was replaced leaves no log that would ruin the new one",
          "[daemon]") {
  MastodonServer server;
  server.publish(posts_every_minute(5, now() - 1h));
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("one: caught up: 5 new"));
  const auto log = setting.database().string() + "-wal";
  REQUIRE(std::filesystem::file_size(log) > 0);
  write_whole(setting.folder() / "new.db", "");
  std::filesystem::rename(setting.folder() / "new.db", setting.database());
  daemon.signal(SIGTERM);
  REQUIRE(daemon.wait());
  CHECK(std::filesystem::file_size(log) == 0);
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
