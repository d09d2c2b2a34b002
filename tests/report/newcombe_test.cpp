#include "report/newcombe.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace nhs::report;

TEST_CASE("Differences of shares agree with Newcombe's published examples", "[newcombe]") {
  // Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10. The paper's difference is of
  // the first sample less the second.
  struct Example {
    Proportion first, second;
    double difference, low, high;
  };
  for (const Example& each :
       {Example{{56, 70}, {48, 80}, 0.2000, 0.0524, 0.3339},
        Example{{9, 10}, {3, 10}, 0.6000, 0.1705, 0.8090}, Example{{6, 7}, {2, 7}, 0.5714, 0.0582, 0.8062},
        Example{{5, 56}, {0, 29}, 0.0893, -0.0381, 0.1926},
        Example{{0, 10}, {0, 20}, 0.0000, -0.1611, 0.2775},
        Example{{0, 10}, {0, 10}, 0.0000, -0.2775, 0.2775},
        Example{{10, 10}, {0, 20}, 1.0000, 0.6791, 1.0000},
        Example{{10, 10}, {0, 10}, 1.0000, 0.6075, 1.0000}}) {
    const ShareDifference found = newcombe_difference(each.second, each.first);
    INFO(each.first.part << "/" << each.first.whole << " - " << each.second.part << "/" << each.second.whole);
    CHECK(found.difference == Approx(each.difference).margin(5e-5));
    CHECK(found.low == Approx(each.low).margin(5e-5));
    CHECK(found.high == Approx(each.high).margin(5e-5));
  }
}

TEST_CASE("The interval holds the difference, stays possible, and turns round with the samples",
          "[newcombe]") {
  for (int whole = 1; whole <= 12; ++whole)
    for (int part = 0; part <= whole; ++part)
      for (int other = 0; other <= 9; ++other) {
        const Proportion a{part, whole};
        const Proportion b{other, 9};
        const ShareDifference there = newcombe_difference(a, b);
        const ShareDifference back = newcombe_difference(b, a);
        REQUIRE(there.low <= there.difference);
        REQUIRE(there.difference <= there.high);
        REQUIRE(there.low >= -1.0 - 1e-12);
        REQUIRE(there.high <= 1.0 + 1e-12);
        REQUIRE(back.low == Approx(-there.high).margin(1e-12));
        REQUIRE(back.high == Approx(-there.low).margin(1e-12));
        REQUIRE(equal_shares_p(a, b) == Approx(equal_shares_p(b, a)));
      }
}

TEST_CASE("Of nothing, every difference is possible and none is found", "[newcombe]") {
  const ShareDifference found = newcombe_difference({0, 0}, {5, 10});
  CHECK(found.low < 0);
  CHECK(found.high > 0);
  CHECK(equal_shares_p({0, 0}, {5, 10}) == 1.0);
  CHECK(equal_shares_p({0, 5}, {0, 10}) == 1.0);
  CHECK(equal_shares_p({5, 5}, {10, 10}) == 1.0);
}

TEST_CASE("The score test agrees with arithmetic by hand", "[newcombe]") {
  // 56/70 and 48/80: pooled 104/150 = 0.69333; its variance 0.69333 * 0.30667 * (1/70 + 1/80) = 0.0056952;
  // 0.2 / sqrt(0.0056952) = 2.65017. Chi-squared 7.0234, times 149/150 = 6.97658, z = 2.64132, and two tails
  // of the normal beyond 2.64132 hold 0.00826.
  CHECK(equal_shares_p({56, 70}, {48, 80}) == Approx(0.00826).margin(2e-5));
  // 9/10 and 3/10: pooled 0.6, variance 0.24 * 0.2 = 0.048, chi-squared 7.5 * 19/20 = 7.125, z = 2.66927.
  CHECK(equal_shares_p({9, 10}, {3, 10}) == Approx(0.0076).margin(5e-5));
  CHECK(smallest_expected_count({56, 70}, {48, 80}) == Approx(70 * 46.0 / 150));
}
