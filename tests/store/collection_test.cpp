#include "store/collection.h"

#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;
using store::Collected;

namespace {

const char* const kNow = "2026-11-20T12:00:00Z";

struct Fixture {
  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  store::Reader reader = open_reader(file);

  /// Says how far a source has come.
  void watch(const std::string& source, const char* asked_first, const SourceState& state) {
    store::Batch batch = batch_of({}, source);
    batch.now = at(asked_first);
    batch.fetches = {1, 1, 0, 0, 0, 0};
    batch.state = state;
    batch.state->source = source;
    batch.state->topic = "NHSvalues";
    save(posts, batch);
  }
  void caught_up(const std::string& source, const char* asked_first, const char* until) {
    SourceState state;
    state.caught_up_at = state.last_success_at = state.last_attempt_at = at(until);
    watch(source, asked_first, state);
  }
  void gap(const std::string& source, const char* from, const char* to) {
    store::Batch batch = batch_of({}, source);
    batch.gap = Gap{source, at(from), at(to), "the server had forgotten them"};
    save(posts, batch);
  }
  store::TrendsResult days(const char* since, const char* until, std::vector<std::string> sources = {},
                           Bucket by = Bucket::day) const {
    store::TrendsQuery query;
    query.filter.since = day(since);
    query.filter.until = day(until);
    query.filter.sources = std::move(sources);
    query.by = by;
    query.today = day("2026-11-20");
    return reader.trends(query).value();
  }
  /// A letter a period: w(hole), p(art), n(one).
  std::string letters(const char* since, const char* until, std::vector<std::string> sources = {},
                      Bucket by = Bucket::day) const {
    std::string text;
    for (const auto& row : days(since, until, std::move(sources), by).rows)
      text += row.collected == Collected::whole ? 'w' : row.collected == Collected::part ? 'p' : 'n';
    return text;
  }
};

}  // namespace

TEST_CASE("A source has collected from its first question until it last had nothing left to ask", "[store]") {
  Fixture f;
  f.caught_up("one", "2026-11-05T00:00:00Z", "2026-11-10T12:00:00Z");
  CHECK(f.letters("2026-11-03", "2026-11-14") == "nnwwwwwpnnn");
  // What it showed of earlier days, it has read of earlier days.
  save(f.posts, batch_of({MadePost{.created_at = "2026-11-04T00:00:00Z"}}, "one"));
  CHECK(f.letters("2026-11-03", "2026-11-14") == "nwwwwwwpnnn");
}

TEST_CASE("A collected day without a post has none, a day without collection is not known", "[store]") {
  Fixture f;
  f.caught_up("one", "2026-11-05T00:00:00Z", "2026-11-07T00:00:00Z");
  const auto rows = f.days("2026-11-05", "2026-11-09").rows;
  CHECK(rows[0].collected == Collected::whole);
  CHECK(rows[0].posts == 0);
  CHECK(rows[3].collected == Collected::none);
}

TEST_CASE("Our absence is collected later, and is none once the source has caught up", "[store]") {
  Fixture f;
  f.caught_up("one", "2026-11-05T00:00:00Z", "2026-11-06T12:00:00Z");
  CHECK(f.letters("2026-11-05", "2026-11-12") == "wpnnnnn");
  f.caught_up("one", "2026-11-11T23:30:00Z", "2026-11-11T23:30:00Z");
  CHECK(f.letters("2026-11-05", "2026-11-12") == "wwwwwww");
}

TEST_CASE("A gap of the only source is no collection, one of two sources is collection in part", "[store]") {
  Fixture f;
  f.caught_up("one", "2026-11-05T00:00:00Z", "2026-11-12T00:00:00Z");
  f.gap("one", "2026-11-06T12:00:00Z", "2026-11-09T00:00:00Z");
  CHECK(f.letters("2026-11-05", "2026-11-12") == "wpnnwww");
  // Posts that came all the same are counted, and say that there may be more.
  save(f.posts, batch_of({MadePost{.created_at = "2026-11-08T10:00:00Z"}}, "one"));
  CHECK(f.letters("2026-11-05", "2026-11-12") == "wpnpwww");
  f.caught_up("two", "2026-11-05T00:00:00Z", "2026-11-12T00:00:00Z");
  CHECK(f.letters("2026-11-05", "2026-11-12") == "wpppwww");
  CHECK(f.letters("2026-11-05", "2026-11-12", {"two"}) == "wwwwwww");
  CHECK(f.letters("2026-11-05", "2026-11-12", {"nobody"}) == "nnnnnnn");
}

TEST_CASE("What a broken walk has yet to read was not collected", "[store]") {
  Fixture f;
  SourceState state;
  state.caught_up_at = at("2026-11-06T00:00:00Z");
  state.last_success_at = state.last_attempt_at = at("2026-11-12T00:00:00Z");
  state.unread = TimeSpan{at("2026-11-06T00:00:00Z"), at("2026-11-09T12:00:00Z")};
  f.watch("one", "2026-11-05T00:00:00Z", state);
  CHECK(f.letters("2026-11-05", "2026-11-13") == "wnnnpwwn");
}

