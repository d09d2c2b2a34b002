#include "report/control_charts.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "report/newcombe.h"
#include "report/series_breaks.h"
#include "report/wilson.h"

namespace nhs::report {
namespace {

std::int64_t posts_of(const store::TrendRow& row, const ControlChart& chart) {
  if (!chart.value) return row.classified;
  const store::ValueCounts& counts = row.values[index_of(*chart.value)];
  return chart.direction ? counts.directions[index_of(*chart.direction)] : counts.posts;
}

std::optional<LeftOut> why_left_out(const store::TrendRow& row, Measure measure) {
  if (row.partial) return LeftOut::partial;
  if (row.lacks_what_is_asked) return LeftOut::without_texts;
  if (row.collected == store::Collected::none) return LeftOut::not_collected;
  if (row.models.size() > 1) return LeftOut::several_models;
  if (measure == Measure::share && row.classified < kFewestPosts) return LeftOut::too_few_posts;
  return std::nullopt;
}

/// Whether the outer third tells more than the points outside the limits do.
bool tells_more(const RuleHit& hit, const std::vector<RuleHit>& all) {
  if (hit.rule != XmrRule::outer_third) return true;
  return std::any_of(hit.points.begin(), hit.points.end(), [&](std::size_t point) {
    return std::none_of(all.begin(), all.end(), [&](const RuleHit& other) {
      return other.rule == XmrRule::outside_limits && other.points.front() == point;
    });
  });
}

/// A limit that is not possible bounds nothing: a third of the way to it means nothing either.
bool beside_impossible_limit(const RuleHit& hit, const XmrLimits& limits, double highest) {
  if (hit.rule != XmrRule::outer_third) return false;
  return hit.side == Side::low ? limits.lower < 0 : limits.upper > highest;
}

bool counts_though_seldom(const RuleHit& hit, std::int64_t posts) {
  return hit.rule == XmrRule::outside_limits && hit.side == Side::high && posts >= kFewestPostsOfSeldom;
}

/// Limits are those of periods of the usual size: one of few posts may lie beyond them by chance alone, as
/// far as its own range tells.
bool by_few_posts(const RuleHit& hit, const std::vector<std::size_t>& rows, const ControlChart& chart,
                  double mean) {
  if (chart.measure != Measure::share) return false;
  if (hit.rule != XmrRule::outside_limits && hit.rule != XmrRule::outer_third) return false;
  const auto leaves_out_mean = [&](std::size_t at) {
    const ControlPoint& point = chart.points[rows[at]];
    const Share own = wilson_interval(point.posts, point.of);
    return mean < own.low || own.high < mean;
  };
  const auto sure = std::count_if(hit.points.begin(), hit.points.end(), leaves_out_mean);
  return sure < (hit.rule == XmrRule::outer_third ? 2 : 1);
}

/// Whether more posts, which were not collected, could not undo it.
bool holds_with_more(const RuleHit& hit) { return hit.side == Side::high && hit.rule != XmrRule::trend; }

/// Those collected whole.
std::vector<std::size_t> without_parts(const std::vector<std::size_t>& rows, const ControlChart& chart) {
  std::vector<std::size_t> whole;
  for (const std::size_t row : rows)
    if (!chart.points[row].may_be_more) whole.push_back(row);
  return whole;
}

/// The rows in stretches without one missing between: only what follows directly is "in a row".
std::vector<std::vector<std::size_t>> unbroken(const std::vector<std::size_t>& rows) {
  std::vector<std::vector<std::size_t>> stretches;
  for (const std::size_t row : rows) {
    if (stretches.empty() || stretches.back().back() + 1 != row) stretches.emplace_back();
    stretches.back().push_back(row);
  }
  return stretches;
}

/// What the rules find in an unbroken stretch, by the limits of its whole baseline: what holds with more
/// posts, or what does not.
void add_signals(ControlChart& chart, const std::vector<std::size_t>& rows, const Baseline& baseline,
                 const XmrLimits& limits, double highest, bool with_more) {
  std::vector<XmrSpan> spans;
  for (const std::size_t row : rows) spans.push_back(chart.points[row].span(chart.measure));
  const std::vector<RuleHit> hits = xmr_hits(spans, limits);
  for (const RuleHit& hit : hits) {
    if (holds_with_more(hit) != with_more) continue;
    if (!tells_more(hit, hits) || beside_impossible_limit(hit, limits, highest)) continue;
    if (by_few_posts(hit, rows, chart, limits.mean)) {
      if (hit.rule == XmrRule::outside_limits) chart.points[rows[hit.points.front()]].beyond_by_few = true;
      continue;
    }
    if (baseline.seldom && !counts_though_seldom(hit, chart.points[rows[hit.points.front()]].posts)) continue;
    Signal signal{hit.rule, hit.side, {}, chart.baselines.size()};
    for (const std::size_t point : hit.points) signal.rows.push_back(rows[point]);
    chart.signals.push_back(std::move(signal));
  }
}

/// What rounding alone moves a number by from one time to the next, as a part of the width that it may stand
/// for: two that are each 2 below to 2 above the told one, as with kRoundedTo, differ by 40 / 25 = 1.6 of 4.
constexpr double kMovedByRounding = 0.4;

/// Of rounded numbers with ups and downs as large as rounding's at least: where all were told as 30, any from
/// 28 to 32 are usual.
XmrLimits limits_of(const std::vector<std::size_t>& rows, const ControlChart& chart) {
  std::vector<double> heights;
  double apart = 0;
  for (const std::size_t row : rows) {
    heights.push_back(chart.points[row].height(chart.measure));
    const XmrSpan span = chart.points[row].span(chart.measure);
    apart += span.high - span.low;
  }
  return xmr_limits(heights, kMovedByRounding * apart / static_cast<double>(rows.size()));
}

/// Gives the chart the limits and signals of the points in these rows, which one model judged.
void add_baseline(ControlChart& chart, const std::vector<std::size_t>& rows) {
  if (rows.empty()) return;
  const std::vector<std::size_t> whole = without_parts(rows, chart);
  if (whole.empty()) {
    chart.baselines.push_back({rows.front(), rows.back(), 0, false, false, {}});
    return;
  }
  std::int64_t posts = 0;
  for (const std::size_t row : whole) posts += chart.points[row].posts;
  const XmrLimits limits = limits_of(whole, chart);
  const double highest = chart.measure == Measure::share ? 1.0 : std::numeric_limits<double>::max();
  Baseline baseline{rows.front(), rows.back(), whole.size(), whole.size() >= kFewestPoints, false, {}};
  baseline.seldom = posts < static_cast<std::int64_t>(whole.size());
  baseline.limits = clipped(limits, 0.0, highest);
  if (baseline.enough) {
    for (const std::vector<std::size_t>& stretch : unbroken(rows))
      add_signals(chart, stretch, baseline, limits, highest, true);
    for (const std::vector<std::size_t>& stretch : unbroken(whole))
      add_signals(chart, stretch, baseline, limits, highest, false);
  }
  chart.baselines.push_back(baseline);
}

void fill(ControlChart& chart, const store::TrendsResult& trends, std::int64_t rounded_by) {
  const std::vector<bool> breaks = breaks_by_row(trends);
  std::vector<std::size_t> stretch;
  for (std::size_t row = 0; row < trends.rows.size(); ++row) {
    const store::TrendRow& counts = trends.rows[row];
    chart.points.push_back({posts_of(counts, chart), counts.classified, why_left_out(counts, chart.measure)});
    chart.points.back().rounded_by = rounded_by;
    chart.points.back().may_be_more =
        chart.measure == Measure::volume && counts.collected == store::Collected::part;
    if (breaks[row]) {
      add_baseline(chart, stretch);
      stretch.clear();
    }
    if (!chart.points.back().left_out) stretch.push_back(row);
  }
  add_baseline(chart, stretch);
  std::stable_sort(chart.signals.begin(), chart.signals.end(), [](const Signal& a, const Signal& b) {
    return std::pair{a.rows.back(), a.rule} < std::pair{b.rows.back(), b.rule};
  });
}

}  // namespace

std::string_view id_of_measure(Measure measure) { return measure == Measure::share ? "share" : "volume"; }

std::string_view id_of_left_out(LeftOut reason) {
  static constexpr std::array<std::string_view, 5> ids = {"partial", "not_collected", "several_models",
                                                          "too_few_posts", "without_texts"};
  return ids[static_cast<std::size_t>(reason)];
}

double ControlPoint::height(Measure measure) const {
  if (measure == Measure::volume) return static_cast<double>(posts);
  return of > 0 ? static_cast<double>(posts) / static_cast<double>(of) : 0.0;
}

XmrSpan ControlPoint::span(Measure measure) const {
  if (measure == Measure::volume)
    return {static_cast<double>(posts > rounded_by ? posts - rounded_by : 0),
            static_cast<double>(posts > 0 ? posts + rounded_by : 0)};
  if (of <= 0) return {0, 0};
  const Proportion told{posts, of};
  return {share_of(lowest_of_rounded(told, rounded_by)), share_of(highest_of_rounded(told, rounded_by))};
}

std::vector<ControlChart> control_charts(const store::TrendsResult& trends, const TrendsAsked& asked,
                                         const std::vector<Measure>& measures, std::int64_t rounded_by) {
  std::vector<ControlChart> charts;
  const auto add = [&](std::optional<Value> value, std::optional<Direction> direction, Measure measure) {
    charts.push_back({value, direction, measure, {}, {}, {}});
    fill(charts.back(), trends, rounded_by);
  };
  const auto wanted = [&](Value value) {
    return asked.values.empty() ||
           std::find(asked.values.begin(), asked.values.end(), value) != asked.values.end();
  };
  const bool volume = std::find(measures.begin(), measures.end(), Measure::volume) != measures.end();
  if (asked.values.empty() && !asked.direction && volume) add(std::nullopt, std::nullopt, Measure::volume);
  std::vector<std::optional<Direction>> directions = {std::nullopt};
  for (const Direction direction : all_of<Direction>()) directions.push_back(direction);
  if (asked.direction) directions = {*asked.direction};
  for (const Value value : all_of<Value>())
    for (const std::optional<Direction> direction : directions)
      for (const Measure measure : measures)
        if (wanted(value)) add(value, direction, measure);
  return charts;
}

std::vector<std::size_t> rows_to_look_behind(const ControlChart& chart) {
  std::vector<std::size_t> rows;
  for (const Signal& signal : chart.signals)
    if (signal.side == Side::high &&
        (signal.rule == XmrRule::outside_limits || signal.rule == XmrRule::outer_third))
      rows.insert(rows.end(), signal.rows.begin(), signal.rows.end());
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

}  // namespace nhs::report
