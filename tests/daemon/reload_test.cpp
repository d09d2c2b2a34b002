#include <signal.h>

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "tests/daemon/setting.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

struct Shown {
  std::string hash;
  std::string in_force;
  std::string remark;
  std::string table;
};

Shown status_of(const Setting& setting) {
  const auto json = JsonDocument::parse(setting.ask({"status", "--format", "json"}).out);
  REQUIRE(json);
  const JsonView configuration = json->root()["configuration"];
  return {std::string{configuration["hash"].text_or_empty()},
          std::string{configuration["in_force"].text_or_empty()},
          std::string{configuration["remark"].text_or_empty()}, setting.ask({"status"}).out};
}

std::string metrics_of(const Setting& setting) {
  return read_whole(setting.folder() / "metrics" / "nhsvalues.prom");
}

}  // namespace

TEST_CASE("status shows the hash of the configuration in force, and a file that was changed since",
          "[reload]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("one: caught up"));
  const Shown first = status_of(setting);
  CHECK(first.hash == first.in_force);
  CHECK(first.table.find(first.hash + ", in force") != std::string::npos);
  CHECK(metrics_of(setting).find("nhsvalues_config_info{hash=\"" + first.hash + "\"} 1") !=
        std::string::npos);

  setting.append_to_config("[log]\nlevel = \"debug\"\n");
  const Shown changed = status_of(setting);
  CHECK(changed.in_force == first.hash);
  CHECK(changed.hash != first.hash);
  CHECK(changed.table.find("! configuration: nhsvaluesd goes by another") != std::string::npos);

  daemon.signal(SIGHUP);
  REQUIRE(daemon.said("the new configuration is in force"));
  CHECK(status_of(setting).in_force == changed.hash);
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
  CHECK(status_of(setting).in_force.empty());
}

TEST_CASE("A wrong file keeps the old one in force, and status says so until it is mended", "[reload]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("one: caught up"));
  setting.append_to_config("nonsense = true\n");
  daemon.signal(SIGHUP);
  REQUIRE(daemon.said("the old configuration stays in force"));
  // With the file as it is nobody can ask; it is asked as it was.
  setting.change_config("nonsense = true\n", "");
  const Shown refused = status_of(setting);
  CHECK(refused.remark.find("the file is refused: ") != std::string::npos);
  CHECK(refused.remark.find("nonsense") != std::string::npos);
  CHECK(refused.table.find("! configuration: the configuration of before is in force") != std::string::npos);
  CHECK(metrics_of(setting).find("\nnhsvalues_config_refused 1\n") != std::string::npos);
  daemon.signal(SIGHUP);
  REQUIRE(daemon.said("the new configuration is in force"));
  CHECK(status_of(setting).remark.empty());
  CHECK(metrics_of(setting).find("\nnhsvalues_config_refused 0\n") != std::string::npos);
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
}

TEST_CASE("A source that is given another server begins there anew and loses no post of the old one",
          "[reload]") {
  MastodonServer old_one{{.domain = "old.example"}};
  MastodonServer new_one{{.domain = "new.example"}};
  old_one.publish(posts_every_minute(3, now()));
  new_one.publish(posts_every_minute(2, now() - 24h));
  Setting setting;
  setting.watch("one", "mastodon", old_one.url());
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("one: caught up: 3 new"));
  setting.change_config(old_one.url(), new_one.url());
  daemon.signal(SIGHUP);
  REQUIRE(daemon.said("one: it asks another server than before, so its reading begins anew"));
  // The ids of its posts are all lower than where the old one's reading stood.
  REQUIRE(daemon.said("one: caught up: 2 new"));
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
  CHECK(new_one.requests_for("/api/v1/statuses") == 0);
  const auto posts = JsonDocument::parse(setting.ask({"posts", "--format", "json"}).out);
  REQUIRE(posts);
  CHECK(posts->root()["posts"].size() == 5);
}

TEST_CASE("A reload takes on what it can and names what waits for a restart", "[reload]") {
  MastodonServer one{{.domain = "one.example"}};
  MastodonServer two{{.domain = "two.example"}};
  two.publish(posts_every_minute(3, now()));
  Setting setting;
  setting.watch("one", "mastodon", one.url());
  setting.append_to_config("[report]\ntimezone = \"Europe/London\"\n");
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("one: caught up"));
  setting.change_config("Europe/London", "Europe/Paris");
  setting.watch("two", "mastodon", two.url());
  daemon.signal(SIGHUP);
  REQUIRE(daemon.said("these keys keep their old values until nhsvaluesd is restarted: report.timezone"));
  REQUIRE(daemon.said("two: caught up: 3 new"));
  CHECK(status_of(setting).remark == "a restart is needed for report.timezone");
  CHECK(metrics_of(setting).find("\nnhsvalues_config_restart_pending 1\n") != std::string::npos);
  setting.change_config("Europe/Paris", "Europe/London");
  setting.append_to_config("[log]\nlevel = \"debug\"\n");
  daemon.signal(SIGHUP);
  // Only this one shows what is left alone for a while, or asked.
  REQUIRE(daemon.said("debug: "));
  CHECK(status_of(setting).remark.empty());
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
}

