#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "collector/sources/mastodon_source.h"
#include "mastodon_model.h"
#include "source_fixtures.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

const UtcTime kStart = at("2026-11-20T10:00:00Z");

/// A collection that keeps pages and cursors together, as the store does.
struct Collection {
  std::unique_ptr<Source> source;
  MastodonModel& server;
  UtcTime now = kStart;
  Cursor cursor{};
  std::map<std::string, std::optional<UtcTime>> kept{};  ///< by local id
  int gaps = 0;

  RunStart start(bool rescan) const {
    RunStart run = run_at(now);
    run.rescan = rescan;
    const auto before = source->overlap_before(cursor);
    if (!rescan || !before) return run;
    std::optional<UtcTime> newest;
    for (const auto& [id, created_at] : kept)
      if (created_at && *created_at < *before && (!newest || *created_at > *newest)) {
        newest = created_at;
        run.overlap_anchor = id;
      }
    return run;
  }

  /// Asks one page and keeps it; false when the run has caught up or failed.
  bool step() {
    const auto request = source->next_request(cursor, nhs_values());
    if (!request) return false;
    const auto outcome = source->read(server.answer(*request), cursor, nhs_values(), now);
    const auto* page = std::get_if<PageOfPosts>(&outcome);
    if (page == nullptr) {
      last_failure = std::get<Failed>(outcome).cause;
      return false;
    }
    for (const Post& post : page->posts) kept[post.local_id] = post.created_at;
    cursor = page->cursor;
    gaps += page->missed ? 1 : 0;
    return true;
  }

  /// A whole run; how many requests it took.
  int run(bool rescan) {
    last_failure.clear();
    cursor = source->begin_run(cursor, start(rescan));
    const int before = server.requests;
    while (step()) REQUIRE(server.requests - before < 10'000);
    return server.requests - before;
  }

  std::vector<std::string> missing() const {
    std::vector<std::string> ids;
    for (const std::string& id : server.ids())
      if (kept.count(id) == 0) ids.push_back(id);
    return ids;
  }

  std::string last_failure{};
};

Collection collect(MastodonModel& server, std::optional<std::chrono::seconds> backfill = std::nullopt) {
  return Collection{make_mastodon_source({"https://model.example", "", backfill}), server};
}

}  // namespace

TEST_CASE("A post that federates late, below the cursor, is found by the overlap re-scan", "[mastodon]") {
  MastodonModel server;
  for (int i = 0; i < 200; ++i) server.publish(kStart - i * 1h);
  auto collection = collect(server);
  collection.run(true);
  CHECK(collection.kept.size() == 200);

  const std::string late = server.publish(kStart - 10h - 30min);
  collection.run(false);
  CHECK(collection.missing() == std::vector<std::string>{late});
  // A day's posts, what may hide below them, and nothing above: not the whole timeline.
  CHECK(collection.run(true) <= 3);
  CHECK(collection.missing().empty());
}

TEST_CASE("Where no post is old enough, the re-scan reads what there is", "[mastodon]") {
  MastodonModel server;
  for (int i = 0; i < 50; ++i) server.publish(kStart - i * 1min);
  auto collection = collect(server);
  collection.run(true);
  server.publish(kStart - 48min - 30s);
  server.publish(kStart - 20h);
  collection.run(true);
  CHECK(collection.missing().empty());
}

TEST_CASE("A re-scan that falls due in an unfinished backfill still happens in that run", "[mastodon]") {
  MastodonModel server;
  for (int i = 0; i < 120; ++i) server.publish(kStart - i * 1min);
  auto collection = collect(server);
  collection.cursor = collection.source->begin_run("", collection.start(true));
  collection.step();  // and then the machine stops
  server.publish(kStart - 10min - 30s);
  collection.run(true);
  CHECK(collection.missing().empty());
}

TEST_CASE("A re-scan without an anchor is bounded", "[mastodon]") {
  ModelHabits habits;
  habits.largest_page = 1;
  MastodonModel server{habits};
  for (int i = 0; i < 250; ++i) server.publish(kStart - i * 1min);
  auto collection = collect(server);
  collection.run(true);
  CHECK(collection.missing().empty());
  CHECK(collection.run(true) <= 202);
}

TEST_CASE("A poll of a timeline without news is one question", "[mastodon]") {
  MastodonModel server;
  for (int i = 0; i < 50; ++i) server.publish(kStart - i * 1h);
  auto collection = collect(server);
  CHECK(collection.run(true) == 4);
  CHECK(collection.run(false) == 1);
}

TEST_CASE("The backfill of a timeline reaches as far as it is told, to the post", "[mastodon]") {
  MastodonModel server;
  for (int i = 0; i < 500; ++i) server.publish(kStart - i * 1h);
  auto collection = collect(server, 7 * 24h);
  CHECK(collection.run(true) <= 8);
  CHECK(collection.kept.size() == 7 * 24 + 1);
  collection.now += 30 * 24h;
  server.publish(collection.now - 1h);
  collection.run(true);
  CHECK(collection.kept.size() == 7 * 24 + 2);
}

