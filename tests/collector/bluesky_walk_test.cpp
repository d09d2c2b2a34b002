#include "collector/sources/bluesky_walk.h"

#include <catch2/catch.hpp>
#include <random>

#include "bluesky_collection.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// A service with so many posts, evenly apart.
void publish_many(BlueskyCollection& collection, int count, std::chrono::seconds apart) {
  for (int i = 0; i < count; ++i) collection.publish(collection.now - i * apart);
}

}  // namespace

TEST_CASE("A poll without news is one question", "[bluesky]") {
  BlueskyCollection collection;
  publish_many(collection, 50, 1h);
  collection.run(true);
  CHECK(collection.missing().empty());
  collection.now += 5min;
  CHECK(collection.run(false) == 1);
}

TEST_CASE("New posts come before those from before the tag was watched", "[bluesky]") {
  BlueskyCollection collection;
  collection.api.quirks.page_limit = 10;
  publish_many(collection, 100, 1h);
  collection.begin(true);
  bool backfill = false;
  UtcTime newest_of_backfill{};
  for (;;) {
    const bool next_is_backfill = collection.source->next_is_backfill(collection.cursor);
    const auto before = collection.kept;
    if (!collection.step()) break;
    for (const auto& [uri, post] : collection.kept) {
      if (before.count(uri) != 0) continue;
      CHECK(next_is_backfill == (*post.created_at < collection.now - 24h));
      if (next_is_backfill) newest_of_backfill = std::max(newest_of_backfill, *post.created_at);
    }
    backfill = backfill || next_is_backfill;
  }
  CHECK(backfill);
  CHECK(newest_of_backfill == collection.now - 25h);
  CHECK(collection.missing().empty());
}

TEST_CASE("The backfill reaches as far as it is told, to the post", "[bluesky]") {
  for (const bool ignores_window : {false, true}) {
    BlueskyCollection collection{7 * 24h};
    collection.api.quirks.ignores_window = ignores_window;
    publish_many(collection, 500, 1h);
    collection.run(true);
    CHECK(collection.kept.size() == 7 * 24 + 1);
    collection.now += 10min;
    collection.publish(collection.now);
    collection.run(true);
    CHECK(collection.kept.size() == 7 * 24 + 2);
  }
  BlueskyCollection short_one{2h};
  publish_many(short_one, 500, 1h);
  CHECK(short_one.run(true) <= 3);
  CHECK(short_one.kept.size() == 3);
  short_one.run(true);
  CHECK(short_one.kept.size() == 3);
}

TEST_CASE("A post that search finds late is found: soon by the overlap, after hours by the re-scan",
          "[bluesky]") {
  BlueskyCollection collection;
  publish_many(collection, 200, 1h);
  collection.api.quirks.index_lag = 20min;
  const std::string late = collection.publish(collection.now - 1min);
  collection.run(true);
  CHECK(collection.kept.count(late) == 0);
  collection.now += 20min;
  CHECK(collection.run(false) <= 2);
  CHECK(collection.kept.count(late) == 1);

  collection.api.quirks.index_lag = 0s;
  const std::string back_dated = collection.publish(collection.now - 20h);
  collection.run(false);
  CHECK(collection.missing() == std::vector<std::string>{back_dated});
  CHECK(collection.run(true) <= 3);
  CHECK(collection.missing().empty());
}

TEST_CASE("A post dated ahead does not hide those that follow", "[bluesky]") {
  BlueskyCollection collection;
  collection.publish(collection.now + 24h * 365);
  collection.run(false);
  collection.now += 1h;
  collection.publish(collection.now - 1min);
  collection.run(false);
  CHECK(collection.missing().empty());
  for (const auto& [uri, post] : collection.kept) CHECK(*post.created_at <= collection.now);
}

TEST_CASE("Short and empty pages beside a cursor do not end the walk", "[bluesky]") {
  BlueskyCollection collection;
  collection.api.quirks.page_limit = 5;
  std::vector<std::string> uris;
  for (int i = 0; i < 100; ++i) uris.push_back(collection.publish(collection.now - i * 5min));
  for (int i = 3; i < 60; ++i) collection.api.remove(uris[static_cast<std::size_t>(i)]);
  collection.run(true);
  CHECK(collection.failure.empty());
  CHECK(collection.kept.size() == 43);
}

TEST_CASE("Where the service pages no deeper, the walk goes on in a new window", "[bluesky]") {
  for (const bool v2 : {false, true}) {
    BlueskyCollection collection;
    collection.api.quirks.page_limit = 20;
    collection.api.quirks.deepest_hit = 60;
    collection.api.quirks.v2_cursors = v2;
    publish_many(collection, 1000, 10min);
    collection.run(true);
    CHECK(collection.missing().empty());
    CHECK(collection.gaps == 0);
  }
}

TEST_CASE("A first page that hidden posts have made short is not taken for the end", "[bluesky]") {
  BlueskyCollection collection;
  collection.api.quirks.page_limit = 20;
  collection.api.quirks.deepest_hit = 20;
  publish_many(collection, 60, 10min);
  collection.run(true);
  collection.now += 1h;
  std::vector<std::string> uris;
  for (int i = 0; i < 40; ++i) uris.push_back(collection.publish(collection.now - i * 1min));
  collection.api.remove(uris[3]);
  collection.run(false);
  CHECK(collection.missing().empty());
}

TEST_CASE("A cursor that dies restarts its window where it had come to", "[bluesky]") {
  BlueskyCollection collection;
  collection.api.quirks.page_limit = 10;
  publish_many(collection, 300, 10min);
  collection.begin(true);
  for (int i = 0; collection.step(); ++i)
    if (i % 3 == 2) collection.api.quirks.v2_cursors = !collection.api.quirks.v2_cursors;
  CHECK(collection.failure.empty());
  CHECK(collection.missing().empty());
}

