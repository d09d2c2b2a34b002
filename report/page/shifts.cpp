#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "report/finding_name.h"
#include "report/page/campaigns.h"
#include "report/page/charts.h"
#include "report/page/dates.h"
#include "report/page/looked_at.h"
#include "report/page/sections.h"
#include "report/page/wording.h"
#include "report/posts_behind.h"
#include "report/signals_text.h"

namespace nhs::report::page {
namespace {

const Baseline* baseline_at(const ControlChart& chart, std::size_t row) {
  for (const Baseline& each : chart.baselines)
    if (each.enough && row >= each.first && row <= each.last) return &each;
  return nullptr;
}

std::vector<bool> rows_in_signal(const ControlChart& chart, std::size_t rows) {
  std::vector<bool> in_signal(rows, false);
  for (const Signal& signal : chart.signals)
    for (const std::size_t row : signal.rows) in_signal[row] = true;
  return in_signal;
}

Figure control_figure(const PeriodReport& report, const ControlChart& chart, std::string reading) {
  const bool share = chart.measure == Measure::share;
  const std::vector<bool> in_signal = rows_in_signal(chart, report.rows.size());
  const std::vector<bool> breaks = breaks_of(report);
  const std::vector<std::string> names = short_names(report);
  std::string title = fmt::format("{}: {} by {}", finding_name(chart.value, chart.direction),
                                  share ? "share of posts" : "number of posts", noun_of(report.by()));
  std::vector<ControlMark> marks;
  Table table{
      title + ", with what is usual", {"Period", share ? "Share" : "Posts", "Mean", "Usual", "Signal"}, {}};
  for (std::size_t i = 0; i < report.rows.size(); ++i) {
    const ControlPoint& point = chart.points[i];
    const Baseline* baseline = baseline_at(chart, i);
    ControlMark mark{names[i], std::nullopt, in_signal[i], breaks[i], {}, {}, {}};
    if (!point.left_out) mark.height = point.height(chart.measure);
    if (baseline != nullptr) {
      mark.mean = baseline->limits.mean;
      mark.lower = baseline->limits.lower;
      mark.upper = baseline->limits.upper;
    }
    table.rows.push_back({report.rows[i].period.label,
                          point.left_out ? std::string{"left out"}
                                         : height_in_words(point.height(chart.measure), chart.measure),
                          baseline != nullptr ? height_in_words(baseline->limits.mean, chart.measure) : "-",
                          baseline != nullptr ? usual_range(*baseline, chart.measure) : "-",
                          in_signal[i] ? "yes" : "-"});
    marks.push_back(std::move(mark));
  }
  std::string svg =
      control_chart_drawing(marks, share, {title, with_campaigns(reading, report)}, campaign_spans(report));
  return {std::move(title), std::move(reading), std::move(svg), std::move(table)};
}

/// A chart and what its signals of the period say.
struct ToldChart {
  const ControlChart* chart;
  std::string reading;
  std::vector<std::string> commands;  ///< that list the posts behind them
};

std::vector<ToldChart> told_by_chart(const PeriodReport& report) {
  std::vector<ToldChart> charts;
  for (const ToldSignal& told : signals_of_period(report)) {
    const std::string text = in_words(told, report.usual) + ".";
    const auto there = std::find_if(charts.begin(), charts.end(),
                                    [&](const auto& each) { return each.chart == told.charts.front(); });
    ToldChart& chart =
        there != charts.end() ? *there : charts.emplace_back(ToldChart{told.charts.front(), {}, {}});
    chart.reading += (chart.reading.empty() ? "" : " ") + text;
    std::string command = posts_behind(told, report.usual);
    if (!command.empty() &&
        std::find(chart.commands.begin(), chart.commands.end(), command) == chart.commands.end())
      chart.commands.push_back(std::move(command));
  }
  return charts;
}

}  // namespace

std::vector<std::string> shifts_in_words(const PeriodReport& report) {
  std::vector<std::string> readings;
  for (ToldChart& each : told_by_chart(report)) readings.push_back(std::move(each.reading));
  return readings;
}

Section shifts(const PeriodReport& report) {
  Section section{"More than the usual ups and downs"};
  const auto charts = told_by_chart(report);
  const std::string unknown = why_no_limits(report);
  if (charts.empty())
    section.blocks.emplace_back(
        Paragraph{unknown.empty() ? nothing_unusual(report, " in this period") : unknown});
  else
    section.blocks.emplace_back(Paragraph{
        "Numbers go up and down by chance. What is shown here went further than that, or kept to one side for longer. Why "
        "something moved, only the posts can say.",
        "In the charts the solid line is the mean, the dashed lines are the limits of what is usual, and a diamond is a "
        "signal."});
  for (const ToldChart& each : charts) {
    section.blocks.emplace_back(control_figure(report, *each.chart, each.reading));
    if (report.for_public()) continue;
    for (const std::string& command : each.commands)
      section.blocks.emplace_back(Paragraph{"The posts behind it: " + command});
  }
  if (std::string left_out = not_looked_at(report); !left_out.empty())
    section.blocks.emplace_back(Caution{std::move(left_out)});
  // Of rounded numbers with hidden ones among them, the counts in these sentences are not for others.
  if (!report.for_public())
    for (const std::string& caution : signals_cautions(report.usual))
      section.blocks.emplace_back(Caution{caution});
  else if (std::string chance = caution_of_chance(report.usual, Heights::rounded); !chance.empty())
    section.blocks.emplace_back(Caution{std::move(chance)});
  return section;
}

}  // namespace nhs::report::page
