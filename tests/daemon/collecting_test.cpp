#include <catch2/catch.hpp>

#include "core/json.h"
#include "tests/daemon/setting.h"
#include "tests/support/federation.h"
#include "tests/support/feed_server.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

std::int64_t posts_in(const Setting& setting) {
  const auto document = JsonDocument::parse(setting.ask({"status", "--format", "json"}).out);
  REQUIRE(document);
  return document->root()["posts"].integer().value();
}

}  // namespace

TEST_CASE("From a hashtag to a trend: what people post is counted by value", "[daemon]") {
  MastodonServer server;
  server.publish(posts_every_minute(100, now() - 1h));
  server.publish(TestPost{.text = "The nurse was so kind and caring, she held my hand all night. #NHSvalues",
                          .created_at = now() - 5min});
  Setting setting;
  setting.watch("social.example", "mastodon", server.url());
  const Ended ended = setting.collect();
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  CHECK(posts_in(setting) == 101);

  const auto trends = JsonDocument::parse(setting.ask({"trends", "--format", "json"}).out);
  REQUIRE(trends);
  std::int64_t posts = 0, compassion = 0;
  for (std::size_t i = 0; i < trends->root()["rows"].size(); ++i) {
    const JsonView row = trends->root()["rows"].at(i);
    posts += row["posts"].integer().value() + row["unclassified"].integer().value();
    compassion += row["values"]["compassion"]["posts"].integer().value();
  }
  CHECK(posts == 101);
  CHECK(compassion >= 1);
}

TEST_CASE("A second run asks little and finds only what is new", "[daemon]") {
  MastodonServer server;
  server.publish(posts_every_minute(400, now() - 48h));
  server.publish(posts_every_minute(10, now() - 1h));
  Setting setting;
  setting.watch("social.example", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  const int asked = server.requests_for("/timelines/tag/");
  server.publish(posts_every_minute(3, now()));
  REQUIRE(setting.collect().status == 0);
  CHECK(posts_in(setting) == 413);
  // One page over the last day, one that proves that it hides nothing, one that proves the end; not the
  // eleven that a whole reading takes.
  CHECK(server.requests_for("/timelines/tag/") - asked <= 3);
}

TEST_CASE("A post that federates late, below the cursor, is found by the overlap re-scan", "[daemon]") {
  MastodonServer server;
  server.publish(posts_every_minute(150, now() - 30h));
  server.publish(posts_every_minute(50, now()));
  Setting setting;
  setting.watch("social.example", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  server.publish_late(
      TestPost{.text = "Late but kind. #NHSvalues", .created_at = now() - 20h, .author = "late@far.example"});
  REQUIRE(setting.collect().status == 0);
  CHECK(posts_in(setting) == 201);
}

TEST_CASE("A post that several servers show, and a feed besides, is one post", "[daemon]") {
  MastodonServer one{{.domain = "one.example"}};
  MastodonServer two{{.domain = "two.example"}};
  federate(posts_every_minute(60, now() - 1h), {&one, &two});
  Setting setting;
  setting.watch("one", "mastodon", one.url());
  setting.watch("two", "mastodon", two.url());
  REQUIRE(setting.collect().status == 0);
  CHECK(posts_in(setting) == 60);
}

TEST_CASE("A server that hides its tag pages is read by its feed", "[daemon]") {
  MastodonServer server;
  server.hide_tag_timelines();
  server.publish(posts_every_minute(15, now() - 1h));
  Setting setting;
  setting.watch("hidden", "mastodon", server.url());
  const Ended ended = setting.collect();
  INFO(ended.err);
  CHECK(ended.status == 0);
  CHECK(posts_in(setting) == 15);
}

TEST_CASE("An edit replaces the text, and one that removes the tag ends the post's counting", "[daemon]") {
  MastodonServer server;
  server.keep_edited_in_timelines();
  const Published kept = server.publish(TestPost{.text = "Rude. #NHSvalues", .created_at = now() - 2h});
  const Published left = server.publish(TestPost{.text = "Lovely. #NHSvalues", .created_at = now() - 1h});
  Setting setting;
  setting.watch("social.example", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  REQUIRE(posts_in(setting) == 2);
  server.edit(kept.uri, "Not rude after all, very polite. #NHSvalues", now() - 10min);
  server.edit(left.uri, "Lovely.", now() - 10min);
  REQUIRE(setting.collect().status == 0);
  CHECK(posts_in(setting) == 1);
  const Ended shown = setting.ask({"posts", "--format", "ndjson"});
  CHECK(shown.out.find("very polite") != std::string::npos);
  CHECK(shown.out.find("Lovely") == std::string::npos);
}

TEST_CASE("A feed is taken in by its tagged items, and asked again only for what changed", "[daemon]") {
  FeedServer feed;
  feed.publish({.guid = "1",
                .title = "Values week",
                .url = "https://trust.example/1",
                .text = "We share #NHSvalues stories",
                .published = now() - 2h});
  feed.publish({.guid = "2",
                .title = "Car park",
                .url = "https://trust.example/2",
                .text = "Closed on Monday",
                .published = now() - 1h});
  Setting setting;
  setting.watch("trust", "feed", feed.url());
  REQUIRE(setting.collect().status == 0);
  CHECK(posts_in(setting) == 1);
  REQUIRE(setting.collect().status == 0);
  const auto requests = feed.requests();
  CHECK(requests.back().headers.count("if-none-match") == 1);
  CHECK(posts_in(setting) == 1);
}
