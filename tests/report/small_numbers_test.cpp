#include "report/small_numbers.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>
#include <random>
#include <set>

using namespace nhs::report;

namespace {

/// What is published of a breakdown: its parts, then its total.
std::vector<PublicCount> published(const std::vector<std::int64_t>& parts) {
  std::vector<PublicCount> told;
  PublishedParts seen;
  for (const std::int64_t part : parts) {
    told.push_back(public_count(part));
    seen.add(told.back());
  }
  const PublicCount total =
      public_total(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}), {seen});
  if (total.hidden) std::fill(told.begin(), told.end(), part_of_hidden());
  told.push_back(total);
  return told;
}

/// Hidden is -1.
std::vector<std::int64_t> as_read(const std::vector<PublicCount>& told) {
  std::vector<std::int64_t> read;
  for (const PublicCount& count : told) read.push_back(count.hidden ? -1 : count.number);
  return read;
}

/// Each way to split up to `most` posts a part.
template <typename Visit>
void for_each_breakdown(std::size_t parts, std::int64_t most, const Visit& visit) {
  std::vector<std::int64_t> counts(parts, 0);
  for (std::size_t at = 0; at < parts;) {
    visit(counts);
    for (at = 0; at < parts && ++counts[at] > most; ++at) counts[at] = 0;
  }
}

/// The fewest numbers that a hidden part may be to somebody who tries every breakdown there is and knows how
/// numbers are published: of each output the breakdowns that give it.
std::size_t fewest_possible(std::size_t parts, std::int64_t most) {
  std::map<std::vector<std::int64_t>, std::vector<std::set<std::int64_t>>> by_output;
  for_each_breakdown(parts, most, [&](const std::vector<std::int64_t>& counts) {
    auto& possible = by_output[as_read(published(counts))];
    possible.resize(parts);
    for (std::size_t part = 0; part < parts; ++part) possible[part].insert(counts[part]);
  });
  std::size_t fewest = 1000;
  for (const auto& [read, possible] : by_output) {
    // Beyond what was tried are others that give the same.
    if (*std::max_element(read.begin(), read.end() - 1) > most - 2) continue;
    for (std::size_t part = 0; part < parts; ++part)
      if (read[part] < 0) fewest = std::min(fewest, possible[part].size());
  }
  return fewest;
}

}  // namespace

TEST_CASE("Counts from 1 to 7 are hidden, others rounded to 5, and zero is zero", "[small-numbers]") {
  CHECK(in_words(public_count(0)) == "0");
  for (std::int64_t count = 1; count <= 7; ++count) CHECK(in_words(public_count(count)) == "[c]");
  CHECK(public_count(8).number == 10);
  CHECK(public_count(12).number == 10);
  CHECK(public_count(13).number == 15);
  CHECK(public_count(1002).number == 1000);
  CHECK(public_count(14, 15).hidden);
  CHECK(public_count(15, 15).number == 15);
}

TEST_CASE("What a reader takes a count to be holds the count", "[small-numbers]") {
  for (const std::int64_t shown_from : {8, 15, 20})
    for (std::int64_t count = 0; count < 200; ++count) {
      const PublicCount told = public_count(count, shown_from);
      CHECK(told.least <= count);
      CHECK(told.most >= count);
    }
}

TEST_CASE("Totals minus parts: rounding and hiding alone would give a hidden part away, and does not here",
          "[small-numbers][attack]") {
  // 8, 8 and 1 make 17, which rounds to 15: two shown parts of at least 8 would leave the third but 1.
  const auto told = published({8, 8, 1});
  CHECK(as_read(told) == std::vector<std::int64_t>{10, 10, -1, 20});
  CHECK(public_count(17).number == 15);
}

TEST_CASE("Whoever tries every breakdown still finds three numbers that a hidden part may be",
          "[small-numbers][attack]") {
  CHECK(fewest_possible(2, 24) >= 3);
  CHECK(fewest_possible(3, 24) >= 3);
  CHECK(fewest_possible(4, 14) >= 3);
  CHECK(fewest_possible(5, 12) >= 3);
}

TEST_CASE("Of any number of parts none that is hidden can be bounded to fewer than three numbers",
          "[small-numbers][attack]") {
  std::mt19937 random{7};
  // What lies at the ends of what is hidden, and of what rounds to 10 and 15, leaves the least room.
  const std::vector<std::int64_t> telling = {0, 1, 1, 2, 7, 7, 8, 8, 12, 13, 17};
  std::size_t moved = 0;
  for (int round = 0; round < 50'000; ++round) {
    std::vector<std::int64_t> parts(2 + random() % 52);
    for (std::int64_t& part : parts) part = telling[random() % telling.size()];
    const auto told = published(parts);
    const PublicCount& total = told.back();
    if (total.hidden) continue;
    if (total.number != public_count(std::accumulate(parts.begin(), parts.end(), std::int64_t{0})).number)
      ++moved;
    std::int64_t least = 0;
    std::int64_t most = 0;
    for (std::size_t part = 0; part < parts.size(); ++part) {
      least += told[part].least;
      most += told[part].most;
    }
    for (std::size_t part = 0; part < parts.size(); ++part) {
      if (!told[part].hidden) continue;
      const std::int64_t highest = std::min(told[part].most, total.most - (least - told[part].least));
      const std::int64_t lowest = std::max(told[part].least, total.least - (most - told[part].most));
      REQUIRE(highest - lowest + 1 >= 3);
    }
  }
  CHECK(moved > 0);
}

TEST_CASE("A total is at most a step from its nearest five", "[small-numbers]") {
  for_each_breakdown(3, 20, [](const std::vector<std::int64_t>& parts) {
    const PublicCount total = published(parts).back();
    const std::int64_t count = parts[0] + parts[1] + parts[2];
    if (!total.hidden) REQUIRE(std::abs(total.number - count) <= 7);
    REQUIRE(total.hidden == (count > 0 && count < 8));
  });
}

TEST_CASE("Of parts of a hidden total nothing is told, not that they are zero", "[small-numbers][attack]") {
  // Else a reader would know that each of the few posts fell short.
  CHECK(as_read(published({0, 3, 0})) == std::vector<std::int64_t>{-1, -1, -1, -1});
  CHECK(as_read(published({0, 0, 0})) == std::vector<std::int64_t>{0, 0, 0, 0});
}

TEST_CASE("Yesterday's output and today's leave a hidden number open while nobody knows how many posts came",
          "[small-numbers][attack]") {
  std::map<std::pair<std::int64_t, std::int64_t>, std::set<std::int64_t>> by_outputs;
  for (std::int64_t before = 0; before < 30; ++before)
    for (std::int64_t late = 0; late < 10; ++late) {
      const PublicCount yesterday = public_count(before);
      const PublicCount today = public_count(before + late);
      by_outputs[{yesterday.hidden ? -1 : yesterday.number, today.hidden ? -1 : today.number}].insert(before);
    }
  for (const auto& [outputs, possible] : by_outputs)
    if (outputs.first < 0) CHECK(possible.size() >= 3);
}
