#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "core/counted.h"
#include "report/coverage_text.h"
#include "report/finding_name.h"
#include "report/series_breaks.h"
#include "report/signals_text.h"

namespace nhs::report {
namespace {

std::string labels_of(const std::vector<std::size_t>& rows, const store::TrendsResult& trends) {
  std::vector<std::string> labels;
  for (const std::size_t row : rows) labels.push_back(trends.rows[row].period.label);
  return labels_in_words(labels);
}

std::vector<std::size_t> rows_left_out(const SignalsFound& found, LeftOut reason) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < found.trends.rows.size(); ++row)
    if (std::any_of(found.charts.begin(), found.charts.end(),
                    [&](const ControlChart& chart) { return chart.points[row].left_out == reason; }))
      rows.push_back(row);
  return rows;
}

void caution_of_rows_left_out(const SignalsFound& found, std::vector<std::string>& cautions) {
  const auto tell = [&](LeftOut reason, std::string_view text) {
    const std::vector<std::size_t> rows = rows_left_out(found, reason);
    if (!rows.empty())
      cautions.push_back(fmt::format("Left out: {} ({}), {}.", counted(rows.size(), noun_of(found.asked.by)),
                                     labels_of(rows, found.trends), text));
  };
  tell(LeftOut::partial, "still running or cut by the dates");
  tell(LeftOut::not_collected, "when nobody collected: not known, which is not zero");
  tell(LeftOut::without_texts,
       "whose posts are kept without texts and authors (nhsvalues retention): how many match is not known");
  tell(LeftOut::several_models, "judged by several versions of the model");
  tell(LeftOut::too_few_posts, fmt::format("with fewer than {} posts to take a share of", kFewestPosts));
}

/// Findings whose newest baseline fulfils the condition, each once.
template <typename Condition>
std::vector<std::string> findings_where(const SignalsFound& found, Condition holds) {
  std::vector<std::string> names;
  for (const ControlChart& chart : found.charts) {
    std::string name = finding_name(chart.value, chart.direction);
    if (holds(chart) && (names.empty() || names.back() != name)) names.push_back(std::move(name));
  }
  return names;
}

void caution_of_too_few(const SignalsFound& found, std::vector<std::string>& cautions) {
  const std::string_view noun = noun_of(found.asked.by);
  std::size_t without_limits = 0;
  std::size_t most = 0;
  bool shares_only = true, numbers_only = true;
  for (const ControlChart& chart : found.charts) {
    if (!chart.baselines.empty() && chart.baselines.back().enough) continue;
    ++without_limits;
    shares_only = shares_only && chart.measure == Measure::share;
    numbers_only = numbers_only && chart.measure == Measure::volume;
    if (!chart.baselines.empty()) most = std::max(most, chart.baselines.back().points);
  }
  if (without_limits > 0)
    cautions.push_back(fmt::format("Too few points for limits in {} of {} charts{}: {} wanted{}, there {}{}.",
                                   without_limits, found.charts.size(),
                                   shares_only    ? " (shares)"
                                   : numbers_only ? " (numbers)"
                                                  : "",
                                   counted(kFewestPoints, noun),
                                   shares_only    ? fmt::format(" with {} posts or more", kFewestPosts)
                                   : numbers_only ? " collected whole"
                                                  : std::string{},
                                   most == 1 ? "is " : "are ", most));
  const auto seldom = findings_where(found, [](const ControlChart& chart) {
    return !chart.baselines.empty() && chart.baselines.back().enough && chart.baselines.back().seldom;
  });
  if (!seldom.empty())
    cautions.push_back(fmt::format("Less than one post a {}, so that only {} at once are a signal: {}.", noun,
                                   kFewestPostsOfSeldom, fmt::join(seldom, "; ")));
}

void caution_of_breaks(const SignalsFound& found, std::vector<std::string>& cautions) {
  std::vector<std::size_t> rows;
  for (const SeriesBreak& each : series_breaks(found.trends)) rows.push_back(each.row);
  if (!rows.empty())
    cautions.push_back(
        fmt::format("Another version of the model judges from {} on: limits start afresh there.",
                    labels_of(rows, found.trends)));
}

