#include "store/pledges.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <utility>

#include "random_history.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;
using store::FollowUp;
using store::PledgesWanted;

namespace {

const UtcTime kNow = at("2026-11-20T12:00:00Z");

store::ClassifiedPost pledge(std::uint64_t id, std::optional<std::string> created_at, Value value,
                             std::optional<std::uint64_t> author = 1, std::string network = "mastodon") {
  store::ClassifiedPost made = MadePost{
      .id = id, .created_at = std::move(created_at), .author = author, .network = std::move(network)};
  made.classification.kind = KindFinding{Kind::pledge, 0.9};
  made.classification.values = {{value, Direction::mentioned, 0.9, {}}};
  return made;
}

/// Four pledges, the first the oldest but for the undated fourth, and a post that is none.
struct Fixture {
  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  store::Reader reader = open_reader(file);

  Fixture() {
    save(posts, batch_of({pledge(1, "2026-11-02T10:00:00Z", Value::compassion),
                          pledge(2, "2026-11-03T10:00:00Z", Value::compassion, 2),
                          pledge(3, "2026-11-04T10:00:00Z", Value::everyone_counts, 1),
                          pledge(4, std::nullopt, Value::compassion, std::nullopt, "feed"),
                          MadePost{.id = 5, .created_at = "2026-11-05T10:00:00Z"}}));
  }
  store::Pledges pledges(const store::PledgesQuery& query = {}) const {
    return reader.pledges(query).value();
  }
  std::vector<std::int64_t> refs(const store::PledgesQuery& query = {}) const {
    std::vector<std::int64_t> found;
    for (const store::Pledge& each : pledges(query).pledges) found.push_back(each.post.ref);
    return found;
  }
};

/// Who made pledges and where they were shown, by counting.
using Makers = std::map<std::pair<std::string, std::optional<KeyedHash>>,
                        std::pair<std::int64_t, std::set<std::string>>>;

struct Recount {
  std::int64_t all = 0;
  std::array<std::int64_t, count_of<Value>> values{};
  std::int64_t no_value = 0;
  Makers makers;
};

/// From every pledge that matches, one by one.
Recount recount(const store::Reader& reader, store::Filter filter) {
  filter.kinds = {Kind::pledge};
  filter.once_per_author = false;
  Recount counted;
  REQUIRE(reader.for_each_post(filter, [&](const store::StoredPost& post) {
    ++counted.all;
    const std::vector<ValueFinding>& values = post.classification.values;
    for (const ValueFinding& each : values) ++counted.values[index_of(each.value)];
    if (values.empty()) ++counted.no_value;
    auto& [posts, sources] = counted.makers[{post.network, post.author_key}];
    ++posts;
    sources.insert(post.sources.begin(), post.sources.end());
    return true;
  }));
  return counted;
}

void check_same(const store::Pledges& pledges, const Recount& expected) {
  CHECK(pledges.all.posts == expected.all);
  for (const Value value : all_of<Value>())
    CHECK(pledges.values[index_of(value)].posts == expected.values[index_of(value)]);
  CHECK(pledges.no_value.posts == expected.no_value);
  Makers makers;
  for (const store::PledgeMaker& each : pledges.makers)
    makers[{each.network, each.author}] = {each.counts.posts, {each.sources.begin(), each.sources.end()}};
  CHECK(makers == expected.makers);
  CHECK(makers.size() == pledges.makers.size());
}

FollowUp told(const std::string& note, const char* on = "2026-11-10") { return {note, "Sam", day(on)}; }

}  // namespace

TEST_CASE("Pledges are listed newest first, undated last, and counted by value and by who made them",
          "[store]") {
  Fixture f;
  CHECK(f.refs() == std::vector<std::int64_t>{3, 2, 1, 4});
  const store::Pledges all = f.pledges();
  CHECK(all.all.posts == 4);
  CHECK(all.values[index_of(Value::compassion)].posts == 3);
  CHECK(all.values[index_of(Value::everyone_counts)].posts == 1);
  CHECK(all.values[index_of(Value::improving_lives)].posts == 0);
  REQUIRE(all.makers.size() == 3);
  CHECK(all.makers[0].counts.posts == 2);
  CHECK(all.makers[0].network == "mastodon");
  CHECK(all.makers[0].sources == std::vector<std::string>{"mastodon.social"});
  CHECK(all.makers[0].author == f.reader.post(1).value().value().author_key);
  const auto unknown =
      std::find_if(all.makers.begin(), all.makers.end(), [](const auto& each) { return !each.author; });
  REQUIRE(unknown != all.makers.end());
  CHECK(unknown->network == "feed");
}

