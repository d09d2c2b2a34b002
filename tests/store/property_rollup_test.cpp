#include "store/property_rollup.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "store/day_counts.h"
#include "store/doctor.h"
#include "twins.h"

using namespace nhs;
using namespace nhs::test;
using store::Property;

namespace {

/// What the posts themselves say of a time.
struct Naive {
  std::filesystem::path file;
  LocalDay since;
  LocalDay until;

  std::int64_t posts(const std::string& condition) const {
    return integer(file, "SELECT count(*) FROM post WHERE withdrawn_at IS NULL AND day >= " + number(since) +
                             " AND day < " + number(until) + " AND " + condition);
  }
  static std::string number(LocalDay day) { return std::to_string(day.time_since_epoch().count()); }
};

std::string about(Group group) {
  return "EXISTS (SELECT 1 FROM post_group WHERE post_id = post.id AND inclusion = " +
         std::to_string(index_of(group)) + ")";
}

std::string shown_by(const std::string& source) {
  return "EXISTS (SELECT 1 FROM sighting JOIN source ON source.id = source_id WHERE post_id = post.id AND name = '" +
         source + "')";
}

void check_coverage(const store::CoverageResult& coverage, const Naive& naive) {
  CHECK(coverage.posts == naive.posts("EXISTS (SELECT 1 FROM sighting WHERE post_id = post.id)"));
  CHECK(coverage.voices.classified == naive.posts("sentiment IS NOT NULL"));
  for (const Group group : all_of<Group>())
    CHECK(coverage.voices.groups[index_of(group)] == naive.posts(about(group)));
  for (const store::SourceCoverage& source : coverage.sources)
    CHECK(source.posts == naive.posts(shown_by(source.source)));
  CHECK(coverage.voices.no_words == naive.posts("unclassified = 1"));
  std::int64_t in_other_languages = 0;
  for (const store::VoiceCount& language : coverage.voices.other_languages) {
    CHECK(language.posts == naive.posts("unclassified = 0 AND language = '" + language.name + "'"));
    in_other_languages += language.posts;
  }
  CHECK(in_other_languages == naive.posts("unclassified = 0"));
  for (const store::VoiceCount& network : coverage.voices.networks)
    CHECK(network.posts ==
          naive.posts("network_id = (SELECT id FROM network WHERE name = '" + network.name + "')"));
}

}  // namespace

TEST_CASE("After any history coverage and the counts of days are those of the posts", "[store][property]") {
  for (const unsigned seed : {31u, 32u, 33u}) {
    CAPTURE(seed);
    const Twins twins(seed, 15);
    const std::filesystem::path file = twins.folder / "posts.db";
    for (const auto& [since, until] :
         {std::pair{day("2026-03-20"), day("2026-11-23")}, std::pair{day("2026-03-29"), day("2026-07-02")},
          std::pair{day("2026-10-25"), day("2026-10-26")}}) {
      const Naive naive{file, since, until};
      check_coverage(twins.reader.coverage({since, until, at("2026-11-20T12:00:00Z")}).value(), naive);
      store::DayCounts all;
      const auto counted = store::count_days(file, since, until);
      REQUIRE(counted);
      for (const store::DayCounts& day : counted->days) {
        for (const Kind kind : all_of<Kind>()) all.kinds[index_of(kind)] += day.kinds[index_of(kind)];
        for (const Group group : all_of<Group>()) all.groups[index_of(group)] += day.groups[index_of(group)];
      }
      for (const Kind kind : all_of<Kind>())
        CHECK(all.kinds[index_of(kind)] ==
              naive.posts("sentiment IS NOT NULL AND kind = " + std::to_string(index_of(kind))));
      for (const Group group : all_of<Group>())
        CHECK(all.groups[index_of(group)] == naive.posts("sentiment IS NOT NULL AND " + about(group)));
    }
  }
}

TEST_CASE("Counts by a property that differ from the posts are found, and counted afresh", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{.id = 1}, MadePost{.id = 2, .created_at = "2026-11-03T09:00:00Z"}}));
  const auto damage = GENERATE(
      as<std::string>{}, "DELETE FROM rollup_property WHERE property = 3",
      "DELETE FROM rollup_property WHERE day = (SELECT max(day) FROM rollup_property)",
      "UPDATE rollup_property SET cells = x'0101' WHERE property = 2",
      "UPDATE rollup_property SET member = member || '1'",
      "INSERT INTO rollup_property SELECT property, day + 99, member, network_id, model_id, cells FROM "
      "rollup_property");
  CAPTURE(damage);
  CHECK(posts.rollups_hold() == true);
  execute(folder / "posts.db", damage);
  CHECK(posts.rollups_hold() == false);
  REQUIRE(store::repair(folder / "posts.db", at("2026-11-22T12:00:00Z")));
  CHECK(posts.rollups_hold() == true);
}

TEST_CASE("A post that a second source shows counts once, as shown by both", "[store]") {
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  save(posts, batch_of({MadePost{.id = 1}}, "one.example"));
  save(posts, batch_of({MadePost{.id = 1}}, "two.example"));
  CHECK(integer(file, "SELECT count(*) FROM rollup_property WHERE property = 3") == 1);
  CHECK(integer(file, "SELECT count(*) FROM rollup_property WHERE property = 3 AND member = '1 2'") == 1);
  CHECK(posts.rollups_hold() == true);
}

TEST_CASE("The members of a property say what they stand for", "[store]") {
  CHECK(store::language_of(store::language_member("en", true)) == "en");
  CHECK(store::is_without_words(store::language_member("en", true)));
  CHECK_FALSE(store::is_without_words(store::language_member("en", false)));
  const std::string two = store::groups_member({Group::fgm, Group::homeless_people});
  for (const Group group : all_of<Group>())
    CHECK(store::holds_group(two, group) == (group == Group::fgm || group == Group::homeless_people));
  CHECK(store::sources_in("").empty());
  CHECK(store::sources_in("7") == std::vector<std::int64_t>{7});
  CHECK(store::sources_in("7 12 130") == std::vector<std::int64_t>{7, 12, 130});
}
