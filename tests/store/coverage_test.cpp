#include "store/coverage.h"

#include <catch2/catch.hpp>

#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

const store::CoverageQuery kNovember{day("2026-11-01"), day("2026-12-01"), at("2026-11-20T12:30:00Z")};

struct Fixture {
  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  store::Reader reader = open_reader(file);

  void ask(const std::string& source, const char* moment, const FetchCounts& fetches) {
    store::Batch batch = batch_of({}, source);
    batch.now = at(moment);
    batch.fetches = fetches;
    save(posts, batch);
  }
  store::SourceCoverage of(const std::string& source, const store::CoverageQuery& query = kNovember) const {
    const store::CoverageResult coverage = reader.coverage(query).value();
    for (const store::SourceCoverage& each : coverage.sources)
      if (each.source == source) return each;
    FAIL("no coverage of " << source);
    return {};
  }
};

std::string plan_of(store::Database& database, const store::Where& select) {
  std::string plan;
  store::Query query = database.query("EXPLAIN QUERY PLAN " + select.sql);
  query.bind(select.bound);
  while (query.next()) plan += query.bytes(3) + "\n";
  return plan;
}

}  // namespace

TEST_CASE("Coverage adds up what a source was asked and what it answered", "[store]") {
  Fixture f;
  f.ask("one", "2026-11-19T10:15:00Z", {4, 3, 1, 0, 2, 100});
  f.ask("one", "2026-11-20T10:15:00Z", {4, 1, 1, 2, 0, 10});
  f.ask("one", "2026-10-30T10:15:00Z", {100, 100, 0, 0, 0, 0});
  f.ask("two", "2026-11-20T10:15:00Z", {1, 0, 0, 1, 0, 0});
  const store::SourceCoverage one = f.of("one");
  CHECK(one.fetches.asked == 8);
  CHECK(one.fetches.answered == 4);
  CHECK(one.fetches.throttled == 2);
  CHECK(one.fetches.failed == 2);
  CHECK(one.fetches.opted_out == 2);
  CHECK(one.fetches.spent == 110);
  CHECK(one.throttled_share() == 0.25);
  CHECK(one.known_since == at("2026-10-30T10:00:00Z"));
  CHECK(store::SourceCoverage{}.throttled_share() == 0);
}

TEST_CASE("An hour was answered, asked in vain, or missed; the running one is not missed yet", "[store]") {
  Fixture f;
  f.ask("one", "2026-11-20T06:59:00Z", {1, 1, 0, 0, 0, 0});
  f.ask("one", "2026-11-20T07:00:00Z", {3, 0, 1, 2, 0, 0});
  f.ask("one", "2026-11-20T10:00:00Z", {2, 1, 0, 1, 0, 0});
  // Nobody asked in the hours of 8, 9 and 11; that of 12 is running.
  CHECK(f.of("one").hours_answered == 2);
  CHECK(f.of("one").hours_unanswered == 1);
  CHECK(f.of("one").hours_missed == 3);
  f.ask("one", "2026-11-20T12:10:00Z", {1, 1, 0, 0, 0, 0});
  CHECK(f.of("one").hours_answered == 3);
  CHECK(f.of("one").hours_missed == 3);
}

TEST_CASE("Only the time asked for is counted, by local days, and not before a source was known", "[store]") {
  Fixture f;
  // In summer a day of London begins at 23:00 UTC.
  f.ask("one", "2026-06-30T22:30:00Z", {1, 1, 0, 0, 0, 0});
  f.ask("one", "2026-06-30T23:30:00Z", {1, 1, 0, 0, 0, 0});
  f.ask("one", "2026-07-01T23:30:00Z", {1, 1, 0, 0, 0, 0});
  const store::CoverageQuery first{day("2026-07-01"), day("2026-07-02"), at("2026-11-20T12:30:00Z")};
  CHECK(f.of("one", first).fetches.asked == 1);
  CHECK(f.of("one", first).hours_missed == 23);
  const store::CoverageQuery june{day("2026-06-01"), day("2026-07-01"), at("2026-11-20T12:30:00Z")};
  CHECK(f.of("one", june).hours_missed == 0);
  const store::CoverageQuery may{day("2026-05-01"), day("2026-06-01"), at("2026-11-20T12:30:00Z")};
  CHECK(f.reader.coverage(may).value().sources.empty());
  const store::CoverageQuery nothing{day("2026-07-02"), day("2026-07-01"), at("2026-11-20T12:30:00Z")};
  CHECK(f.reader.coverage(nothing).value().sources.empty());
}

TEST_CASE("A source that was left behind is not told of while others are asked, but our absence is",
          "[store]") {
  Fixture f;
  f.ask("old", "2026-09-30T10:00:00Z", {1, 1, 0, 0, 0, 0});
  f.ask("one", "2026-11-19T10:00:00Z", {1, 1, 0, 0, 0, 0});
  const auto sources = f.reader.coverage(kNovember).value().sources;
  REQUIRE(sources.size() == 1);
  CHECK(sources[0].source == "one");
  const store::CoverageQuery september{day("2026-09-01"), day("2026-10-01"), kNovember.now};
  CHECK(f.of("old", september).hours_missed == 12);
  const store::CoverageQuery absent{day("2026-11-20"), day("2026-11-21"), kNovember.now};
  CHECK(f.of("one", absent).hours_missed == 12);
}

