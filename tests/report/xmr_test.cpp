#include "report/xmr.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace nhs::report;

namespace {

using Points = std::vector<double>;

std::vector<RuleHit> hits_of(const Points& points, XmrRule rule) {
  std::vector<RuleHit> kept;
  for (const RuleHit& hit : xmr_hits(points, xmr_limits(points)))
    if (hit.rule == rule) kept.push_back(hit);
  return kept;
}

/// Hits against a mean of 10 and limits of 7 and 13, so that the outer thirds begin at 8 and 12.
std::vector<RuleHit> hits_around_ten(const Points& points, XmrRule rule) {
  std::vector<RuleHit> kept;
  for (const RuleHit& hit : xmr_hits(points, {10, 7, 13, 1}))
    if (hit.rule == rule) kept.push_back(hit);
  return kept;
}

using Places = std::vector<std::size_t>;

Points random_points(std::mt19937& random) {
  std::uniform_int_distribution<int> size{1, 40};
  std::uniform_int_distribution<int> height{0, 12};
  Points points;
  for (int left = size(random); left > 0; --left) points.push_back(height(random));
  return points;
}

}  // namespace

TEST_CASE("Limits agree with the published example of individuals charts", "[xmr]") {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: ten flow rates, mean 50.81, mean moving range
  // 1.8778, limits 45.8159 and 55.8041 with 3 / 1.128 where we have 2.66.
  const XmrLimits limits = xmr_limits({49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1});
  CHECK(limits.mean == Approx(50.81));
  CHECK(limits.moving_range == Approx(1.8778).margin(5e-5));
  CHECK(limits.lower == Approx(45.8159).margin(1e-3));
  CHECK(limits.upper == Approx(55.8041).margin(1e-3));
}

TEST_CASE("Limits and the point outside agree with arithmetic by hand, as Wheeler shows it", "[xmr]") {
  // Twelve months of a count: 5 7 6 8 5 6 7 6 5 7 6 16. Sum 84, mean 7. Moving ranges 2 1 2 3 1 1 1 1 2 1 10,
  // sum 25, mean 25/11 = 2.2727; times 2.66 = 6.0455. Limits 0.9545 and 13.0455: only the 16 is outside.
  const Points months = {5, 7, 6, 8, 5, 6, 7, 6, 5, 7, 6, 16};
  const XmrLimits limits = xmr_limits(months);
  CHECK(limits.mean == Approx(7));
  CHECK(limits.lower == Approx(0.9545).margin(5e-5));
  CHECK(limits.upper == Approx(13.0455).margin(5e-5));
  const auto outside = hits_of(months, XmrRule::outside_limits);
  REQUIRE(outside.size() == 1);
  CHECK(outside.front().points == Places{11});
  CHECK(outside.front().side == Side::high);
}

TEST_CASE("A point on a limit is inside, one beyond it outside, above and below", "[xmr]") {
  CHECK(hits_around_ten({13, 7}, XmrRule::outside_limits).empty());
  const auto hits = hits_around_ten({13.1, 6.9}, XmrRule::outside_limits);
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].side == Side::high);
  CHECK(hits[1].side == Side::low);
}

TEST_CASE("Seven in a row on one side are a hit, six are none, and a point on the mean ends the row",
          "[xmr]") {
  const auto row = [](const Points& points) { return hits_around_ten(points, XmrRule::one_side_of_mean); };
  CHECK(row({11, 11, 11, 11, 11, 11}).empty());
  CHECK(row({11, 11, 11, 10, 11, 11, 11, 11}).empty());
  CHECK(row({11, 11, 11, 9, 11, 11, 11, 11}).empty());
  const auto hits = row({9, 11, 11, 11, 11, 11, 11, 11, 11, 9, 9, 9, 9, 9, 9, 9});
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].points == Places{1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(hits[0].side == Side::high);
  CHECK(hits[1].points == Places{9, 10, 11, 12, 13, 14, 15});
  CHECK(hits[1].side == Side::low);
}

TEST_CASE("Seven that rise or fall are a trend, with equal neighbours they are none", "[xmr]") {
  const auto trend = [](const Points& points) { return hits_around_ten(points, XmrRule::trend); };
  CHECK(trend({1, 2, 3, 4, 5, 6}).empty());
  CHECK(trend({1, 2, 3, 4, 4, 5, 6, 7}).empty());
  const auto hits = trend({5, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1, 1});
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].points == Places{1, 2, 3, 4, 5, 6, 7});
  CHECK(hits[0].side == Side::high);
  CHECK(hits[1].points == Places{7, 8, 9, 10, 11, 12, 13});
  CHECK(hits[1].side == Side::low);
}

