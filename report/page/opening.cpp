#include "report/page/opening.h"

#include <algorithm>
#include <cmath>

namespace nhs::report::page {
namespace {

constexpr double kSigmas = 4;
constexpr double kRangeOfSigma = 1.128;  ///< report/xmr.h
constexpr std::size_t kLongRow = 12;

/// What a count or share with this mean differs by in one period where posts come by chance.
double sigma_of_counting(const ControlPoint& point, double mean, Measure measure) {
  if (measure == Measure::volume) return std::sqrt(std::max(0.0, mean));
  return point.of > 0 ? std::sqrt(std::max(0.0, mean * (1 - mean)) / static_cast<double>(point.of)) : 0.0;
}

bool opens(const ControlChart& chart, const Signal& signal) {
  switch (signal.rule) {
    case XmrRule::trend:
      return true;
    case XmrRule::one_side_of_mean:
      return signal.rows.size() >= kLongRow;
    case XmrRule::outer_third:
      return false;
    case XmrRule::outside_limits:
      break;
  }
  const XmrLimits& limits = chart.baselines[signal.baseline].limits;
  const ControlPoint& point = chart.points[signal.rows.back()];
  const double sigma =
      std::max(limits.moving_range / kRangeOfSigma, sigma_of_counting(point, limits.mean, chart.measure));
  return std::abs(point.height(chart.measure) - limits.mean) >= kSigmas * sigma;
}

}  // namespace

bool opens_report(const ToldSignal& told) {
  for (std::size_t i = 0; i < told.charts.size(); ++i)
    if (opens(*told.charts[i], *told.signals[i])) return true;
  return false;
}

}  // namespace nhs::report::page
