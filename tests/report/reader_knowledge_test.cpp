#include "report/reader_knowledge.h"

#include <catch2/catch.hpp>

using namespace nhs::report;

namespace {

struct Family {
  ReaderKnowledge reader;
  ReaderKnowledge::Number whole = reader.add();
  ReaderKnowledge::Number one = reader.add();
  ReaderKnowledge::Number other = reader.add();
  Family() { reader.add_sum(whole, {one, other}); }
};

}  // namespace

TEST_CASE("A part follows from its whole and the other part", "[small-numbers]") {
  Family family;
  REQUIRE(family.reader.learn({{family.whole, {18, 22}}, {family.one, {8, 12}}}));
  CHECK(family.reader.range_of(family.other).least == 6);
  CHECK(family.reader.range_of(family.other).most == 14);
}

TEST_CASE("A whole follows from its parts, and what it is part of from it", "[small-numbers]") {
  Family family;
  const auto year = family.reader.add();
  family.reader.add_sum(year, {family.whole});
  REQUIRE(family.reader.learn({{family.one, {8, 12}}, {family.other, {1, 7}}}));
  CHECK(family.reader.range_of(year).least == 9);
  CHECK(family.reader.range_of(year).most == 19);
}

TEST_CASE("News that would tell too much of a hidden number is not taken in, nor any part of it",
          "[small-numbers]") {
  Family family;
  REQUIRE(family.reader.learn({{family.other, {1, 7}, 7}}));
  CHECK_FALSE(family.reader.learn({{family.whole, {8, 12}}, {family.one, {8, 12}}}));
  CHECK(family.reader.range_of(family.whole).most == ReaderKnowledge::kUnbounded);
  CHECK(family.reader.range_of(family.other).most == 7);
  CHECK(family.reader.learn({{family.whole, {8, 12}}}));
}

TEST_CASE("What may be told is not told yet", "[small-numbers]") {
  Family family;
  CHECK(family.reader.may_learn({{family.whole, {8, 12}}}));
  CHECK(family.reader.range_of(family.whole).least == 0);
}

TEST_CASE("What was out already before a number was hidden need not stay possible", "[small-numbers]") {
  Family family;
  REQUIRE(family.reader.learn({{family.whole, {1, 5}}}));
  CHECK(family.reader.learn({{family.one, {0, 7}, 7}}));
  CHECK_FALSE(family.reader.learn({{family.other, {1, 2}}}));
}

TEST_CASE("What cannot be is not believed, and does not keep a reader thinking for ever", "[small-numbers]") {
  ReaderKnowledge reader;
  const auto whole = reader.add(), one = reader.add(), other = reader.add();
  reader.add_sum(whole, {one, other});
  REQUIRE(reader.learn({{one, {58, 62}}, {other, {0, 0}}}));
  // The whole is told as more than its parts can be.
  CHECK_FALSE(reader.learn({{whole, {63, 67}}}));
  CHECK(reader.range_of(whole).most == 62);
}