TEST_CASE("Two of three in one outer third are a hit, on two sides or too far apart they are none", "[xmr]") {
  const auto outer = [](const Points& points) { return hits_around_ten(points, XmrRule::outer_third); };
  CHECK(outer({12.5, 10, 10, 12.5}).empty());
  CHECK(outer({12.5, 7.5, 10}).empty());
  CHECK(outer({12, 12, 12}).empty());
  CHECK(outer({12.5, 10, 14}).at(0).points == Places{0, 2});
  const auto below = outer({10, 7.5, 10, 7.5, 7.5, 10, 10, 7.5});
  REQUIRE(below.size() == 1);
  CHECK(below.front().points == Places{1, 3, 4});
  CHECK(below.front().side == Side::low);
}

TEST_CASE("A rounded point is on a side of something only where all that it may stand for is", "[xmr]") {
  const auto hits = [](const std::vector<XmrSpan>& points, XmrRule rule) {
    std::vector<RuleHit> kept;
    for (const RuleHit& hit : xmr_hits(points, {10, 7, 13, 1}))
      if (hit.rule == rule) kept.push_back(hit);
    return kept;
  };
  CHECK(hits({{13, 17}, {3, 7}}, XmrRule::outside_limits).empty());
  CHECK(hits({{13.1, 17}, {3, 6.9}}, XmrRule::outside_limits).size() == 2);
  CHECK(hits(std::vector<XmrSpan>(7, {9.9, 12}), XmrRule::one_side_of_mean).empty());
  CHECK(hits(std::vector<XmrSpan>(7, {10.1, 12}), XmrRule::one_side_of_mean).size() == 1);
  std::vector<XmrSpan> rising;
  for (int i = 0; i < 7; ++i) rising.push_back({5.0 * i, 5.0 * i + 4});
  CHECK(hits(rising, XmrRule::trend).size() == 1);
  rising[3].low = rising[2].high;
  CHECK(hits(rising, XmrRule::trend).empty());
}

TEST_CASE("A series that never changes has no hits, whatever rounding does to its mean", "[xmr]") {
  for (const double height : {0.0, 0.1, 1.0 / 3, 0.7, 1.0, 1234567.0})
    for (std::size_t size = 1; size <= 60; ++size) {
      const Points points(size, height);
      REQUIRE(xmr_hits(points, xmr_limits(points)).empty());
    }
}

TEST_CASE("Moving all points moves the limits and leaves the hits; turning them over turns the sides",
          "[xmr]") {
  std::mt19937 random{20261126};
  for (int round = 0; round < 300; ++round) {
    const Points points = random_points(random);
    Points moved, turned, stretched;
    for (const double point : points) {
      moved.push_back(point + 5);
      turned.push_back(-point);
      stretched.push_back(point * 4);
    }
    const XmrLimits limits = xmr_limits(points);
    const XmrLimits higher = xmr_limits(moved);
    CHECK(higher.lower == Approx(limits.lower + 5).margin(1e-9));
    CHECK(higher.upper == Approx(limits.upper + 5).margin(1e-9));
    CHECK(xmr_limits(stretched).upper == Approx(limits.upper * 4).margin(1e-9));
    const auto hits = xmr_hits(points, limits);
    const auto same = xmr_hits(moved, higher);
    const auto wider = xmr_hits(stretched, xmr_limits(stretched));
    REQUIRE(same.size() == hits.size());
    REQUIRE(wider.size() == hits.size());
    for (std::size_t i = 0; i < hits.size(); ++i) {
      CHECK(same[i].points == hits[i].points);
      CHECK(wider[i].points == hits[i].points);
      CHECK(same[i].side == hits[i].side);
    }
    const auto other_way = xmr_hits(turned, xmr_limits(turned));
    REQUIRE(other_way.size() == hits.size());
    const auto high = [](const RuleHit& hit) { return hit.side == Side::high; };
    CHECK(std::count_if(other_way.begin(), other_way.end(), high) ==
          static_cast<std::ptrdiff_t>(hits.size()) - std::count_if(hits.begin(), hits.end(), high));
  }
}

TEST_CASE("Shares are shown with limits that are possible", "[xmr]") {
  const XmrLimits shown = clipped({0.5, -0.2, 1.3, 0.28}, 0, 1);
  CHECK(shown.lower == 0.0);
  CHECK(shown.upper == 1.0);
  CHECK(shown.mean == 0.5);
}
