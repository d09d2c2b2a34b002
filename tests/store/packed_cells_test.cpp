#include "store/packed_cells.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "store/doctor.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;
using store::PackedCells;

namespace {

using Counts = std::map<std::pair<std::int64_t, store::Findings>, std::int64_t>;

Counts unpacked(const std::string& bytes) {
  Counts counts;
  store::for_each_cell(bytes, [&](std::int64_t sentiment, store::Findings findings, std::int64_t posts) {
    counts[{sentiment, findings}] += posts;
  });
  return counts;
}

}  // namespace

TEST_CASE("Counts come out as they were packed, whatever was added and taken away, in whichever order",
          "[store][property]") {
  std::mt19937 random{7};
  Counts expected;
  std::string bytes;
  for (int i = 0; i < 3000; ++i) {
    const auto sentiment = static_cast<std::int64_t>(random() % 4) - 1;
    const auto findings = static_cast<store::Findings>(random() % 3 == 0 ? 262'143 : random() % 60);
    std::int64_t& posts = expected[{sentiment, findings}];
    const std::int64_t by =
        random() % 3 == 0 ? -posts : static_cast<std::int64_t>(1 + random() % 1'000'000'000);
    posts += by;
    PackedCells cells{bytes};
    cells.change(PackedCells::key(sentiment, findings), by);
    bytes = cells.bytes();
    std::erase_if(expected, [](const auto& count) { return count.second == 0; });
    REQUIRE(unpacked(bytes) == expected);
    REQUIRE(cells.empty() == expected.empty());
  }
}

TEST_CASE("Bytes that were cut off give the counts before the cut", "[store]") {
  PackedCells cells;
  cells.change(PackedCells::key(1, 8), 300);
  cells.change(PackedCells::key(2, 4096), 5);
  const std::string bytes = cells.bytes();
  const Counts first{{{1, 8}, 300}};
  for (std::size_t size = 3; size < bytes.size(); ++size) CHECK(unpacked(bytes.substr(0, size)) == first);
  CHECK(unpacked(bytes).size() == 2);
  CHECK(unpacked("").empty());
}

TEST_CASE("Packed counts that differ from the rollup are found, and counted afresh", "[store]") {
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{.id = 1}, MadePost{.id = 2, .created_at = "2026-11-03T09:00:00Z"}}));
  const auto damage =
      GENERATE(as<std::string>{}, "DELETE FROM rollup_day WHERE day = (SELECT max(day) FROM rollup_day)",
               "UPDATE rollup_day SET cells = x'0101'",
               "INSERT INTO rollup_day SELECT day + 99, network_id, model_id, cells FROM rollup_day");
  CAPTURE(damage);
  CHECK(posts.rollups_hold() == true);
  execute(folder / "posts.db", damage);
  CHECK(posts.rollups_hold() == false);
  REQUIRE(store::repair(folder / "posts.db", at("2026-11-22T12:00:00Z")));
  CHECK(posts.rollups_hold() == true);
}
