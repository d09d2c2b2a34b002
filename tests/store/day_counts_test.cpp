#include "store/day_counts.h"

#include <catch2/catch.hpp>

#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

const LocalDay kSince = day("2026-11-01");
const LocalDay kUntil = day("2026-11-08");

/// Forty posts of ten days, of every kind, group, network and value in turn, some of them not judged.
store::Batch forty_posts() {
  std::vector<store::ClassifiedPost> posts;
  for (std::uint64_t id = 1; id <= 40; ++id) {
    MadePost made;
    made.id = made.author.emplace(id);
    made.text += std::to_string(id);
    made.network = id % 3 == 0 ? "bluesky" : "mastodon";
    made.created_at =
        "2026-11-" + std::string{id % 10 < 9 ? "0" : ""} + std::to_string(id % 10 + 1) + "T23:30:00Z";
    store::ClassifiedPost post = made;
    if (id % 7 == 0) {
      post.classification = unclassified();
    } else {
      post.classification.kind = KindFinding{all_of<Kind>()[id % count_of<Kind>], 0.9};
      post.classification.groups = {all_of<Group>()[id % count_of<Group>]};
      post.classification.values[0].value = all_of<Value>()[id % count_of<Value>];
      post.classification.values[0].direction = all_of<Direction>()[id / 5 % count_of<Direction>];
    }
    posts.push_back(std::move(post));
  }
  return batch_of(std::move(posts));
}

std::vector<store::TrendRow> trends(const store::Reader& reader, store::Filter filter) {
  filter.since = kSince;
  filter.until = kUntil;
  return reader.trends({std::move(filter), Bucket::day, day("2026-12-01")}).value().rows;
}

}  // namespace

TEST_CASE("Days are counted as trends count each kind, group and network of them", "[store]") {
  const Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  save(posts, forty_posts());
  const store::Reader reader = open_reader(file);
  const store::DaysCounted counted = store::count_days(file, kSince, kUntil).value();
  REQUIRE(counted.days.size() == 7);
  REQUIRE(counted.networks == std::vector<std::string>{"bluesky", "mastodon"});

  const std::vector<store::TrendRow> all = trends(reader, {});
  std::int64_t in_all = 0;
  for (std::size_t i = 0; i < 7; ++i) {
    const store::DayCounts& day = counted.days[i];
    in_all += day.classified;
    CHECK(day.classified == all[i].classified);
    CHECK(day.unclassified == all[i].unclassified);
    CHECK(day.sentiment.posts == all[i].sentiment.posts);
    for (const Value value : all_of<Value>())
      CHECK(day.values[index_of(value)] == all[i].values[index_of(value)].directions);
  }
  CHECK(in_all == 25);
  const auto check = [&](const store::Filter& filter, const auto& number_of) {
    const std::vector<store::TrendRow> rows = trends(reader, filter);
    for (std::size_t i = 0; i < 7; ++i) CHECK(number_of(counted.days[i]) == rows[i].classified);
  };
  for (const Kind kind : all_of<Kind>()) {
    store::Filter filter;
    filter.kinds = {kind};
    check(filter, [&](const store::DayCounts& day) { return day.kinds[index_of(kind)]; });
  }
  for (const Group group : all_of<Group>()) {
    store::Filter filter;
    filter.groups = {group};
    check(filter, [&](const store::DayCounts& day) { return day.groups[index_of(group)]; });
  }
  for (std::size_t place = 0; place < 2; ++place) {
    store::Filter filter;
    filter.networks = {counted.networks[place]};
    check(filter, [&](const store::DayCounts& day) { return day.networks[place]; });
  }
}

TEST_CASE("Days of a network that a damaged database lost are said to be of a damaged one", "[store]") {
  const Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  save(posts, forty_posts());
  execute(file, "PRAGMA foreign_keys = OFF; DELETE FROM network WHERE name = 'bluesky'");
  const auto failed = store::count_days(file, kSince, kUntil);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().message.find("the database is damaged") != std::string::npos);
}

TEST_CASE("Of no time there are no days", "[store]") {
  const Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  const store::PostStore posts = open_store(file);
  CHECK(store::count_days(file, kUntil, kSince).value().days.empty());
  CHECK(store::count_days(file, kSince, kUntil).value().days.size() == 7);
}