TEST_CASE("Pages of pledges put together are all of them", "[store]") {
  Fixture f;
  for (const std::int64_t size : {1, 2, 3}) {
    std::vector<std::int64_t> refs;
    store::PledgesQuery query;
    query.limit = size;
    for (auto page = f.refs(query); !page.empty(); page = f.refs(query)) {
      refs.insert(refs.end(), page.begin(), page.end());
      query.after_ref = page.back();
    }
    CHECK(refs == std::vector<std::int64_t>{3, 2, 1, 4});
  }
  store::PledgesQuery lost;
  lost.after_ref = 77;
  CHECK(f.reader.pledges(lost).error().status == ExitStatus::usage);
}

TEST_CASE("A pledge is open until something is noted of it, and again when that is taken back", "[store]") {
  Fixture f;
  const store::Pledge noted = f.posts.follow_up(2, told("They opened the drop-in"), kNow).value();
  CHECK(noted.followed_up());
  REQUIRE(noted.follow_ups.size() == 1);
  CHECK(noted.follow_ups[0].follow_up == told("They opened the drop-in"));
  CHECK(noted.follow_ups[0].noted_at == kNow);
  CHECK(f.refs({.wanted = PledgesWanted::open}) == std::vector<std::int64_t>{3, 1, 4});
  CHECK(f.refs({.wanted = PledgesWanted::followed_up}) == std::vector<std::int64_t>{2});
  // Counts are of all, whichever are listed.
  CHECK(f.pledges({.wanted = PledgesWanted::open}).all.posts == 4);
  CHECK(f.pledges().all.open() == 3);
  CHECK(f.pledges().values[index_of(Value::compassion)].followed_up == 1);

  CHECK_FALSE(f.posts.undo_follow_up(2, kNow).value().followed_up());
  CHECK(f.refs({.wanted = PledgesWanted::followed_up}).empty());
  CHECK(f.reader.pledge(2).value().follow_ups.at(0).undone_at == kNow);
  CHECK(f.posts.undo_follow_up(2, kNow).error().status == ExitStatus::no_input);
}

TEST_CASE("Two notes on one pledge are one pledge that is followed up", "[store]") {
  Fixture f;
  REQUIRE(f.posts.follow_up(2, told("Half of it"), kNow));
  REQUIRE(f.posts.follow_up(2, told("All of it"), kNow));
  CHECK(f.pledges().all.followed_up == 1);
  CHECK(f.posts.undo_follow_up(2, kNow).value().followed_up());
  CHECK(f.reader.pledge(2).value().follow_ups.at(1).undone_at);
}

TEST_CASE("Only a pledge is followed up, on a day between it and today", "[store]") {
  Fixture f;
  CHECK(f.posts.follow_up(5, told("?"), kNow).error().status == ExitStatus::usage);
  CHECK(f.posts.follow_up(99, told("?"), kNow).error().status == ExitStatus::no_input);
  CHECK(f.posts.follow_up(2, told("?", "2026-11-02"), kNow).error().status == ExitStatus::usage);
  CHECK(f.posts.follow_up(2, told("?", "2026-11-21"), kNow).error().status == ExitStatus::usage);
  CHECK(f.posts.follow_up(2, told("at once", "2026-11-03"), kNow));
  CHECK(f.posts.follow_up(4, told("of one without a date", "2020-01-01"), kNow));
}

TEST_CASE("What was noted goes with the text of a pledge that is withdrawn, and survives an edit",
          "[store]") {
  Fixture f;
  REQUIRE(f.posts.follow_up(1, told("gone"), kNow));
  REQUIRE(f.posts.follow_up(2, told("kept"), kNow));
  store::ClassifiedPost edited = pledge(2, "2026-11-03T10:00:00Z", Value::compassion, 2);
  edited.post.edited_at = at("2026-11-12T10:00:00Z");
  edited.post.text = "Another text";
  store::Batch batch = batch_of({edited});
  batch.withdrawn = {{hash(1)}};
  save(f.posts, batch);
  CHECK(integer(f.file, "SELECT count(*) FROM pledge_follow_up") == 1);
  CHECK(f.reader.pledge(2).value().followed_up());
  CHECK(f.reader.pledge(1).error().status == ExitStatus::no_input);
  CHECK(f.refs() == std::vector<std::int64_t>{3, 2, 4});
}

TEST_CASE("A person's word makes and unmakes a pledge", "[store]") {
  Fixture f;
  Label label;
  label.kind = Kind::pledge;
  REQUIRE(f.posts.label(5, label, "", kNow));
  CHECK(f.refs().front() == 5);
  label.kind = Kind::news;
  REQUIRE(f.posts.label(3, label, "", kNow));
  CHECK(f.refs() == std::vector<std::int64_t>{5, 2, 1, 4});
}