TEST_CASE("A server that answers min_id with the newest page loses nothing to us", "[mastodon]") {
  ModelHabits habits;
  habits.min_id_is_since_id = true;
  MastodonModel server{habits};
  for (int i = 0; i < 100; ++i) server.publish(kStart - 200h + i * 1min);
  auto collection = collect(server);
  collection.run(true);
  for (int i = 0; i < 300; ++i) server.publish(kStart - 5h + i * 1min);
  collection.run(false);
  CHECK(collection.missing().empty());
  CHECK(collection.gaps == 0);
}

TEST_CASE("A server that reads min_id as since_id and gives ever smaller pages hides nothing", "[mastodon]") {
  ModelHabits habits;
  habits.min_id_is_since_id = true;
  MastodonModel server{habits};
  for (int i = 0; i < 100; ++i) server.publish(kStart - 200h + i * 1min);
  auto collection = collect(server);
  collection.run(true);
  server.page_limit(7);
  for (int i = 0; i < 30; ++i) server.publish(kStart - 5h + i * 1min);
  collection.run(false);
  CHECK(collection.missing().empty());
}

TEST_CASE("Nothing is lost where ids are of another make and pages change their size", "[mastodon]") {
  const auto ids = GENERATE(IdStyle::snowflake, IdStyle::ulid, IdStyle::flake);
  const bool min_id_is_since_id = GENERATE(false, true);
  ModelHabits habits;
  habits.ids = ids;
  habits.min_id_is_since_id = min_id_is_since_id;
  MastodonModel server{habits};
  UtcTime latest = kStart - 200h;
  const auto publish = [&](int posts) {
    for (int i = 0; i < posts; ++i) server.publish(latest += 10s);
  };
  publish(100);
  auto collection = collect(server);
  collection.run(true);
  for (const std::size_t limit : {20U, 40U, 20U, 25U, 7U, 40U, 3U}) {
    server.page_limit(limit);
    publish(90);
    collection.now = latest;
    collection.run(false);
    CAPTURE(limit);
    CHECK(collection.missing().empty());
  }
  CHECK(collection.gaps == 0);
}

