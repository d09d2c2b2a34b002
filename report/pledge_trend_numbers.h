#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "report/newcombe.h"
#include "report/pledge_trend.h"

namespace nhs::report {

/// What a pledge's trend says in numbers, for every form of it alike.

/// A value, however it fared (no direction), or in one direction.
struct ValueChange {
  Value value;
  std::optional<Direction> direction;
  Proportion before;
  Proportion after;
  std::optional<double> p = {};  ///< nothing where the test does not hold
  std::string_view reading = "too_few";

  /// Shares of fewer posts than kFewestPosts say next to nothing.
  bool enough() const;
};

/// Each value of the pledge, in any direction and in each.
std::vector<ValueChange> changes_of(const PledgeTrend& trend);

/// The days that are compared: from before_from to the day on which it was made, and from after_from to
/// after_to, without the last of each.
LocalDay before_from(const PledgeTrend& trend);
LocalDay after_from(const PledgeTrend& trend);
LocalDay after_to(const PledgeTrend& trend);

std::int64_t days_without_collection(const store::TrendsResult& side);

/// By which the posts on both sides were judged.
std::set<std::string> models_of(const PledgeTrend& trend);

/// What makes these numbers unsure, then what they cannot show at all.
std::vector<std::string> cautions_of(const PledgeTrend& trend);

}  // namespace nhs::report
