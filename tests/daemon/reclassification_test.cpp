#include <signal.h>

#include <catch2/catch.hpp>

#include "core/json.h"
#include "tests/daemon/setting.h"
#include "tests/support/mastodon_server.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// Stores posts as a model of long ago judged them.
void fill(const Setting& setting, std::uint8_t first, int count) {
  auto posts = store::PostStore::open_existing(setting.database());
  REQUIRE(posts);
  store::Batch batch;
  batch.source = "import";
  batch.now = SystemClock{}.now();
  for (int i = 0; i < count; ++i) {
    store::ClassifiedPost post;
    post.post.network = "import";
    post.post.key = {1, first, static_cast<std::uint8_t>(i % 256), static_cast<std::uint8_t>(i / 256)};
    post.post.text = "Nobody cared, they left her in pain and were rude";
    post.post.created_at = batch.now - 24h;
    post.classification.language = "en";
    post.classification.model = "2020.01";
    post.classification.sentiment = SentimentFinding{Sentiment::positive, 1, 0, 0, {}};
    batch.posts.push_back(post);
  }
  REQUIRE(posts->save(batch));
}

JsonDocument asked(const Setting& setting, const std::vector<std::string>& words) {
  const Ended ended = setting.ask(words);
  INFO(ended.err);
  return JsonDocument::parse(ended.out).value();
}

}  // namespace

TEST_CASE("A daemon with another model judges history anew while it collects, and says so", "[daemon]") {
  MastodonServer server;
  server.publish(TestPost{.text = "Thank you all #NHSvalues", .created_at = SystemClock{}.now() - 3min});
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  fill(setting, 1, 1500);
  REQUIRE(asked(setting, {"trends", "--by", "nhs-year", "--format", "json"}).root()["breaks"].size() == 1);

  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("1500 stored posts were judged by another version"));
  server.publish(TestPost{.text = "So kind #NHSvalues", .created_at = SystemClock{}.now()});
  CHECK(daemon.said("one: caught up: 1 new"));
  REQUIRE(daemon.said("1500 were judged anew, 1500 of them otherwise", 60s));
  CHECK(asked(setting, {"status", "--format", "json"}).root()["of_other_models"].integer() == 0);
  const auto trends = asked(setting, {"trends", "--by", "nhs-year", "--format", "json"});
  CHECK(trends.root()["breaks"].size() == 0);
  CHECK(trends.root()["rows"].at(0)["sentiment"]["negative"].integer().value() >= 1500);
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
  CHECK(setting.rollups_hold());
}

TEST_CASE("A daemon that is killed while it judges history anew goes on when it starts again", "[daemon]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  fill(setting, 1, 3000);
  const auto left = [&] {
    return store::Reader::open(setting.database())
        .value()
        .status(SystemClock{}.now())
        .value()
        .of_other_models;
  };
  {
    Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
    REQUIRE(daemon.said("3000 stored posts were judged by another version"));
    daemon.signal(SIGKILL);
    daemon.wait();
  }
  CHECK(setting.rollups_hold());
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  REQUIRE(daemon.said("all stored posts are judged by model", 60s));
  CHECK(left() == 0);
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
  CHECK(setting.rollups_hold());
}

TEST_CASE("A daemon that ends when it has caught up judges history anew before it ends", "[daemon]") {
  MastodonServer server;
  server.publish(TestPost{.text = "Thank you all #NHSvalues", .created_at = SystemClock{}.now() - 3min});
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  fill(setting, 1, 3000);
  const Ended run = setting.collect();
  CHECK(run.status == 0);
  CHECK(run.err.find("3000 were judged anew, 3000 of them otherwise") != std::string::npos);
  CHECK(asked(setting, {"status", "--format", "json"}).root()["of_other_models"].integer() == 0);
  CHECK(setting.rollups_hold());
}
