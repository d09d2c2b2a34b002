#include "report/percent.h"

#include <catch2/catch.hpp>

#include "report/comparison_text.h"

using namespace nhs::report;

TEST_CASE("Halves are rounded up wherever they stand, and differences meet their shares", "[percent]") {
  // 2 and 6 of 16: 12.5% and 37.5%.
  CHECK(percent(2.0 / 16) == "13%");
  CHECK(percent(6.0 / 16) == "38%");
  CHECK(hundredths_in_words(2.0 / 16) == "13");
  const auto apart = newcombe_difference({2, 16}, {6, 16});
  CHECK(decimals_of({2, 16}, {6, 16}, apart) == 0);
  CHECK(share_in_words({2, 16}, 0) == "13%");
  CHECK(points_between({2, 16}, {6, 16}, 0) == "+25");
  // Binary fractions are a hair less or more: 29 of 200 are 14.5%.
  CHECK(percent(29.0 / 200) == "15%");
  CHECK(hundredths_in_words(-29.0 / 200) == "-15");
  CHECK(hundredths_in_words(0.0005, 1) == "0.1");
}

TEST_CASE("One of 200 posts is not told as none", "[percent]") {
  CHECK(percent(1.0 / 200) == "1%");
  CHECK(percent(1.0 / 201) == "<1%");
  CHECK(percent(199.0 / 200) == ">99%");
  CHECK(percent(0) == "0%");
  CHECK(percent(1) == "100%");
}

TEST_CASE("With a decimal, too, the points are those between the shares as they are told", "[percent]") {
  // 158 of 1000 and 3069 of 20000: 15.8% and 15.345%, told as 15.3%; -0.455 between them.
  CHECK(share_in_words({158, 1000}, 1) == "15.8%");
  CHECK(share_in_words({3069, 20000}, 1) == "15.3%");
  CHECK(points_between({158, 1000}, {3069, 20000}, 1) == "-0.5");
  // 15.76% and 15.34% are -0.42, told as 15.8% and 15.3%.
  CHECK(points_between({1576, 10000}, {1534, 10000}, 1) == "-0.5");
  CHECK(points_between({10, 100}, {10, 100}, 0) == "0");
}
