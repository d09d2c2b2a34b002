#pragma once

#include <string>

#include "report/terminal.h"
#include "store/pledge.h"
#include "store/trend.h"

namespace nhs::report {

/// What people said of a pledge's values before and after it was made: as many whole weeks on both sides,
/// the day itself on neither.
struct PledgeTrend {
  store::Pledge pledge;
  LocalDay made;
  std::int64_t days = 0;        ///< on each side
  std::int64_t days_asked = 0;  ///< more where not so many have passed since
  store::TrendsResult before;   ///< by day
  store::TrendsResult after;    ///< by day
};

/// The pledge, each of its values before and after with 95% ranges, the difference with its own (Newcombe,
/// report/newcombe.h), and what that can and cannot show.
std::string pledge_trend_table(const PledgeTrend& trend, const TimeZone& zone, const Terminal& terminal);

/// The shape `nhsvalues.pledges-trend/1`.
std::string pledge_trend_json(const PledgeTrend& trend);
/// A row for each value and direction, as in the shape's `rows`.
std::string pledge_trend_ndjson(const PledgeTrend& trend);
std::string pledge_trend_csv(const PledgeTrend& trend);

}  // namespace nhs::report