TEST_CASE("A source that is asked in vain lacks, one that is no longer asked does not", "[store]") {
  Fixture f;
  f.caught_up("one", "2026-11-05T00:00:00Z", "2026-11-12T00:00:00Z");
  SourceState failing;
  failing.caught_up_at = failing.last_success_at = at("2026-11-08T00:00:00Z");
  failing.last_attempt_at = at("2026-11-10T00:00:00Z");
  f.watch("two", "2026-11-05T00:00:00Z", failing);
  CHECK(f.letters("2026-11-05", "2026-11-12") == "wwwppww");
}

TEST_CASE("An import vouches for the periods in which it brought posts, and for no other", "[store]") {
  Fixture f;
  save(f.posts, batch_of({MadePost{.id = 1, .created_at = "2026-09-01T10:00:00Z"},
                          MadePost{.id = 2, .created_at = "2026-09-05T10:00:00Z"},
                          MadePost{.id = 3, .created_at = "2026-09-14T10:00:00Z"},
                          MadePost{.id = 4, .created_at = "2026-09-21T22:59:00Z"}},
                         "import"));
  CHECK(f.letters("2026-08-31", "2026-09-08") == "nwnnnwnn");
  CHECK(f.letters("2026-09-02", "2026-09-04") == "nn");
  // In summer a day of London ends at 23:00 UTC.
  CHECK(f.letters("2026-09-20", "2026-09-23") == "nwn");
  CHECK(f.letters("2026-08-31", "2026-09-28", {}, Bucket::week) == "wnww");
  CHECK(f.letters("2026-08-01", "2026-11-01", {}, Bucket::month) == "nwn");
  // Of a week that is cut, what was asked for has to have a post.
  CHECK(f.letters("2026-09-15", "2026-09-28", {}, Bucket::week) == "nw");
  CHECK(f.letters("2026-09-03", "2026-09-07", {}, Bucket::week) == "w");
}

TEST_CASE("An import with posts of some months of a quarter or year has collected it in part", "[store]") {
  Fixture f;
  std::vector<store::ClassifiedPost> made;
  std::uint64_t id = 0;
  for (const char* date : {"2025-02-10T12:00:00Z", "2025-04-10T12:00:00Z", "2025-05-10T12:00:00Z",
                           "2025-06-10T12:00:00Z", "2025-07-10T12:00:00Z"})
    made.push_back(MadePost{.id = ++id, .created_at = date});
  save(f.posts, batch_of(made, "import"));
  CHECK(f.letters("2024-10-01", "2025-10-01", {}, Bucket::month) == "nnnnwnwwwwnn");
  // October to December has none, January to March February alone, April to June all three, July to September
  // one.
  CHECK(f.letters("2024-10-01", "2025-10-01", {}, Bucket::quarter) == "npwp");
  CHECK(f.letters("2023-04-01", "2026-04-01", {}, Bucket::nhs_year) == "npp");
  // Of a year that is cut, what was asked for has to be there.
  CHECK(f.letters("2025-04-01", "2025-08-01", {}, Bucket::nhs_year) == "w");
}

TEST_CASE("Posts that are imported every Monday make no silence of the other days", "[store]") {
  Fixture f;
  std::vector<store::ClassifiedPost> made;
  std::uint64_t id = 0;
  for (const char* monday : {"2026-11-02T12:00:00Z", "2026-11-09T12:00:00Z", "2026-11-16T12:00:00Z"})
    made.push_back(MadePost{.id = ++id, .created_at = monday});
  save(f.posts, batch_of(made, "import"));
  const auto signs = [&] {
    const auto coverage = f.reader.coverage({day("2026-11-01"), day("2026-11-19"), at(kNow)}).value();
    std::string days;
    for (const auto& each : coverage.voices.days)
      days += each.posts > 0 ? 'x' : each.collected == Collected::none ? '?' : '.';
    return days;
  };
  CHECK(signs() == "?x??????x??????x??");
  // A source that is watched knows that nobody posted.
  f.caught_up("one", "2026-11-10T00:00:00Z", "2026-11-13T00:00:00Z");
  CHECK(signs() == "?x??????x...???x??");
}

TEST_CASE("Today is whole once it was asked about, and what lies ahead is not known", "[store]") {
  Fixture f;
  f.caught_up("one", "2026-11-18T00:00:00Z", "2026-11-20T09:00:00Z");
  CHECK(f.letters("2026-11-18", "2026-11-22") == "wwwn");
  f.caught_up("one", "2026-11-18T00:00:00Z", "2026-11-19T23:30:00Z");
  CHECK(f.letters("2026-11-18", "2026-11-22") == "wwnn");
}