TEST_CASE("A crowded second is read whole where pages allow, and its rest named as missed where not",
          "[bluesky]") {
  BlueskyCollection collection;
  collection.api.quirks.page_limit = 20;
  publish_many(collection, 30, 1h);
  for (int i = 0; i < 150; ++i) collection.publish(collection.now - 90min);
  collection.run(true);
  CHECK(collection.missing().empty());
  CHECK(collection.gaps == 0);

  BlueskyCollection shallow;
  shallow.api.quirks.page_limit = 20;
  shallow.api.quirks.deepest_hit = 40;
  publish_many(shallow, 30, 1h);
  for (int i = 0; i < 150; ++i) shallow.publish(shallow.now - 90min);
  shallow.run(true);
  CHECK(shallow.gaps == 1);
  CHECK(shallow.kept.size() == 30 + 40);
}

TEST_CASE("A walk survives a restart after every single request", "[bluesky]") {
  BlueskyCollection collection;
  collection.api.quirks.page_limit = 10;
  collection.api.sessions.access_requests = 4;
  publish_many(collection, 250, 20min);
  for (int run = 0; run < 200; ++run) {
    collection.begin(run % 7 == 0);
    collection.step();
    collection.step();
    collection.step();
    if (run == 20) collection.publish(collection.now);
    collection.now += 1s;
  }
  CHECK(collection.missing().empty());
  CHECK(collection.api.sessions.logins() == 1);
}

TEST_CASE("An unfinished walk says what it has yet to read", "[bluesky]") {
  BlueskyCollection collection;
  collection.api.quirks.page_limit = 10;
  publish_many(collection, 100, 1min);
  collection.begin(false);
  collection.step();
  CHECK_FALSE(collection.source->unread(collection.cursor));
  collection.step();
  const auto unread = collection.source->unread(collection.cursor);
  REQUIRE(unread);
  CHECK(unread->from == collection.now - 24h);
  CHECK(unread->to == collection.now - 9min);
  collection.run(false);
  CHECK_FALSE(collection.source->unread(collection.cursor));
}

TEST_CASE("A service that heeds neither since nor until is still read whole", "[bluesky]") {
  BlueskyCollection collection;
  collection.api.quirks.ignores_window = true;
  collection.api.quirks.page_limit = 10;
  publish_many(collection, 200, 1h);
  collection.begin(true);
  for (int i = 0; i < 15; ++i) collection.step();
  collection.run(true);  // after a restart in the middle
  CHECK(collection.missing().empty());
  collection.now += 1h;
  publish_many(collection, 25, 1min);
  CHECK(collection.run(false) <= 6);
  CHECK(collection.missing().empty());
}

TEST_CASE("Whatever the order of arrival, crashes and restarts, every post in reach is delivered",
          "[bluesky][property]") {
  for (unsigned seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const auto up_to = [&](int most) { return std::uniform_int_distribution<int>{0, most}(random); };
    BlueskyCollection collection;
    collection.api.quirks.page_limit = up_to(2) == 0 ? 7 : 100;
    collection.api.quirks.v2_cursors = up_to(1) == 0;
    collection.api.quirks.ignores_window = up_to(4) == 0;
    collection.api.quirks.index_lag = std::chrono::minutes{up_to(20)};
    // A service that pages no deeper and heeds no `until` shows its newest posts only, to anybody.
    if (up_to(3) == 0 && !collection.api.quirks.ignores_window) collection.api.quirks.deepest_hit = 40;
    if (up_to(2) == 0) collection.api.sessions.access_requests = 1 + up_to(5);
    std::vector<std::string> uris;
    const auto publish = [&](std::chrono::seconds ago) {
      BlueskyPost post;
      post.text = "Tea #NHSvalues";
      post.created_at = collection.now - ago;
      if (up_to(5) == 0) post.indexed_at = collection.now - std::chrono::seconds{up_to(60)};
      uris.push_back(collection.api.publish(post));
    };
    const int backlog = up_to(150);
    for (int i = 0; i < backlog; ++i) publish(std::chrono::minutes{1 + up_to(100 * 60)});
    collection.now += 30min;

    for (int event = 0; event < 20; ++event) {
      collection.now += std::chrono::minutes{up_to(10)};
      const int news = up_to(3) == 0 ? up_to(60) : up_to(3);
      for (int i = 0; i < news; ++i) publish(std::chrono::seconds{up_to(300)});
      if (up_to(1) == 0) publish(std::chrono::minutes{up_to(18 * 60)});
      if (!uris.empty() && up_to(2) == 0)
        collection.api.remove(uris[static_cast<std::size_t>(up_to(static_cast<int>(uris.size()) - 1))]);
      if (up_to(5) == 0) collection.api.quirks.v2_cursors = !collection.api.quirks.v2_cursors;
      collection.begin(up_to(2) == 0);
      // A crash after any page; one that was read but not kept leaves nothing behind.
      for (int pages = up_to(15); pages > 0 && collection.step(); --pages)
        if (up_to(4) == 0) publish(std::chrono::minutes{up_to(18 * 60)});
      if (up_to(3) == 0)
        if (const auto request = collection.source->next_request(collection.cursor, nhs_values()))
          collection.ask(*request);
    }
    collection.now += 61min;
    collection.run(true);
    CHECK(collection.failure.empty());
    CHECK(collection.missing().empty());
    CHECK(collection.gaps == 0);
    CHECK(collection.api.sessions.logins() <= 21);
    CHECK(collection.run(false) <= 100);  // a token may be good for one page of seven posts
  }
}
