#include "report/signals_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "core/counted.h"
#include "report/collected_text.h"
#include "report/finding_name.h"
#include "report/one_voice.h"
#include "report/week_dates.h"

namespace nhs::report {
namespace {

const Baseline& baseline_of(const ControlChart& chart, const Signal& signal) {
  return chart.baselines[signal.baseline];
}

/// A mean of counts is no whole number.
std::string mean_in_words(double mean, Measure measure) {
  return measure == Measure::share ? percent(mean) : fmt::format("{:.1f}", mean);
}

/// What was seen and what is usual, as it belongs to the rule.
std::string figures(const ControlChart& chart, const Signal& signal) {
  const Baseline& baseline = baseline_of(chart, signal);
  const auto height = [&](std::size_t row) { return chart.points[row].height(chart.measure); };
  const std::string unit = chart.measure == Measure::volume ? " posts" : "";
  switch (signal.rule) {
    case XmrRule::outside_limits: {
      const double limit = signal.side == Side::high ? baseline.limits.upper : baseline.limits.lower;
      const double seen = height(signal.rows.front());
      const int decimals = chart.measure == Measure::share ? decimals_beside(seen, limit) : 0;
      if (decimals > 0)
        return fmt::format("{}%, usually {} {}%", hundredths_in_words(seen, decimals),
                           signal.side == Side::high ? "at most" : "at least",
                           hundredths_in_words(limit, decimals));
      return fmt::format("{}{}, usually {}", height_in_words(seen, chart.measure), unit,
                         usual_range(baseline, chart.measure));
    }
    case XmrRule::one_side_of_mean:
      return fmt::format("mean {}{}", mean_in_words(baseline.limits.mean, chart.measure), unit);
    case XmrRule::trend: {
      const double from = height(signal.rows.front());
      const double to = height(signal.rows.back());
      const int decimals = decimals_apart(from, to);
      return fmt::format("from {} to {}{}", height_in_words(from, chart.measure, decimals),
                         height_in_words(to, chart.measure, decimals), unit);
    }
    case XmrRule::outer_third:
      break;
  }
  return fmt::format("usually {}{}", usual_range(baseline, chart.measure), unit);
}

std::string span_of(const Signal& signal, const store::TrendsResult& trends) {
  return fmt::format("{} to {}", trends.rows[signal.rows.front()].period.label,
                     trends.rows[signal.rows.back()].period.label);
}

/// ", collected in part", where it was; of several periods by name.
std::string collected_in_part(const Signal& signal, const store::TrendsResult& trends) {
  std::vector<std::string> parts;
  for (const std::size_t row : signal.rows)
    if (trends.rows[row].collected == store::Collected::part) parts.push_back(trends.rows[row].period.label);
  if (parts.empty()) return {};
  return signal.rows.size() == 1 ? ", collected in part"
                                 : fmt::format(", {} collected in part", fmt::join(parts, ", "));
}

std::string where_it_lies(const Signal& signal, const SignalsFound& found) {
  const bool high = signal.side == Side::high;
  const std::string_view noun = noun_of(found.asked.by);
  switch (signal.rule) {
    case XmrRule::outside_limits: {
      const std::string& label = found.trends.rows[signal.rows.front()].period.label;
      const std::string when =
          found.asked.by == Bucket::day ? "on " + label : fmt::format("in {} {}", noun, label);
      return fmt::format("{} the {} limit {}", high ? "above" : "below", high ? "upper" : "lower", when);
    }
    case XmrRule::one_side_of_mean:
      return fmt::format("{} the mean for {} in a row, {}", high ? "above" : "below",
                         counted(signal.rows.size(), noun), span_of(signal, found.trends));
    case XmrRule::trend:
      return fmt::format("{} for {} in a row, {}", high ? "rising" : "falling",
                         counted(signal.rows.size(), noun), span_of(signal, found.trends));
    case XmrRule::outer_third:
      break;
  }
  return fmt::format("near the {} limit or beyond in {} close together, {}", high ? "upper" : "lower",
                     counted(signal.rows.size(), noun), span_of(signal, found.trends));
}

std::string what_happened(const Signal& signal, const SignalsFound& found) {
  return where_it_lies(signal, found) + collected_in_part(signal, found.trends);
}

/// What signals that tell the same have in common, their rows between the first and the last left out.
using Telling =
    std::tuple<std::optional<Value>, std::optional<Direction>, XmrRule, Side, std::size_t, std::size_t>;

Telling telling_of(const ControlChart& chart, const Signal& signal) {
  return {chart.value, chart.direction, signal.rule, signal.side, signal.rows.front(), signal.rows.back()};
}

/// How far past its limit the point lies, in mean moving ranges; what is past none comes after all that is.
double past_limit(const ToldSignal& told) {
  double farthest = 0;
  for (std::size_t i = 0; i < told.charts.size(); ++i) {
    const ControlChart& chart = *told.charts[i];
    const Signal& signal = *told.signals[i];
    if (signal.rule != XmrRule::outside_limits) continue;
    const XmrLimits& limits = baseline_of(chart, signal).limits;
    const double height = chart.points[signal.rows.front()].height(chart.measure);
    const double past = signal.side == Side::high ? height - limits.upper : limits.lower - height;
    farthest = std::max(
        farthest, limits.moving_range > 0 ? past / limits.moving_range : std::numeric_limits<double>::max());
  }
  return farthest;
}

/// And of these those farthest past their limits.
std::vector<ToldSignal> newest_first(std::vector<ToldSignal> told) {
  struct Placed {
    std::size_t newest;
    double past;
    std::size_t at;
  };
  std::vector<Placed> order;
  for (std::size_t at = 0; at < told.size(); ++at)
    order.push_back({told[at].signals.front()->rows.back(), past_limit(told[at]), at});
  std::stable_sort(order.begin(), order.end(), [](const Placed& a, const Placed& b) {
    return a.newest != b.newest ? a.newest > b.newest : a.past > b.past;
  });
  std::vector<ToldSignal> sorted;
  for (const Placed& each : order) sorted.push_back(std::move(told[each.at]));
  return sorted;
}

/// Whether one author wrote much of what is a signal: of its newest period of which that is so.
std::string voice_behind(const ToldSignal& told, const SignalsFound& found) {
  const ControlChart& chart = *told.charts.front();
  const std::vector<std::size_t>& rows = told.signals.front()->rows;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    const ControlPoint& point = chart.points[*row];
    const std::string period = rows.size() == 1 ? std::string{} : found.trends.rows[*row].period.label;
    const std::string words = one_voice_in_words(point.most_by_one_author, point.posts, period);
    if (!words.empty()) return "; " + words;
  }
  return {};
}

std::string too_few_in_words(const SignalsFound& found, const std::string& filtered) {
  std::size_t most = 0;
  for (const ControlChart& chart : found.charts)
    for (const Baseline& baseline : chart.baselines) most = std::max(most, baseline.points);
  const std::string_view noun = noun_of(found.asked.by);
  return fmt::format(
      "Too few {}s to tell a signal from the usual ups and downs{}: {} are wanted (whole, judged by one version of "
      "the model, and for shares with {} posts or more), and there {} {}.",
      noun, filtered, kFewestPoints, kFewestPosts, most == 1 ? "is" : "are", most);
}

}  // namespace