TEST_CASE("A post that one source alone had is counted for it, among the sources of its network", "[store]") {
  Fixture f;
  save(f.posts, batch_of({MadePost{.id = 1, .url = 1}, MadePost{.id = 2}, MadePost{.id = 3},
                          MadePost{.id = 4, .created_at = "2026-10-01T00:00:00Z"},
                          MadePost{.id = 5, .created_at = std::nullopt}},
                         "one.example"));
  save(f.posts, batch_of({MadePost{.id = 2}, MadePost{.id = 6}}, "two.example"));
  // A blog, mostly of posts of its own, that also shows one of Mastodon's.
  save(f.posts, batch_of({MadePost{.id = 21, .network = "feed"}, MadePost{.id = 22, .network = "feed"},
                          MadePost{.id = 23, .url = 1, .network = "feed"}},
                         "a blog"));
  store::Batch gone = batch_of({});
  gone.withdrawn = {{hash(3), std::nullopt}};
  save(f.posts, gone);
  CHECK(f.of("one.example").posts == 2);
  CHECK(f.of("one.example").posts_only_here == 1);
  CHECK(f.of("two.example").posts == 2);
  CHECK(f.of("two.example").posts_only_here == 1);
  CHECK(f.of("a blog").posts == 3);
  CHECK(f.of("a blog").posts_only_here == 2);
  CHECK(f.reader.coverage(kNovember).value().posts == 5);
}

TEST_CASE("What ignore rules set aside and who does not want to be quoted is told", "[store]") {
  Fixture f;
  store::IgnoreRules rules{{{"jobs", "apply now"}, {"adverts", "buy now"}}, "one"};
  REQUIRE(f.posts.apply_ignore_rules(std::move(rules), at("2026-11-20T12:00:00Z")));
  std::vector<store::ClassifiedPost> made{
      MadePost{.id = 1, .text = "Apply now"},
      MadePost{.id = 2, .text = "apply now!"},
      MadePost{.id = 3, .text = "Buy now"},
      MadePost{.id = 4},
      MadePost{.id = 5},
      MadePost{.id = 6, .text = "Apply now", .created_at = "2026-10-01T00:00:00Z"},
      MadePost{.id = 7, .text = "Buy now", .created_at = std::nullopt},
      MadePost{.id = 8, .created_at = std::nullopt}};
  for (const std::size_t shy : {0u, 3u}) made[shy].post.quotable = false;
  save(f.posts, batch_of(made, "one.example"));
  save(f.posts, batch_of({made[1], made[3]}, "two.example"));

  const store::CoverageResult coverage = f.reader.coverage(kNovember).value();
  REQUIRE(coverage.set_aside.size() == 2);
  CHECK(coverage.set_aside[0].rule == "adverts");
  CHECK(coverage.set_aside[0].posts == 1);
  CHECK(coverage.set_aside[1].rule == "jobs");
  CHECK(coverage.set_aside[1].posts == 2);
  CHECK(coverage.undated_set_aside == 1);
  CHECK(f.reader.status(kNovember.now)->set_aside == 5);
  CHECK(coverage.posts == 2);
  CHECK(coverage.posts_not_quotable == 1);
  CHECK(coverage.timezone == "Europe/London");
  CHECK(f.of("one.example").posts_set_aside == 3);
  CHECK(f.of("one.example").posts_not_quotable == 1);
  CHECK(f.of("two.example").posts_set_aside == 1);
  CHECK(f.of("two.example").posts_not_quotable == 1);
}

TEST_CASE("Gaps are part of a time's coverage as far as they lie in it", "[store]") {
  Fixture f;
  store::Batch batch = batch_of({});
  batch.gap = Gap{"mastodon.social", at("2026-10-31T12:00:00Z"), at("2026-11-01T12:00:00Z"), "stopped"};
  save(f.posts, batch);
  const auto gaps = f.reader.coverage(kNovember).value().gaps;
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].from == at("2026-11-01T00:00:00Z"));
  CHECK(gaps[0].to == at("2026-11-01T12:00:00Z"));
  store::Batch long_one = batch_of({});
  long_one.gap = Gap{"mastodon.social", at("2026-11-01T00:00:00Z"), at("2026-11-20T00:00:00Z"), "stopped"};
  save(f.posts, long_one);
  const store::CoverageQuery one_day{day("2026-11-19"), day("2026-11-20"), kNovember.now};
  const auto of_day = f.reader.coverage(one_day).value().gaps;
  REQUIRE(of_day.size() == 1);
  CHECK(of_day[0].to - of_day[0].from == std::chrono::hours{24});
}

TEST_CASE("Coverage reads rollups and indexes only, never a post", "[store]") {
  Fixture f;
  store::Database database(f.file, store::Access::read);
  const std::string aside = plan_of(database, store::posts_set_aside_by_source(kNovember));
  CAPTURE(aside);
  CHECK(aside.find("SEARCH post USING COVERING INDEX post_by_rule") != std::string::npos);
  const std::string shy = plan_of(database, store::posts_not_quotable_by_source(kNovember));
  CAPTURE(shy);
  CHECK(shy.find("SEARCH post USING COVERING INDEX post_not_quotable") != std::string::npos);
}
