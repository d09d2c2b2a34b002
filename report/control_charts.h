#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "report/trends_view.h"
#include "report/xmr.h"

namespace nhs::report {

/// What a chart follows: which share of the posts bears on something, or how many posts do.
enum class Measure : std::uint8_t { share, volume };

/// `share`, `volume`.
std::string_view id_of_measure(Measure measure);

/// Why a period takes no part in a chart.
enum class LeftOut : std::uint8_t {
  partial,         ///< still running, or cut by the dates
  not_collected,   ///< nothing is known of it, which is not zero
  several_models,  ///< several versions of the model judged its posts
  too_few_posts,   ///< fewer than kFewestPosts to take a share of
  without_texts,   ///< posts are kept without what was asked for: how many match is not known
};

/// `partial`, `not_collected`, `several_models`, `too_few_posts`, `without_texts`.
std::string_view id_of_left_out(LeftOut reason);

/// So many points a baseline needs before it has limits.
inline constexpr std::size_t kFewestPoints = 12;
/// Of so many posts a share is taken at least.
inline constexpr std::int64_t kFewestPosts = 10;
/// Of what comes up less than once a period, only so many posts at once are a signal.
inline constexpr std::int64_t kFewestPostsOfSeldom = 3;

/// A period in a chart.
struct ControlPoint {
  std::int64_t posts = 0;
  std::int64_t of = 0;  ///< classified posts of the period
  std::optional<LeftOut> left_out;
  /// A number of a period that was collected in part: there may have been more posts.
  bool may_be_more = false;
  /// A share beyond the limits that so few posts reach by chance: no signal.
  bool beyond_by_few = false;
  /// Of the busiest author, of `posts`; nothing unless it was counted (rows_to_look_behind).
  std::optional<std::int64_t> most_by_one_author = {};
  /// As in control_charts().
  std::int64_t rounded_by = 0;

  /// The share (0 where there are no posts to take it of), or the number of posts.
  double height(Measure measure) const;
  /// All heights that it may stand for: of a rounded number more than one.
  XmrSpan span(Measure measure) const;
};

/// A stretch of periods judged by one version of the model, and what is usual in it.
struct Baseline {
  std::size_t first = 0;  ///< row of its first point
  std::size_t last = 0;
  std::size_t points = 0;  ///< that take part: of numbers only those of periods collected whole
  bool enough = false;     ///< has kFewestPoints: else there are no limits and no signals
  /// Less than one post a period on average. Then a single post lies beyond the limits, so that only
  /// kFewestPostsOfSeldom posts above them are a signal, and no row of points is one.
  bool seldom = false;
  XmrLimits limits;  ///< clipped to what is possible
};

struct Signal {
  XmrRule rule = XmrRule::outside_limits;
  Side side = Side::low;
  std::vector<std::size_t> rows;  ///< that make it, ascending
  std::size_t baseline = 0;       ///< of ControlChart::baselines
};

/// One value in one direction (or any; without a value, all posts), its share or its number.
struct ControlChart {
  std::optional<Value> value;
  std::optional<Direction> direction;
  Measure measure = Measure::share;
  std::vector<ControlPoint> points;  ///< one a row of TrendsResult
  std::vector<Baseline> baselines;   ///< oldest first
  std::vector<Signal> signals;       ///< the order of their last rows
};

/// Charts for the values and the direction asked for; for all six values and every direction where nothing
/// narrows, and then for the number of all posts too. A twosome of the outer third that are both outside the
/// limits is not told again, nor is one on the side of a limit that cannot be reached: what lies in the outer
/// third below a limit under zero is as near to the mean as to nothing. What is "in a row" is so without a
/// period left out between. What number is usual, and that one is low, rises or falls, is told of periods
/// collected whole alone, as if the others were left out: in part of a week there are fewer posts anyhow.
/// That it is high holds of those too.
///
/// trends: with every value and direction counted, so asked without these two filters.
/// rounded_by: by so much a number that is not 0 may differ from what was counted. Then a signal is what is
/// one whatever the numbers were, and the usual ups and downs are at least those that rounding makes.
///
/// A share beyond a limit, or two near it, are a signal only where each one's own 95% interval (Wilson)
/// leaves out the mean: the limits know nothing of how many posts a period had.
std::vector<ControlChart> control_charts(const store::TrendsResult& trends, const TrendsAsked& asked,
                                         const std::vector<Measure>& measures, std::int64_t rounded_by = 0);

/// The periods in which many posts are a signal of the chart, ascending: of these it matters whether one
/// author wrote them.
std::vector<std::size_t> rows_to_look_behind(const ControlChart& chart);

}  // namespace nhs::report
