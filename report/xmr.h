#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace nhs::report {

/// A chart of individual values and their moving range (XmR): which points of a series are more than its
/// usual ups and downs. Everything here is pure and thread-safe.
///
/// The natural process limits are those of Shewhart as Wheeler writes them ("Understanding Variation", 1993):
/// mean +- 2.66 * the mean of the moving ranges, the differences between neighbours without their sign. 2.66
/// is 3 / 1.128, three sigma where 1.128 is what two normal values differ by, in sigmas.
struct XmrLimits {
  double mean = 0;
  double lower = 0;
  double upper = 0;
  double moving_range = 0;  ///< their mean
};

/// points: in the order of time, at least one. A single point is its own limits.
/// least_moving_range: what their mean is taken for where it is smaller.
XmrLimits xmr_limits(const std::vector<double>& points, double least_moving_range = 0);

/// The limits as they are shown of what can only lie between two numbers, as a share between 0 and 1.
XmrLimits clipped(const XmrLimits& limits, double lowest, double highest);

/// The four rules of the NHS's "Making Data Count" (NHS England, 2019).
enum class XmrRule : std::uint8_t {
  outside_limits,    ///< one point outside the limits
  one_side_of_mean,  ///< seven points or more in a row on one side of the mean; one on it ends the row
  trend,             ///< seven points or more, each higher than the one before, or each lower
  outer_third,       ///< two of three in a row more than two thirds of the way to the same limit, or beyond
};

/// Where a hit lies: above or below; a trend is high when it rises.
enum class Side : std::uint8_t { low, high };

struct RuleHit {
  XmrRule rule = XmrRule::outside_limits;
  Side side = Side::low;
  /// The places of the points that make it, ascending. What belongs together is one hit: a row in its full
  /// length, and all twos of three that share points.
  std::vector<std::size_t> points;
};

/// Where a point lies, both ends included: of a rounded number, all that it may stand for.
struct XmrSpan {
  double low = 0;
  double high = 0;
};

/// All hits, rule by rule, each in the order of time. A span is above or below something where all of it is,
/// so that every hit holds whatever the numbers were before they were rounded.
///
/// limits: of xmr_limits, not clipped.
std::vector<RuleHit> xmr_hits(const std::vector<XmrSpan>& points, const XmrLimits& limits);
/// The same of points that are known.
std::vector<RuleHit> xmr_hits(const std::vector<double>& points, const XmrLimits& limits);

}  // namespace nhs::report