TEST_CASE("What is new during a long backfill is read before the backfill goes on", "[mastodon]") {
  const bool min_id_is_since_id = GENERATE(false, true);
  ModelHabits habits;
  habits.min_id_is_since_id = min_id_is_since_id;
  MastodonModel server{habits};
  for (int i = 0; i < 1'000; ++i) server.publish(kStart - i * 1h);
  auto collection = collect(server);
  int turns = 0;
  std::set<std::string> news;
  // Each turn ends after two pages of older posts, as the engine's do.
  for (bool goes_on = true; goes_on; ++turns) {
    REQUIRE(turns < 50);
    collection.cursor = collection.source->begin_run(collection.cursor, collection.start(turns % 3 == 2));
    goes_on = false;
    for (int backfill_pages = 0; collection.source->next_request(collection.cursor, nhs_values());) {
      const bool backfill = collection.source->next_is_backfill(collection.cursor);
      if (backfill) {
        for (const std::string& id : news) CHECK(collection.kept.count(id) == 1);
        goes_on = ++backfill_pages > 2;
        if (goes_on) break;
      }
      REQUIRE(collection.step());
    }
    collection.now += 5min;
    for (int i = 0; i < 60; ++i) news.insert(server.publish(collection.now - i * 1s));
  }
  CHECK(turns > 10);
  collection.run(false);
  CHECK(collection.missing().empty());
  CHECK(collection.gaps == 0);
  CHECK_FALSE(collection.source->next_is_backfill(collection.cursor));
}

TEST_CASE("The newest page is no backfill, and neither is a re-scan", "[mastodon]") {
  MastodonModel server;
  for (int i = 0; i < 90; ++i) server.publish(kStart - i * 1min);
  auto collection = collect(server);
  collection.cursor = collection.source->begin_run("", collection.start(false));
  CHECK_FALSE(collection.source->next_is_backfill(collection.cursor));
  collection.step();
  CHECK(collection.source->next_is_backfill(collection.cursor));
  collection.run(false);
  collection.cursor = collection.source->begin_run(collection.cursor, collection.start(true));
  do CHECK_FALSE(collection.source->next_is_backfill(collection.cursor));
  while (collection.step());
}

TEST_CASE("An unfinished walk tells the time that it has yet to read", "[mastodon]") {
  MastodonModel server;
  for (int i = 0; i < 500; ++i) server.publish(kStart - i * 1h);
  auto collection = collect(server, 7 * 24h);
  const auto unread = [&] { return collection.source->unread(collection.cursor); };
  CHECK_FALSE(unread());
  collection.cursor = collection.source->begin_run("", collection.start(false));
  collection.step();
  REQUIRE(unread());
  CHECK(unread()->from == kStart - 7 * 24h);
  CHECK(unread()->to == kStart - 39h);
  collection.run(false);
  CHECK_FALSE(unread());

  auto endless = collect(server);
  endless.cursor = endless.source->begin_run("", endless.start(false));
  endless.step();
  CHECK_FALSE(endless.source->unread(endless.cursor));  // nobody knows how old the oldest is
}

TEST_CASE("A gap that is being closed is the time between its page and what was read before", "[mastodon]") {
  ModelHabits habits;
  habits.min_id_is_since_id = true;
  MastodonModel server{habits};
  for (int i = 0; i < 50; ++i) server.publish(kStart - 300min + i * 1min);
  auto collection = collect(server);
  collection.run(false);
  for (int i = 0; i < 100; ++i) server.publish(kStart - 100min + i * 1min);
  collection.cursor = collection.source->begin_run(collection.cursor, collection.start(false));
  collection.step();
  const auto unread = collection.source->unread(collection.cursor);
  REQUIRE(unread);
  CHECK(unread->from == kStart - 251min);
  CHECK(unread->to == kStart - 40min);
}

TEST_CASE("A server that cannot page at all is still followed, and says what is amiss", "[mastodon]") {
  ModelHabits habits;
  habits.ignores_max_id = true;
  habits.min_id_is_since_id = true;
  MastodonModel server{habits};
  for (int i = 0; i < 100; ++i) server.publish(kStart - 200h + i * 1min);
  auto collection = collect(server);
  CHECK(collection.run(true) <= 3);
  CHECK(collection.last_failure.find("same page") != std::string::npos);
  CHECK(collection.kept.size() == 40);

  for (int i = 0; i < 10; ++i) server.publish(kStart - 20min + i * 1min);
  collection.run(false);
  CHECK(collection.kept.size() == 50);
  CHECK(collection.gaps == 0);

  for (int i = 0; i < 60; ++i) server.publish(kStart - 5min + i * 1s);
  CHECK(collection.run(false) <= 5);
  CHECK(collection.kept.size() == 90);
  CHECK(collection.gaps == 1);
}

TEST_CASE("A walk ends on a server that gives one page for every question", "[mastodon][hostile]") {
  MastodonModel server;
  for (int i = 0; i < 40; ++i) server.publish(kStart - i * 1min);
  net::HttpRequest newest{"https://model.example/?limit=40"};
  const auto always = server.answer(newest);
  const auto source = make_mastodon_source({"https://model.example", "", std::nullopt});
  Cursor cursor;
  for (int run = 0; run < 3; ++run) {
    cursor = source->begin_run(cursor, run_at(kStart));
    int requests = 0;
    while (source->next_request(cursor, nhs_values())) {
      REQUIRE(++requests < 10);
      const auto outcome = source->read(always, cursor, nhs_values(), kStart);
      if (std::holds_alternative<Failed>(outcome)) break;
      cursor = std::get<PageOfPosts>(outcome).cursor;
    }
  }
}

TEST_CASE("Whatever the order of publishing, crashes and restarts, every post in reach is delivered",
          "[mastodon][property]") {
  // The last four once found a post that came late into a half-closed gap.
  for (const unsigned seed : {0U, 1U, 2U, 3U, 4U, 5U, 6U, 7U, 49U, 62U, 90U, 104U}) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const auto up_to = [&](int most) { return std::uniform_int_distribution<int>{0, most}(random); };
    ModelHabits habits;
    habits.min_id_is_since_id = up_to(2) == 0;
    habits.shuffles_pages = up_to(1) == 0;
    habits.largest_page = up_to(2) == 0 ? 7 : 40;
    habits.ids = std::array{IdStyle::snowflake, IdStyle::ulid, IdStyle::flake}[seed % 3];
    MastodonModel server{habits};
    const int backlog = up_to(150);
    const int backlog_hours = 1 + up_to(100);
    for (int i = 0; i < backlog; ++i)
      server.publish(kStart - std::chrono::minutes{1 + up_to(backlog_hours * 60)});
    auto collection = collect(server);

    for (int event = 0; event < 25; ++event) {
      collection.now += std::chrono::minutes{up_to(6)};
      const int news = up_to(3) == 0 ? up_to(90) : up_to(3);
      for (int i = 0; i < news; ++i) server.publish(collection.now - std::chrono::seconds{up_to(300)});
      if (up_to(1) == 0) server.publish(collection.now - std::chrono::minutes{up_to(20 * 60)});
      collection.cursor = collection.source->begin_run(collection.cursor, collection.start(up_to(2) == 0));
      // A crash after any page; one that was read but not kept leaves nothing behind.
      for (int pages = up_to(12); pages > 0 && collection.step(); --pages)
        if (up_to(4) == 0) server.publish(collection.now - std::chrono::minutes{up_to(20 * 60)});
      if (up_to(3) == 0) {
        const Collection& unchanged = collection;
        const auto request = unchanged.source->next_request(unchanged.cursor, nhs_values());
        if (request)
          unchanged.source->read(server.answer(*request), unchanged.cursor, nhs_values(), unchanged.now);
      }
    }
    const auto size = static_cast<int>(server.size());
    const int pages = size / static_cast<int>(habits.largest_page) + 1;
    CHECK(collection.run(true) <= 4 * pages + 6);
    CHECK(collection.missing().empty());
    CHECK(collection.gaps == 0);
    CHECK(collection.run(false) == 1);
  }
}