TEST_CASE("Spans put together and taken away are those of a count by minutes", "[store][property]") {
  std::mt19937 random{20261126};
  const auto below = [&](std::uint32_t limit) { return static_cast<int>(random() % limit); };
  const UtcTime start = at("2026-11-01T00:00:00Z");
  const auto any_spans = [&] {
    std::vector<TimeSpan> spans;
    for (int i = below(6); i > 0; --i) {
      const int from = below(300);
      spans.push_back({start + std::chrono::minutes{from}, start + std::chrono::minutes{from + below(90)}});
    }
    return spans;
  };
  const auto minutes_of = [&](const std::vector<TimeSpan>& spans) {
    std::set<std::int64_t> minutes;
    for (const TimeSpan& span : spans)
      for (UtcTime at = span.from; at < span.to; at += 1min) minutes.insert((at - start) / 1min);
    return minutes;
  };
  for (int round = 0; round < 2000; ++round) {
    const auto collected = any_spans();
    const auto lacking = any_spans();
    std::set<std::int64_t> left = minutes_of(collected);
    for (const std::int64_t minute : minutes_of(lacking)) left.erase(minute);
    REQUIRE(minutes_of(store::without(collected, lacking)) == left);
    const auto together = store::merged(collected);
    REQUIRE(minutes_of(together) == minutes_of(collected));
    for (std::size_t i = 1; i < together.size(); ++i) REQUIRE(together[i - 1].to < together[i].from);

    const int from = below(300);
    const int to = from + 1 + below(180);
    std::int64_t there = 0;
    std::int64_t lacks = 0;
    const auto all = minutes_of(collected);
    const auto holes = minutes_of(lacking);
    for (int minute = from; minute < to; ++minute) {
      there += all.count(minute) > 0;
      lacks += holes.count(minute) > 0;
    }
    const auto expected = there == 0                            ? Collected::none
                          : lacks > 0 || to - from - there > 60 ? Collected::part
                                                                : Collected::whole;
    REQUIRE(store::Collection(collected, lacking)
                .of(start + std::chrono::minutes{from}, start + std::chrono::minutes{to}) == expected);
  }
}

TEST_CASE("With sources asked for, the gaps of these alone are told", "[store]") {
  Fixture f;
  f.caught_up("one", "2026-11-02T00:00:00Z", "2026-11-10T00:00:00Z");
  f.caught_up("two", "2026-11-02T00:00:00Z", "2026-11-10T00:00:00Z");
  f.gap("two", "2026-11-03T00:00:00Z", "2026-11-04T00:00:00Z");
  CHECK(f.days("2026-11-02", "2026-11-06").gaps.size() == 1);
  CHECK(f.days("2026-11-02", "2026-11-06", {"two"}).gaps.size() == 1);
  CHECK(f.days("2026-11-02", "2026-11-06", {"one"}).gaps.empty());
}

TEST_CASE("Coverage tells whose voice is missing", "[store]") {
  Fixture f;
  f.caught_up("one", "2026-11-02T00:00:00Z", "2026-11-06T00:00:00Z");
  std::vector<store::ClassifiedPost> made{
      MadePost{.id = 1, .created_at = "2026-11-03T10:00:00Z"},
      MadePost{.id = 2, .created_at = "2026-11-03T11:00:00Z"},
      MadePost{.id = 3, .created_at = "2026-11-03T12:00:00Z"},
      MadePost{.id = 4, .created_at = "2026-11-03T12:00:00Z"},
      MadePost{.id = 5, .created_at = "2026-10-10T12:00:00Z", .network = "feed"}};
  made[0].classification.groups = {Group::homeless_people, Group::fgm};
  made[1].classification.groups = {Group::homeless_people};
  made[2].classification = unclassified("pl");
  made[3].classification = unclassified("pl");
  save(f.posts, batch_of(made, "one"));
  const store::Voices voices =
      f.reader.coverage({day("2026-11-02"), day("2026-11-09"), at(kNow)}).value().voices;
  CHECK(voices.classified == 2);
  CHECK(voices.groups == std::array<std::int64_t, 4>{2, 0, 0, 1});
  REQUIRE(voices.other_languages.size() == 1);
  CHECK(voices.other_languages[0].name == "pl");
  CHECK(voices.other_languages[0].posts == 2);
  REQUIRE(voices.networks.size() == 2);
  CHECK(voices.networks[0].name == "feed");
  CHECK(voices.networks[0].posts == 0);
  CHECK(voices.networks[0].last_day == day("2026-10-10"));
  CHECK(voices.networks[1].posts == 4);
  REQUIRE(voices.sources.size() == 1);
  CHECK(voices.sources[0].last_day == day("2026-11-03"));
  std::string days;
  for (const auto& each : voices.days)
    days += each.posts > 0 ? 'x' : each.collected == Collected::none ? '?' : '.';
  CHECK(days == ".x..???");
}
