#include "report/xmr.h"

#include <algorithm>
#include <cmath>

namespace nhs::report {
namespace {

constexpr double kLimitFactor = 2.66;
constexpr std::size_t kRow = 7;

/// Higher by more than the rounding of a mean: equal points have to stay equal to theirs.
bool above(double a, double b) { return a > b + 1e-9 * std::max({1.0, std::abs(a), std::abs(b)}); }

bool beyond(const XmrSpan& point, double bound, Side side) {
  return side == Side::high ? above(point.low, bound) : above(bound, point.high);
}

/// The end of a span that what follows on this side has to pass.
double nearest_to(const XmrSpan& span, Side side) { return side == Side::high ? span.high : span.low; }

/// The places from one to another, the last not included.
std::vector<std::size_t> places(std::size_t from, std::size_t to) {
  std::vector<std::size_t> all;
  for (std::size_t place = from; place < to; ++place) all.push_back(place);
  return all;
}

void find_outside(const std::vector<XmrSpan>& points, const XmrLimits& limits, std::vector<RuleHit>& hits) {
  for (std::size_t at = 0; at < points.size(); ++at) {
    if (beyond(points[at], limits.upper, Side::high))
      hits.push_back({XmrRule::outside_limits, Side::high, {at}});
    if (beyond(points[at], limits.lower, Side::low))
      hits.push_back({XmrRule::outside_limits, Side::low, {at}});
  }
}

void find_one_side(const std::vector<XmrSpan>& points, double mean, Side side, std::vector<RuleHit>& hits) {
  std::size_t from = 0;
  for (std::size_t at = 0; at <= points.size(); ++at) {
    if (at < points.size() && beyond(points[at], mean, side)) continue;
    if (at - from >= kRow) hits.push_back({XmrRule::one_side_of_mean, side, places(from, at)});
    from = at + 1;
  }
}

void find_trend(const std::vector<XmrSpan>& points, Side side, std::vector<RuleHit>& hits) {
  std::size_t from = 0;
  for (std::size_t at = 1; at <= points.size(); ++at) {
    if (at < points.size() && beyond(points[at], nearest_to(points[at - 1], side), side)) continue;
    if (at - from >= kRow) hits.push_back({XmrRule::trend, side, places(from, at)});
    from = at;
  }
}

void find_outer_third(const std::vector<XmrSpan>& points, const XmrLimits& limits, Side side,
                      std::vector<RuleHit>& hits) {
  const double limit = side == Side::high ? limits.upper : limits.lower;
  const double third = limits.mean + (limit - limits.mean) * 2 / 3;
  std::vector<std::size_t> outer;
  for (std::size_t at = 0; at < points.size(); ++at)
    if (beyond(points[at], third, side)) outer.push_back(at);
  std::vector<std::size_t> together;
  for (std::size_t i = 0; i < outer.size(); ++i) {
    together.push_back(outer[i]);
    const bool goes_on = i + 1 < outer.size() && outer[i + 1] - outer[i] <= 2;
    if (goes_on) continue;
    if (together.size() > 1) hits.push_back({XmrRule::outer_third, side, together});
    together.clear();
  }
}

}  // namespace

XmrLimits xmr_limits(const std::vector<double>& points, double least_moving_range) {
  XmrLimits limits;
  for (const double point : points) limits.mean += point;
  limits.mean /= static_cast<double>(points.size());
  for (std::size_t at = 1; at < points.size(); ++at)
    limits.moving_range += std::abs(points[at] - points[at - 1]);
  if (points.size() > 1) limits.moving_range /= static_cast<double>(points.size() - 1);
  limits.moving_range = std::max(limits.moving_range, least_moving_range);
  limits.lower = limits.mean - kLimitFactor * limits.moving_range;
  limits.upper = limits.mean + kLimitFactor * limits.moving_range;
  return limits;
}

XmrLimits clipped(const XmrLimits& limits, double lowest, double highest) {
  XmrLimits shown = limits;
  shown.lower = std::max(limits.lower, lowest);
  shown.upper = std::min(limits.upper, highest);
  return shown;
}

std::vector<RuleHit> xmr_hits(const std::vector<double>& points, const XmrLimits& limits) {
  std::vector<XmrSpan> known;
  for (const double point : points) known.push_back({point, point});
  return xmr_hits(known, limits);
}

std::vector<RuleHit> xmr_hits(const std::vector<XmrSpan>& points, const XmrLimits& limits) {
  std::vector<RuleHit> hits;
  find_outside(points, limits, hits);
  for (const Side side : {Side::high, Side::low}) find_one_side(points, limits.mean, side, hits);
  for (const Side side : {Side::high, Side::low}) find_trend(points, side, hits);
  for (const Side side : {Side::high, Side::low}) find_outer_third(points, limits, side, hits);
  return hits;
}

}  // namespace nhs::report
