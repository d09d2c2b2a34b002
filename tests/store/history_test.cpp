#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "store/trends.h"
#include "twins.h"

using namespace nhs;
using namespace nhs::test;
using store::Filter;

namespace {

/// The same model, or one of several that judged as many.
bool is_among(const std::string& model, const std::string& alternatives) {
  return ("|" + alternatives + "|").find("|" + model + "|") != std::string::npos;
}

}  // namespace

TEST_CASE("After any history the rollups equal a recount, and the full-text index the texts",
          "[store][property]") {
  for (const unsigned seed : {1u, 2u, 3u, 4u, 5u}) {
    CAPTURE(seed);
    Twins twins(seed, 0);
    for (int i = 0; i < 25; ++i) {
      twins.live(twins.history.next_batch());
      REQUIRE(twins.posts.rollups_hold() == true);
      REQUIRE(twins.posts.search_holds() == true);
    }
  }
}

TEST_CASE(
    "Under any ignore rules and in any order, what is set aside is what the rules say of what is stored",
    "[store][property]") {
  std::size_t met = 0;
  for (unsigned seed = 51; seed < 63; ++seed) {
    Twins twins(seed, 0);
    std::vector<PlainRule> rules;
    for (int i = 0; i < 30; ++i) {
      CAPTURE(seed, i);
      if (twins.history.one_in(4)) twins.apply(rules = twins.history.any_rules());
      if (twins.history.one_in(6)) twins.start_anew(rules);
      twins.live(twins.history.next_batch());
      met += twins.set_aside().size();
      REQUIRE(twins.set_aside() == twins.reference.set_aside());
      REQUIRE(twins.quotable() == twins.reference.quotable());
      REQUIRE(twins.refs({}) == twins.reference.posts({}));
      REQUIRE(twins.posts.rollups_hold() == true);
      REQUIRE(twins.posts.search_holds() == true);
    }
    // Holding all posts against the rules once more finds nothing to change.
    execute(twins.folder / "posts.db", "DELETE FROM meta WHERE key = 'ignore_rules'");
    const auto again = twins.posts.apply_ignore_rules(ignore_rules(rules), at("2026-11-20T12:00:00Z"));
    REQUIRE(again);
    CHECK(again->set_aside + again->restored == 0);
    // And without rules every post that was not withdrawn counts again.
    twins.apply({});
    CHECK(twins.set_aside().empty());
    CHECK(twins.refs({}) == twins.reference.posts({}));
    CHECK(twins.posts.rollups_hold() == true);
  }
  CHECK(met > 500);
}

TEST_CASE(
    "In any order of edits, withdrawals, rules, labels and their taking back, labels override the machine",
    "[store][property]") {
  std::int64_t labelled = 0;
  for (unsigned seed = 71; seed < 77; ++seed) {
    Twins twins(seed, 0);
    for (int i = 0; i < 60; ++i) {
      CAPTURE(seed, i);
      if (twins.history.one_in(8)) twins.apply(twins.history.any_rules());
      if (twins.history.one_in(3))
        twins.live(twins.history.next_batch());
      else
        for (std::size_t labels = twins.history.below(8); labels > 0; --labels) twins.judge();
      REQUIRE(twins.posts.rollups_hold() == true);
      twins.check_findings();
      labelled += twins.reader.status(at("2026-11-21T12:00:00Z")).value().labelled;
    }
    // When everything is taken back, the machine alone speaks again.
    for (std::int64_t ref = 1; ref < 70; ++ref)
      while (twins.posts.undo_label(ref, at("2026-11-21T12:00:00Z"))) twins.reference.undo_label(ref);
    twins.check_findings();
    CHECK(twins.reader.status(at("2026-11-21T12:00:00Z")).value().labelled == 0);
    CHECK(integer(twins.folder / "posts.db", "SELECT count(*) FROM machine_value") == 0);
    CHECK(twins.posts.rollups_hold() == true);
  }
  CHECK(labelled > 1000);
}

