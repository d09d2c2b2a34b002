#include <signal.h>

#include <catch2/catch.hpp>

#include "core/json.h"
#include "store/database.h"
#include "tests/daemon/setting.h"
#include "tests/support/mastodon_server.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// Posts of two years ago, as a daemon of then stored them.
void fill(const Setting& setting, int count) {
  auto posts = store::PostStore::open_existing(setting.database());
  REQUIRE(posts);
  store::Batch batch;
  batch.source = "import";
  batch.now = SystemClock{}.now() - 24h * 730;
  for (int i = 0; i < count; ++i) {
    store::ClassifiedPost post;
    post.post.network = "import";
    post.post.key = {7, static_cast<std::uint8_t>(i % 256), static_cast<std::uint8_t>(i / 256)};
    post.post.text = "Zebrafinch " + std::to_string(i) + " said that nobody came";
    post.post.created_at = batch.now;
    post.classification.language = "en";
    post.classification.model = "2020.01";
    post.classification.sentiment = SentimentFinding{Sentiment::positive, 1, 0, 0, {}};
    batch.posts.push_back(post);
  }
  REQUIRE(posts->save(batch));
}

/// As if it had known the rules for so long.
void know_rules_since(const Setting& setting, UtcTime moment) {
  store::Database database(setting.database(), store::Access::write);
  database.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('retention_known', ?)",
               std::to_string(moment.time_since_epoch().count()));
}

std::string retention(const Setting& setting) { return setting.ask({"retention", "--format", "json"}).out; }

}  // namespace

TEST_CASE("A daemon warns of what is due, and purges it once a day has passed, beside its collecting",
          "[daemon]") {
  MastodonServer server;
  server.publish(TestPost{.text = "Thank you all #NHSvalues", .created_at = SystemClock{}.now() - 3min});
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  fill(setting, 300);
  {
    Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
    REQUIRE(daemon.said("300 stored posts are older than retention.text_days allows"));
    REQUIRE(daemon.said("watching"));
    daemon.signal(SIGTERM);
    CHECK(daemon.wait()->status == 0);
  }
  CHECK(JsonDocument::parse(retention(setting)).value().root()["due"].integer() == 300);
  know_rules_since(setting, SystemClock{}.now() - 25h);
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("300 posts had their time and are kept without text and author", 60s));
  const auto seen = JsonDocument::parse(retention(setting)).value();
  CHECK(seen.root()["due"].integer() == 0);
  CHECK(seen.root()["unfinished"].boolean() == false);
  CHECK(setting.ask({"status"}).out.find("purging last ran just now") != std::string::npos);
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
  CHECK(setting.rollups_hold());
  CHECK(setting.ask({"export"}).out.find("Zebrafinch") == std::string::npos);
  CHECK(setting.ask({"export"}).err.find("300 posts are left out") != std::string::npos);
  CHECK(setting.ask({"posts"}).err.find("300 more are kept without text, for their age") !=
        std::string::npos);
  CHECK(setting.ask({"posts", "--query", "never"}).err.find("300 posts are kept without text") !=
        std::string::npos);
  CHECK(setting.ask({"posts", "--query", "never"}).err.find("and not searched: whether they match") !=
        std::string::npos);
}

TEST_CASE("A start by a clock that may be wrong purges nothing and says so, and by hand it is told before",
          "[daemon]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  fill(setting, 20);
  know_rules_since(setting, SystemClock{}.now() - 41 * 24h);
  REQUIRE(setting.collect().status == 0);
  CHECK(JsonDocument::parse(retention(setting)).value().root()["due"].integer() == 20);
  CHECK(setting.ask({"retention"}).out.find("clock") != std::string::npos);
  CHECK(setting.ask({"status", "--check"}).out.find("the clock may be wrong") != std::string::npos);
  {
    Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
    REQUIRE(daemon.said("the clock may be wrong"));
    REQUIRE(daemon.said("watching"));
    daemon.signal(SIGTERM);
    CHECK(daemon.wait()->status == 0);
  }
  CHECK(JsonDocument::parse(retention(setting)).value().root()["due"].integer() == 20);
  CHECK(setting.ask({"retention", "--apply", "--yes"}).out.find("20 posts were purged.") !=
        std::string::npos);
}

TEST_CASE("What is due is purged by hand beside a daemon, which puts down who did it", "[daemon]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  fill(setting, 600);
  CHECK(setting.ask({"retention", "--apply"}).status == 64);
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("watching"));
  const Ended purged = setting.ask({"retention", "--apply", "--yes"});
  INFO(purged.err);
  CHECK(purged.status == 0);
  CHECK(purged.out.find("600 posts were purged.") != std::string::npos);
  CHECK(setting.ask({"audit"}).out.find("retention --apply, 600 posts") != std::string::npos);
  CHECK(setting.ask({"show", "5"}).out.find("(retention)") != std::string::npos);
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
  CHECK(setting.rollups_hold());
}