TEST_CASE("A source without its credential keeps no other from being collected, and is taken up by a reload",
          "[reload]") {
  MastodonServer server;
  server.publish(posts_every_minute(2, now() - 1h));
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  setting.watch("two", "mastodon", server.url(), "credential = \"./token\"\n");
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("one: caught up: 2 new"));
  CHECK(daemon.said("two: not asked: "));
  CHECK(daemon.said("token: the credential cannot be read: "));
  const auto tells_what_to_do = [&] {
    const std::string status = setting.ask({"status", "--format", "json"}).out;
    INFO(status);
    return status.find("put the token into this file") != std::string::npos;
  };
  CHECK(tells_what_to_do());
  CHECK(setting.ask({"status", "--check"}).out.find("two: does not answer us as it should") !=
        std::string::npos);

  SECTION("another change can be loaded meanwhile") {
    setting.append_to_config("[log]\nlevel = \"debug\"\n");
    daemon.signal(SIGHUP);
    CHECK(daemon.said("the new configuration is in force: 1 sources"));
  }
  SECTION("once the credential is there it is asked") {
    setting.keep_secret("token", "a-token");
    daemon.signal(SIGHUP);
    REQUIRE(daemon.said("two: caught up"));
    CHECK_FALSE(tells_what_to_do());
  }
  SECTION("one of the wrong form is as none, and neither blocks a reload") {
    write_whole(setting.folder() / "tokens.toml",
                "name = \"Tokens\"\nnetwork = \"tokens\"\n[request]\nurl = \"{url}/{tag}\"\n"
                "headers = [\"Authorization: Bearer {token}\"]\n[token]\nurl = \"" +
                    server.url() + "/token\"\n[map]\nid = \"/id\"\ntext = \"/text\"\n");
    setting.watch(
        "three", "json", server.url(),
        "service = \"tokens.toml\"\ncredential = \"" + setting.keep_secret("three.key", "one word") + "\"\n");
    daemon.signal(SIGHUP);
    CHECK(daemon.said("the new configuration is in force: 1 sources"));
    CHECK(daemon.said("three: not asked: its credential must be the application's id and secret"));
  }
  SECTION("a reload ends no source that goes well for want of its credential") {
    setting.change_config("name = \"one\"", "name = \"one\"\ncredential = \"./other\"");
    daemon.signal(SIGHUP);
    REQUIRE(daemon.said("the old configuration stays in force: one: "));
  }
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
}

TEST_CASE("Who could ask no source for want of its credential does not start", "[reload]") {
  MastodonServer server;
  server.publish(posts_every_minute(2, now() - 1h));
  Setting setting;
  setting.watch("two", "mastodon", server.url(), "credential = \"./token\"\n");
  const Ended alone = setting.collect();
  CHECK(alone.status == 78);
  CHECK(alone.err.find("nhsvalues sources disable two") != std::string::npos);

  setting.watch("one", "mastodon", server.url());
  const Ended beside = setting.collect();
  INFO(beside.err);
  CHECK(beside.status == 78);
  CHECK(beside.err.find("two: not asked: ") != std::string::npos);
  CHECK(setting.stored_posts().size() == 2);
}

TEST_CASE("No post is lost or doubled over reloads and restarts while posts come", "[reload]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  constexpr int kRounds = 6;
  constexpr int kPosts = 5;
  for (int round = 0; round < kRounds; ++round) {
    server.publish(posts_every_minute(kPosts, now() - 1h * round));
    Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
    REQUIRE(daemon.said("watching"));
    for (int reloads = 0; reloads < 5; ++reloads) daemon.signal(SIGHUP);
    if (round % 2 == 0) REQUIRE(daemon.said("the new configuration is in force"));
    daemon.signal(SIGTERM);
    CHECK(daemon.wait()->status == 0);
  }
  CHECK(setting.collect().status == 0);
  CHECK(setting.stored_posts().size() == kRounds * kPosts);
  const auto posts = setting.stored_posts();
  CHECK(std::set<std::string>{posts.begin(), posts.end()}.size() == kRounds * kPosts);
  CHECK(setting.rollups_hold());
}

TEST_CASE("A database of a newer version is refused in words, and nothing of it is lost", "[reload]") {
  MastodonServer server;
  server.publish(posts_every_minute(4, now() - 1h));
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  const auto posts = setting.stored_posts();
  const auto set_version = [&](int change) {
    SQLite::Database database{setting.database().string(), SQLite::OPEN_READWRITE};
    const int version = database.execAndGet("PRAGMA user_version").getInt();
    database.exec("PRAGMA user_version = " + std::to_string(version + change));
  };
  set_version(+1);
  const Ended refused = setting.collect();
  CHECK(refused.status == 65);
  CHECK(refused.err.find("made by a newer version of nhsvalues") != std::string::npos);
  CHECK(refused.err.find("install the newer version") != std::string::npos);
  set_version(-1);
  CHECK(setting.stored_posts() == posts);
}
