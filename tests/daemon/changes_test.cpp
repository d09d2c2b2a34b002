#include <SQLiteCpp/Database.h>
#include <signal.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <thread>

#include "tests/daemon/setting.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

std::filesystem::path socket_of(const Setting& setting) { return setting.database().string() + ".sock"; }

}  // namespace

TEST_CASE("The owner labels beside a running daemon too, and it is stored", "[changes]") {
  MastodonServer server;
  server.publish(posts_every_minute(3, now()));
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("caught up"));
  const Ended labelled = setting.ask({"label", "1", "--sentiment", "negative", "--by", "Ana"});
  INFO(labelled.err);
  REQUIRE(labelled.status == 0);
  CHECK(labelled.out.find("1 is now: negative") != std::string::npos);
  CHECK(setting.ask({"label", "999", "--sentiment", "negative"}).status == 66);
  const std::string status = setting.ask({"status"}).out;
  INFO(status);
  CHECK(status.find("labelled 1, just now") != std::string::npos);
  // What takes no requests still waits for nobody.
  CHECK(setting.ask({"reclassify"}).status == 75);
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
  CHECK_FALSE(std::filesystem::exists(socket_of(setting)));
  CHECK(setting.rollups_hold());
  CHECK(setting.ask({"show", "1"}).out.find("Ana said") != std::string::npos);
  CHECK(setting.ask({"label", "1", "--undo"}).status == 0);
}

TEST_CASE("A disabled source is left alone at once, over restarts too, until it is enabled", "[changes]") {
  MastodonServer one{{.domain = "one.example"}};
  MastodonServer two{{.domain = "two.example"}};
  Setting setting;
  setting.watch("one", "mastodon", one.url());
  setting.watch("two", "mastodon", two.url());
  {
    Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
    REQUIRE(daemon.said("one: caught up"));
    REQUIRE(daemon.said("two: caught up"));
    const Ended disabled = setting.ask({"sources", "disable", "one"});
    INFO(disabled.err);
    REQUIRE(disabled.status == 0);
    REQUIRE(daemon.said("watching 1 now"));
    CHECK(setting.ask({"sources", "disable", "one"}).err.find("already") != std::string::npos);
    CHECK(setting.ask({"sources", "disable", "three"}).status == 64);
    one.publish(posts_every_minute(2, now()));
    two.publish(posts_every_minute(1, now()));
    CHECK(daemon.said("two: caught up: 1 new"));
    daemon.signal(SIGTERM);
    CHECK(daemon.wait()->status == 0);
    CHECK(setting.ask({"posts", "--source", "one"}).out.find("#NHSvalues") == std::string::npos);
  }
  const std::string list = setting.ask({"sources", "list"}).out;
  INFO(list);
  CHECK(list.find("disabled by") != std::string::npos);
  CHECK(list.find("sources enable one") != std::string::npos);
  const std::string status = setting.ask({"status"}).out;
  INFO(status);
  CHECK(status.find("disabled") != std::string::npos);
  CHECK(status.find("! one") == std::string::npos);

  CHECK(setting.collect().status == 0);
  CHECK(setting.ask({"posts", "--source", "one"}).out.find("#NHSvalues") == std::string::npos);
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("left alone, for somebody disabled them: one"));
  CHECK(setting.ask({"sources", "enable", "one"}).status == 0);
  CHECK(daemon.said("one: caught up: 2 new"));
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
}

TEST_CASE("A reload that fails changes nothing about which sources are left alone", "[changes]") {
  MastodonServer one{{.domain = "one.example"}};
  MastodonServer two{{.domain = "two.example"}};
  Setting setting;
  setting.watch("one", "mastodon", one.url());
  setting.watch("two", "mastodon", two.url());
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("one: caught up"));
  REQUIRE(setting.ask({"sources", "disable", "one"}).status == 0);
  REQUIRE(daemon.said("watching 1 now"));
  {
    // Its ignore rules cannot be put in force while somebody else writes.
    SQLite::Database other{setting.database().string(), SQLite::OPEN_READWRITE, 10'000};
    other.exec("BEGIN IMMEDIATE");
    setting.change_config(
        "[[source]]\nname = \"one\"\nkind = \"mastodon\"\nurl = \"" + one.url() + "\"\nevery = \"1s\"\n",
        "[[ignore]]\nname = \"adverts\"\nphrase = \"apply now\"\nreason = \"jobs\"\n");
    daemon.signal(SIGHUP);
    REQUIRE(daemon.said("the old configuration stays in force", 40s));
    other.exec("ROLLBACK");
  }
  one.publish(posts_every_minute(2, now()));
  const Ended enabled = setting.ask({"sources", "enable", "one"});
  INFO(enabled.err << daemon.err());
  CHECK(enabled.status == 0);
  CHECK(daemon.said("watching 2 now"));
  CHECK(daemon.said("one: caught up: 2 new"));
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
}

TEST_CASE("Without a daemon the owner switches sources in the file", "[changes]") {
  MastodonServer server;
  server.publish(posts_every_minute(2, now()));
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  CHECK(setting.ask({"sources", "disable", "one"}).status == 0);
  server.publish(posts_every_minute(1, now()));
  CHECK(setting.collect().status == 0);
  CHECK(setting.stored_posts().size() == 2);
  CHECK(setting.ask({"sources", "enable", "one"}).status == 0);
  CHECK(setting.collect().status == 0);
  CHECK(setting.stored_posts().size() == 3);
}

TEST_CASE("A daemon that was killed leaves a socket that the next one replaces", "[changes]") {
  MastodonServer server;
  server.publish(posts_every_minute(1, now()));
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  {
    Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
    REQUIRE(daemon.said("caught up"));
    daemon.signal(SIGKILL);
    daemon.wait();
  }
  CHECK(std::filesystem::is_socket(socket_of(setting)));
  // Nobody listens, and nobody writes: the owner does.
  CHECK(setting.ask({"label", "1", "--sentiment", "negative"}).status == 0);
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("watching"));
  CHECK(setting.ask({"label", "1", "--sentiment", "positive"}).status == 0);
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
}

TEST_CASE("Two daemons told to listen at one place: the second collects without, and no request goes astray",
          "[changes]") {
  MastodonServer server;
  server.publish(posts_every_minute(1, now()));
  Setting first;
  Setting second;
  const auto share = [&](Setting& setting) {
    setting.watch("one", "mastodon", server.url());
    std::string config = read_whole(setting.config());
    config.insert(config.find("[network]"),
                  "control_socket = \"" + (first.folder() / "shared.sock").string() + "\"\n");
    write_whole(setting.config(), config);
  };
  share(first);
  share(second);
  Program one{NHSVALUESD, first.arguments(), first.folder()};
  REQUIRE(one.said("caught up"));
  Program two{NHSVALUESD, second.arguments(), second.folder()};
  REQUIRE(two.said("caught up"));
  CHECK(two.err().find("another nhsvaluesd") != std::string::npos);
  const Ended astray = second.ask({"label", "1", "--sentiment", "negative"});
  INFO(astray.err);
  CHECK(astray.status == 78);
  CHECK(astray.err.find("another database") != std::string::npos);
  CHECK(first.ask({"show", "1"}).out.find("said on") == std::string::npos);
  two.signal(SIGTERM);
  CHECK(two.wait()->status == 0);
  // The socket is not its own to take away.
  CHECK(first.ask({"label", "1", "--sentiment", "negative"}).status == 0);
  one.signal(SIGTERM);
  CHECK(one.wait()->status == 0);
}