TEST_CASE("Trends from rollups, from posts and from a naive count are the same numbers",
          "[store][property]") {
  for (const unsigned seed : {11u, 12u, 13u}) {
    Twins twins(seed, 20);
    store::Database database(twins.folder / "posts.db", store::Access::read);
    for (int i = 0; i < 60; ++i) {
      const bool for_rollup = twins.history.one_in(2);
      store::TrendsQuery query =
          twins.history.trends_query(for_rollup ? twins.history.rollup_filter() : twins.history.any_filter());
      query.once_in_all = i % 2 == 0;
      CAPTURE(seed, i, for_rollup);
      const store::TrendsResult expected = twins.reference.trends(query);
      const store::TrendsResult trends = twins.reader.trends(query).value();
      REQUIRE(described(trends) == described(expected));
      for (const auto from : {store::CountFrom::posts, store::CountFrom::sets_of_posts})
        REQUIRE(described(store::count_trends(database, london(), query, from)) == described(expected));
      REQUIRE(is_among(trends.model, expected.model));
    }
  }
}

TEST_CASE("Every filter lists, counts and walks the same posts as a naive search", "[store][property]") {
  Twins twins(21, 20);
  for (int i = 0; i < 80; ++i) {
    CAPTURE(i);
    const Filter filter = twins.history.one_in(2)
                              ? twins.history.any_filter()
                              : twins.history.trends_query(twins.history.any_filter()).filter;
    std::vector<std::int64_t> expected = twins.reference.posts(filter);
    REQUIRE(twins.refs(filter) == expected);
    REQUIRE(twins.reader.count(filter) == static_cast<std::int64_t>(expected.size()));
    std::vector<std::int64_t> walked;
    REQUIRE(twins.reader.for_each_post(filter, [&](const store::StoredPost& post) {
      walked.push_back(post.ref);
      return true;
    }));
    std::reverse(expected.begin(), expected.end());
    REQUIRE(walked == expected);
  }
}

TEST_CASE("Trends count what the list of a period's posts has", "[store][property]") {
  Twins twins(25, 20);
  for (int i = 0; i < 60; ++i) {
    CAPTURE(i);
    const store::TrendsQuery query = twins.history.trends_query(twins.history.any_filter());
    const store::TrendsResult trends = twins.reader.trends(query).value();
    for (const store::TrendRow& row : trends.rows) {
      Filter filter = query.filter;
      filter.since = std::max(row.period.from, *query.filter.since);
      filter.until = std::min(row.period.to, *query.filter.until);
      std::int64_t classified = 0;
      for (const store::StoredPost& post : all_posts(twins.reader, filter))
        classified += post.classification.sentiment ? 1 : 0;
      REQUIRE(row.posts == classified);
    }
  }
}

TEST_CASE("Pages of any size put together are the whole list", "[store]") {
  Twins twins(31, 20);
  const std::vector<std::int64_t> whole = twins.refs({});
  REQUIRE(whole.size() > 30);
  for (const std::int64_t limit : {1, 7, 1000}) {
    std::vector<std::int64_t> pages;
    store::PostsQuery query;
    query.limit = limit;
    for (;;) {
      const auto page = twins.reader.posts(query).value();
      if (page.empty()) break;
      for (const store::StoredPost& post : page) pages.push_back(post.ref);
      query.after_ref = pages.back();
    }
    CHECK(pages == whole);
  }
}

TEST_CASE("Another time zone recounts days and rollups", "[store]") {
  Twins twins(41, 20);
  const std::filesystem::path file = twins.folder / "posts.db";
  const TimeZone auckland = TimeZone::named("Pacific/Auckland").value();
  {
    auto moved = store::PostStore::open(file, kFingerprint, auckland);
    REQUIRE(moved);
    CHECK(moved->rollups_hold() == true);
  }
  store::Database database(file, store::Access::read);
  store::Query posts = database.query("SELECT created_at, day FROM post WHERE created_at IS NOT NULL");
  int moved = 0;
  while (posts.next()) {
    CHECK(auckland.day_of(posts.time(0)).time_since_epoch().count() == posts.integer(1));
    moved += london().day_of(posts.time(0)) != auckland.day_of(posts.time(0)) ? 1 : 0;
  }
  CHECK(moved > 5);
}
