#include <signal.h>

#include <catch2/catch.hpp>

#include "tests/daemon/setting.h"
#include "tests/support/mastodon_server.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// Stores so many posts that no built-in rule finds.
void fill(const Setting& setting, int count) {
  auto posts = store::PostStore::open_existing(setting.database());
  REQUIRE(posts);
  store::Batch batch;
  batch.source = "import";
  batch.now = SystemClock{}.now();
  for (int i = 0; i < count; ++i) {
    store::ClassifiedPost post;
    post.post.network = "import";
    post.post.key = {1, 2, static_cast<std::uint8_t>(i % 256), static_cast<std::uint8_t>(i / 256)};
    post.post.text = "The quokka again, nobody looks after it";
    post.post.created_at = batch.now - 24h;
    post.classification.language = "en";
    post.classification.model = "2020.01";
    post.classification.sentiment = SentimentFinding{Sentiment::positive, 1, 0, 0, {}};
    batch.posts.push_back(post);
  }
  REQUIRE(posts->save(batch));
}

}  // namespace

TEST_CASE(
    "A daemon holds history against changed concern rules while it collects, and what a kill left goes on",
    "[daemon]") {
  MastodonServer server;
  server.publish(TestPost{.text = "Thank you all #NHSvalues", .created_at = SystemClock{}.now() - 3min});
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  fill(setting, 3000);
  setting.append_to_config("[[concern]]\nname = \"quokka\"\nphrases = [\"quokka\"]\n");
  {
    Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
    REQUIRE(daemon.said("held against them bit by bit"));
    daemon.signal(SIGKILL);
    daemon.wait();
  }
  Program daemon{NHSVALUESD, setting.arguments(), setting.folder()};
  server.publish(TestPost{.text = "So kind #NHSvalues", .created_at = SystemClock{}.now()});
  CHECK(daemon.said("one: caught up: 1 new"));
  REQUIRE(daemon.said("all stored posts were held against the concern rules", 60s));
  const auto safety = store::Reader::open(setting.database())->safety().value();
  CHECK(safety.open_concerns == 3000);
  CHECK_FALSE(safety.concerns_unfinished);
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
  CHECK(setting.rollups_hold());
}

TEST_CASE("A run of --once has held all of history against changed rules when it ends", "[daemon]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  fill(setting, 6000);
  setting.append_to_config("[[concern]]\nname = \"quokka\"\nphrases = [\"quokka\"]\n");
  REQUIRE(setting.collect().status == 0);
  CHECK(store::Reader::open(setting.database())->safety()->open_concerns == 6000);
}