/// What was not collected is missing from the number of posts.
void caution_of_parts(const SignalsFound& found, std::vector<std::string>& cautions) {
  if (std::none_of(found.charts.begin(), found.charts.end(),
                   [](const ControlChart& chart) { return chart.measure == Measure::volume; }))
    return;
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < found.trends.rows.size(); ++row)
    if (found.trends.rows[row].collected == store::Collected::part &&
        !found.trends.rows[row].cannot_be_searched)
      rows.push_back(row);
  if (rows.empty()) return;
  cautions.push_back(fmt::format(
      "Collection was incomplete in {}{}: fewer posts there may be ours, so that a low number is no signal there, and "
      "none is part of what is usual. Shares are of the posts that were collected.",
      labels_of(rows, found.trends), gaps_in_brackets(found.trends.gaps)));
}

void caution_of_few_posts(const SignalsFound& found, std::vector<std::string>& cautions) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < found.trends.rows.size(); ++row)
    if (std::any_of(found.charts.begin(), found.charts.end(),
                    [&](const ControlChart& chart) { return chart.points[row].beyond_by_few; }))
      rows.push_back(row);
  if (!rows.empty())
    cautions.push_back(fmt::format(
        "In {} shares lie beyond their limits that so few posts reach by chance: they are no signal.",
        labels_of(rows, found.trends)));
}

// Series of 24 periods without any change, normal and binomial, had 0.8 to 1.0 signals in a hundred
// points; 1.2 to 1.8 of a hundred charts had one that ends in the last period, for there runs of seven end
// that would go on.
constexpr double kByChancePerPoint = 0.01;
constexpr double kByChanceInTheLast = 0.015;

bool has_signals_by_chance(const Baseline& baseline) { return baseline.enough && !baseline.seldom; }

/// Points from this row on that could be in a signal by chance.
std::size_t points_since(const ControlChart& chart, std::size_t first_row) {
  std::size_t points = 0;
  for (const Baseline& baseline : chart.baselines) {
    if (!has_signals_by_chance(baseline)) continue;
    for (std::size_t row = std::max(baseline.first, first_row); row <= baseline.last; ++row)
      points += chart.points[row].left_out || chart.points[row].may_be_more ? 0 : 1;
  }
  return points;
}

}  // namespace

std::string expected_in_words(double number) {
  return fmt::format("{:.{}f}", number, number < 0.05 ? 2 : number < 2 ? 1 : 0);
}

SignalsByChance signals_by_chance(const SignalsFound& found) {
  SignalsByChance chance;
  std::size_t points = 0;
  for (const ControlChart& chart : found.charts) {
    std::size_t own = 0;
    for (const Baseline& baseline : chart.baselines)
      if (has_signals_by_chance(baseline)) own += baseline.points;
    chance.charts += own > 0 ? 1 : 0;
    points += own;
    chance.longest = std::max(chance.longest, own);
  }
  chance.in_all = static_cast<double>(points) * kByChancePerPoint;
  chance.in_the_last = static_cast<double>(chance.charts) * kByChanceInTheLast;
  return chance;
}

double signals_by_chance_since(const SignalsFound& found, std::size_t first_row) {
  double signals = 0;
  for (const ControlChart& chart : found.charts)
    if (const std::size_t points = points_since(chart, first_row); points > 0)
      signals += static_cast<double>(points - 1) * kByChancePerPoint + kByChanceInTheLast;
  return signals;
}

std::string caution_of_chance(const SignalsFound& found, Heights heights) {
  const SignalsByChance chance = signals_by_chance(found);
  if (chance.charts == 0 || told_signals(found.charts).empty()) return {};
  return fmt::format(
      "By chance alone a hundred points give about one signal: in {} of {} {}about {}, {} of them reaching into "
      "the last. Why something moved, only the posts can say.",
      counted(chance.charts, "chart"), counted(chance.longest, noun_of(found.asked.by)),
      heights == Heights::rounded ? "at most " : "", expected_in_words(chance.in_all),
      expected_in_words(chance.in_the_last));
}

std::vector<std::string> signals_cautions(const SignalsFound& found) {
  std::vector<std::string> cautions;
  caution_of_rows_left_out(found, cautions);
  caution_of_breaks(found, cautions);
  caution_of_too_few(found, cautions);
  caution_of_parts(found, cautions);
  caution_of_few_posts(found, cautions);
  if (std::string chance = caution_of_chance(found); !chance.empty()) cautions.push_back(std::move(chance));
  return cautions;
}

}  // namespace nhs::report