std::string_view noun_of(Bucket by) { return by == Bucket::nhs_year ? "NHS year" : id_of_bucket(by); }

std::optional<std::size_t> last_whole_row(const store::TrendsResult& trends) {
  for (std::size_t row = trends.rows.size(); row > 0; --row)
    if (!trends.rows[row - 1].partial) return row - 1;
  return std::nullopt;
}

std::string height_in_words(double height, Measure measure, int decimals) {
  if (measure == Measure::volume) return fmt::format("{:.0f}", height);
  return decimals == 0 ? percent(height) : hundredths_in_words(height, decimals) + "%";
}

int decimals_apart(double share, double other) {
  if (share == other || percent(share) != percent(other)) return 0;
  return hundredths(share, 1) != hundredths(other, 1) ? 1 : 2;
}

int decimals_beside(double share, double limit) {
  return decimals_that_tell(limit, decimals_apart(share, limit), 2);
}

XmrLimits shown_limits(const XmrLimits& limits, Measure measure) {
  XmrLimits shown = limits;
  if (measure == Measure::share) return shown;
  shown.lower = std::max(0.0, std::ceil(limits.lower - 1e-9));
  shown.upper = std::floor(limits.upper + 1e-9);
  return shown;
}

std::string usual_range(const Baseline& baseline, Measure measure, int decimals) {
  if (measure == Measure::share) {
    const std::string upper = height_in_words(baseline.limits.upper, measure, decimals);
    // What would be told as nothing is left out.
    if (hundredths(baseline.limits.lower, decimals) <= 0) return "up to " + upper;
    const std::string lower = height_in_words(baseline.limits.lower, measure, decimals);
    return lower == upper ? upper : fmt::format("{} to {}", lower.substr(0, lower.size() - 1), upper);
  }
  const XmrLimits shown = shown_limits(baseline.limits, measure);
  if (shown.lower <= 0) return fmt::format("up to {:.0f}", shown.upper);
  if (shown.lower == shown.upper) return fmt::format("{:.0f}", shown.upper);
  // Between limits so close that no whole number lies between them.
  if (shown.lower > shown.upper)
    return fmt::format("{:.1f} to {:.1f}", baseline.limits.lower, baseline.limits.upper);
  return fmt::format("{:.0f} to {:.0f}", shown.lower, shown.upper);
}

