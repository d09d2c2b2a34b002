#include "report/campaign_signals.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "report/finding_name.h"
#include "report/signals_text.h"

namespace nhs::report {
namespace {

bool has_limits(const ControlChart& chart) {
  return std::any_of(chart.baselines.begin(), chart.baselines.end(),
                     [](const Baseline& baseline) { return baseline.enough; });
}

/// Whether the row was held against limits.
bool is_judged(const ControlChart& chart, std::size_t row) {
  return !chart.points[row].left_out &&
         std::any_of(chart.baselines.begin(), chart.baselines.end(), [row](const Baseline& baseline) {
           return baseline.enough && baseline.first <= row && row <= baseline.last;
         });
}

/// By its shares: that few posts came says nothing of what they said.
bool any_is_judged(const SignalsFound& found, LocalDay from) {
  for (const ControlChart& chart : found.charts)
    for (std::size_t row = 0; chart.measure == Measure::share && row < chart.points.size(); ++row)
      if (found.trends.rows[row].period.to > from && is_judged(chart, row)) return true;
  return false;
}

}  // namespace

std::vector<SignalOfValue> signals_by_value(const SignalsFound& found, LocalDay from) {
  std::vector<SignalOfValue> told;
  std::vector<std::optional<Value>> values;
  for (const ToldSignal& signal : told_signals(found.charts)) {
    if (found.trends.rows[signal.signals.front()->rows.back()].period.to <= from) continue;
    const std::optional<Value> value = signal.charts.front()->value;
    const auto known = std::find(values.begin(), values.end(), value);
    if (known != values.end()) {
      ++told[static_cast<std::size_t>(known - values.begin())].others;
      continue;
    }
    values.push_back(value);
    told.push_back({in_words(signal, found), finding_name(value, std::nullopt), 0});
  }
  return told;
}

std::string no_signals_in_words(const SignalsFound& found, LocalDay from) {
  if (std::none_of(found.charts.begin(), found.charts.end(), has_limits))
    return fmt::format("There are too few {}s to tell what is usual.", noun_of(found.asked.by));
  if (!any_is_judged(found, from)) return "No whole period of the campaign can be judged yet.";
  return "Nothing in the campaign was more than the usual ups and downs.";
}

}  // namespace nhs::report