TEST_CASE("Filters narrow pledges, and pledges are found by an index", "[store]") {
  Fixture f;
  store::PledgesQuery query;
  query.filter.values = {Value::compassion};
  CHECK(f.refs(query) == std::vector<std::int64_t>{2, 1, 4});
  query.filter.networks = {"feed"};
  CHECK(f.refs(query) == std::vector<std::int64_t>{4});
  query.filter = {};
  query.filter.since = day("2026-11-03");
  query.filter.kinds = {Kind::news};
  CHECK(f.refs(query) == std::vector<std::int64_t>{3, 2});

  store::Database database(f.file, store::Access::read);
  const store::Where where = store::counted_pledges(london(), {});
  std::string plan;
  store::Query rows = database.query("EXPLAIN QUERY PLAN SELECT id FROM post WHERE " + where.sql);
  rows.bind(where.bound);
  while (rows.next()) plan += rows.bytes(3) + "\n";
  INFO(plan);
  CHECK(plan.find("post_pledges") != std::string::npos);
}

TEST_CASE("Pledges of a source or network that a damaged database lost are said to be of a damaged one",
          "[store]") {
  const Fixture f;
  const char* lost = GENERATE("source", "network");
  INFO(lost);
  execute(f.file, std::string("PRAGMA foreign_keys = OFF; DELETE FROM ") + lost);
  const auto failed = f.reader.pledges({});
  REQUIRE_FALSE(failed);
  CHECK(failed.error().status == ExitStatus::io);
  CHECK(failed.error().message.find("the database is damaged") != std::string::npos);
}

TEST_CASE("Pledges whose texts are gone are counted beside the others", "[store]") {
  Fixture f;
  const auto purge_at = [&](const char* now) {
    const store::RetentionRules rules{.days = 365, .networks = {}, .topics = {"NHSvalues"}};
    REQUIRE(f.posts.purge_next(rules, store::Act{at(now), "ana (1001)"}, 1000));
  };
  purge_at("2027-11-03T12:00:00Z");  // of 2 and 3 November 2026
  CHECK(f.pledges().all.posts == 2);
  CHECK(f.pledges().without_texts == 2);
  store::PledgesQuery query;
  query.filter.since = day("2026-11-03");
  CHECK(f.pledges(query).without_texts == 1);
  query.filter = {};
  query.filter.values = {Value::everyone_counts};
  CHECK(f.pledges(query).without_texts == 0);
  // Neither words nor a tag that is no topic can be told of them; a topic can.
  query.filter = {};
  query.filter.query = store::parse_query("never written").value();
  CHECK(f.pledges(query).without_texts == 2);
  query.filter = {};
  for (const char* tag : {"TeamLeeds", "NHSvalues"}) {
    query.filter.tag = tag;
    CHECK(f.pledges(query).without_texts == 2);
    CHECK(f.pledges(query).without_texts_unsearched == (tag == std::string{"TeamLeeds"}));
  }
  purge_at("2027-11-20T12:00:00Z");  // all, the undated one a year after it was first seen
  CHECK(f.pledges().all.posts == 0);
  CHECK(f.pledges().without_texts == 4);
}

TEST_CASE("Pledges are counted from indexes as they are one by one, after any history and a purge",
          "[store][property]") {
  std::int64_t met = 0;
  std::int64_t purged = 0;
  for (unsigned seed = 301; seed < 305; ++seed) {
    Scratch folder;
    store::PostStore posts = open_store(folder / "posts.db");
    const store::Reader reader = open_reader(folder / "posts.db");
    RandomHistory history(seed);
    for (int i = 0; i < 40; ++i) {
      CAPTURE(seed, i);
      save(posts, history.next_batch());
      Label label;
      label.kind = Kind::pledge;
      (void)posts.label(static_cast<std::int64_t>(history.below(70)), label, "", kNow);
      if (i == 20) {
        const store::RetentionRules rules{.days = 365, .networks = {}, .topics = {"NHSvalues"}};
        const auto step = posts.purge_next(rules, store::Act{at("2027-06-20T03:00:00Z"), "ana (1001)"}, 1000);
        REQUIRE(step);
        purged += step->posts;
      }
      if (i % 4 != 0) continue;
      for (int filters = 0; filters < 6; ++filters) {
        store::Filter filter = filters == 0 ? store::Filter{} : history.any_filter();
        if (filters > 2) filter = history.trends_query(std::move(filter)).filter;
        const Recount expected = recount(reader, filter);
        check_same(reader.pledges({.filter = filter}).value(), expected);
        met += expected.all;
      }
    }
  }
  CHECK(met > 200);
  CHECK(purged > 20);
}

TEST_CASE("Of those who made pledges as many are told as are asked for, those with most", "[store]") {
  Fixture f;
  const auto all = f.pledges().makers;
  for (const std::size_t wanted : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{9}}) {
    const auto some = f.pledges({.makers = wanted}).makers;
    REQUIRE(some.size() == std::min(wanted, all.size()));
    for (std::size_t i = 0; i < some.size(); ++i) {
      CHECK(some[i].author == all[i].author);
      CHECK(some[i].network == all[i].network);
      CHECK(some[i].sources == all[i].sources);
      CHECK(some[i].counts.posts == all[i].counts.posts);
    }
  }
}
