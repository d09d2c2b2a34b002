#include "report/small_numbers.h"

#include <catch2/catch.hpp>
#include <map>
#include <set>

using namespace nhs::report;

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

TEST_CASE("What a reader may take a number that is told to be holds the count", "[small-numbers]") {
  for (const std::int64_t shown_from : {8, 15, 20})
    for (std::int64_t count = 0; count < 200; ++count) {
      const PublicCount told = public_count(count, shown_from);
      if (told.hidden) continue;
      CHECK(told.least <= count);
      CHECK(told.most >= count);
      CHECK(told.most - told.least <= 4);
    }
}

TEST_CASE("A hidden number says nothing of itself, be it small or hidden for others' sake",
          "[small-numbers]") {
  CHECK(public_count(3).number == hidden_count().number);
  CHECK(public_count(3).least == hidden_count().least);
  CHECK(public_count(3).most == hidden_count().most);
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