std::vector<ToldSignal> told_signals(const std::vector<ControlChart>& charts) {
  std::vector<ToldSignal> told;
  std::map<Telling, std::vector<std::size_t>> places;
  for (const ControlChart& chart : charts)
    for (const Signal& signal : chart.signals) {
      std::vector<std::size_t>& alike = places[telling_of(chart, signal)];
      const auto same = std::find_if(alike.begin(), alike.end(), [&](std::size_t place) {
        return told[place].signals.front()->rows == signal.rows;
      });
      if (same == alike.end()) {
        alike.push_back(told.size());
        told.push_back({{&chart}, {&signal}});
      } else {
        told[*same].charts.push_back(&chart);
        told[*same].signals.push_back(&signal);
      }
    }
  return newest_first(std::move(told));
}

std::string in_words(const ToldSignal& told, const SignalsFound& found) {
  std::vector<std::string> subjects;
  std::vector<std::string> seen;
  for (std::size_t i = 0; i < told.charts.size(); ++i) {
    subjects.emplace_back(told.charts[i]->measure == Measure::share ? "share" : "number");
    seen.push_back(figures(*told.charts[i], *told.signals[i]));
  }
  const ControlChart& chart = *told.charts.front();
  return fmt::format("{}: {} {} ({}){}", finding_name(chart.value, chart.direction),
                     fmt::join(subjects, " and "), what_happened(*told.signals.front(), found),
                     fmt::join(seen, "; "), voice_behind(told, found));
}

std::string signals_sentence(const SignalsFound& found) {
  const std::string filtered = found.asked.filters.empty() ? "" : fmt::format(" ({})", found.asked.filters);
  const std::string span = fmt::format("from {} to {}", format_day(found.asked.since),
                                       format_day(found.asked.until - std::chrono::days{1}));
  const store::TrendRow total = total_of(found.trends.rows);
  if (collected_nothing(found.trends))
    return fmt::format("Nothing was collected {}{}: how many posts there were is not known.", span, filtered);
  if (total.classified + total.unclassified == 0) return fmt::format("No posts {}{}.", span, filtered);
  const auto has_limits = [](const ControlChart& chart) {
    return std::any_of(chart.baselines.begin(), chart.baselines.end(),
                       [](const Baseline& b) { return b.enough; });
  };
  if (std::none_of(found.charts.begin(), found.charts.end(), has_limits))
    return too_few_in_words(found, filtered);
  const std::vector<ToldSignal> told = told_signals(found.charts);
  if (told.empty())
    return fmt::format("No signal {}{}: what posts say of the values moved within its usual bounds.", span,
                       filtered);
  const std::optional<std::size_t> last = last_whole_row(found.trends);
  const auto is_now = [&](const ToldSignal& each) { return each.signals.front()->rows.back() == last; };
  const auto now = static_cast<std::size_t>(std::count_if(told.begin(), told.end(), is_now));
  const std::size_t before = told.size() - now;
  const std::string_view noun = noun_of(found.asked.by);
  const std::string label = last ? with_dates(found.trends.rows[*last].period) : std::string{};
  if (now == 0)
    return fmt::format("No signal in {}, the last whole {}{}; {} in earlier ones since {}.", label, noun,
                       filtered, before, found.trends.rows.front().period.label);
  std::string text =
      fmt::format("{} in {}, the last whole {}{}", counted(now, "signal"), label, noun, filtered);
  if (before > 0)
    text += fmt::format("; {} in earlier ones since {}", before, found.trends.rows.front().period.label);
  return text + ".";
}

}  // namespace nhs::report
