#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "report/finding_name.h"
#include "report/signals_numbers.h"
#include "report/signals_text.h"
#include "report/signals_view.h"
#include "report/xmr_drawing.h"

namespace nhs::report {
namespace {

/// More drawings than these nobody reads; the rest is told in words and found in the table.
constexpr std::size_t kMostDrawings = 8;

bool in_signal(const ControlChart& chart, std::size_t row) {
  return std::any_of(chart.signals.begin(), chart.signals.end(), [&](const Signal& signal) {
    return std::find(signal.rows.begin(), signal.rows.end(), row) != signal.rows.end();
  });
}

/// Those with a signal, the newest signal first; then those that were asked for by value.
std::vector<const ControlChart*> drawn_charts(const SignalsFound& found) {
  std::vector<const ControlChart*> charts;
  const auto add = [&](const ControlChart* chart) {
    if (std::find(charts.begin(), charts.end(), chart) == charts.end()) charts.push_back(chart);
  };
  for (const ToldSignal& told : told_signals(found.charts))
    for (const ControlChart* chart : told.charts) add(chart);
  if (!found.asked.values.empty())
    for (const ControlChart& chart : found.charts)
      if (chart.direction == found.asked.direction) add(&chart);
  return charts;
}

std::optional<XmrLimits> limits_at(const ControlChart& chart, std::size_t row) {
  for (const Baseline& each : chart.baselines)
    if (each.enough && row >= each.first && row <= each.last) return each.limits;
  return std::nullopt;
}

std::string share_label(double height) { return percent(height); }
std::string number_label(double height) {
  return fmt::format("{:.{}f}", height, height < 10 && height != std::floor(height) ? 1 : 0);
}

std::string drawing_of(const ControlChart& chart, const SignalsFound& found, const Terminal& terminal) {
  std::vector<DrawnPoint> points;
  std::vector<std::string> names;
  for (std::size_t row = 0; row < chart.points.size(); ++row) {
    DrawnPoint point;
    if (!chart.points[row].left_out) point.height = chart.points[row].height(chart.measure);
    point.in_signal = in_signal(chart, row);
    point.limits = limits_at(chart, row);
    points.push_back(point);
    names.push_back(found.trends.rows[row].period.label);
  }
  return xmr_drawing(points, names, chart.measure == Measure::share ? share_label : number_label, terminal);
}

/// Every period with its number, several in a line, `!` after those in a signal.
std::string numbers_of(const ControlChart& chart, const SignalsFound& found, const Terminal& terminal) {
  std::vector<std::string> cells;
  std::size_t width = 0;
  for (std::size_t row = 0; row < chart.points.size(); ++row) {
    const ControlPoint& point = chart.points[row];
    cells.push_back(
        fmt::format("{} {}{}", found.trends.rows[row].period.label,
                    point.left_out ? "-" : height_in_words(point.height(chart.measure), chart.measure),
                    in_signal(chart, row) ? "!" : ""));
    width = std::max(width, cells.back().size() + 2);
  }
  const std::size_t in_line = std::max<std::size_t>(1, (terminal.columns + 2) / width);
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool ends = (i + 1) % in_line == 0 || i + 1 == cells.size();
    text += ends ? cells[i] + "\n" : padded(cells[i], width);
  }
  return text;
}

std::string heading_of(const ControlChart& chart, const SignalsFound& found) {
  return fmt::format("{}: {} by {}", finding_name(chart.value, chart.direction),
                     chart.measure == Measure::share ? "share of posts" : "number of posts",
                     noun_of(found.asked.by));
}

}  // namespace

std::string signals_chart(const SignalsFound& found, const Terminal& terminal) {
  std::string text = answer_lines(found, terminal);
  text += signal_lines(found, terminal);
  std::vector<const ControlChart*> charts = drawn_charts(found);
  const std::size_t left_out = charts.size() - std::min(charts.size(), kMostDrawings);
  charts.resize(charts.size() - left_out);
  for (const ControlChart* chart : charts) {
    text += "\n" + bold(heading_of(*chart, found), terminal) + "\n";
    text += drawing_of(*chart, found, terminal) + numbers_of(*chart, found, terminal);
  }
  if (!charts.empty()) text += xmr_legend(terminal) + "\n";
  if (left_out > 0)
    text += fmt::format("{} more charts: narrow with --value, --direction or --measure.\n", left_out);
  if (const std::string table = usual_table(found, terminal, true); !table.empty()) text += "\n" + table;
  return text + "\n" + closing_lines(found, terminal);
}

}  // namespace nhs::report
