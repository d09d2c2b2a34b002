#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/counted.h"
#include "core/text.h"
#include "report/campaign_marks.h"
#include "report/finding_name.h"
#include "report/signals_numbers.h"
#include "report/signals_text.h"
#include "report/signals_view.h"
#include "report/xmr_drawing.h"

namespace nhs::report {
namespace {

/// More drawings than these nobody reads; the rest is told in words and found in the table.
constexpr std::size_t kMostDrawings = 8;

/// Whether a period is in a signal that ends in the last whole one, and whether in an earlier signal.
struct Marked {
  bool now = false;
  bool earlier = false;
};

/// Of every row of the chart.
std::vector<Marked> marks_of(const ControlChart& chart, std::optional<std::size_t> last) {
  std::vector<Marked> marks(chart.points.size());
  for (const Signal& signal : chart.signals)
    for (const std::size_t row : signal.rows)
      (signal.rows.back() == last ? marks[row].now : marks[row].earlier) = true;
  return marks;
}

/// Those with a signal that is told, the newest first; then those that were asked for by value.
std::vector<const ControlChart*> drawn_charts(const SignalsFound& found) {
  const std::optional<std::size_t> last = last_whole_row(found.trends);
  std::vector<const ControlChart*> charts;
  const auto add = [&](const ControlChart* chart) {
    if (std::find(charts.begin(), charts.end(), chart) == charts.end()) charts.push_back(chart);
  };
  for (const ToldSignal& told : told_signals(found.charts))
    if (found.all || told.signals.front()->rows.back() == last)
      for (const ControlChart* chart : told.charts) add(chart);
  if (!found.asked.values.empty())
    for (const ControlChart& chart : found.charts)
      if (chart.direction == found.asked.direction) add(&chart);
  return charts;
}

std::optional<XmrLimits> limits_at(const ControlChart& chart, std::size_t row) {
  for (const Baseline& each : chart.baselines)
    if (each.enough && row >= each.first && row <= each.last) return shown_limits(each.limits, chart.measure);
  return std::nullopt;
}

std::string share_label(double height) { return percent(height); }
std::string number_label(double height) {
  return fmt::format("{:.{}f}", height, height < 10 && height != std::floor(height) ? 1 : 0);
}

std::string drawing_of(const ControlChart& chart, const SignalsFound& found, const Terminal& terminal) {
  std::vector<DrawnPoint> points;
  std::vector<std::string> names;
  const std::vector<Campaign>& campaigns = found.asked.campaigns;
  const std::vector<Marked> marks = marks_of(chart, last_whole_row(found.trends));
  for (std::size_t row = 0; row < chart.points.size(); ++row) {
    DrawnPoint point;
    if (!chart.points[row].left_out) point.height = chart.points[row].height(chart.measure);
    point.in_signal = marks[row].now;
    point.in_earlier_signal = marks[row].earlier;
    point.limits = limits_at(chart, row);
    const Period& period = found.trends.rows[row].period;
    point.in_campaign = std::any_of(campaigns.begin(), campaigns.end(), [&](const Campaign& each) {
      return touches(each, period.from, period.to);
    });
    points.push_back(point);
    names.push_back(found.trends.rows[row].period.label);
  }
  return xmr_drawing(points, names, chart.measure == Measure::share ? share_label : number_label, terminal);
}

/// Every period with its number, several in a line, `!` after those in a signal that ends in the last whole
/// one, `'` after those in an earlier signal.
std::string numbers_of(const ControlChart& chart, const SignalsFound& found, const Terminal& terminal) {
  std::vector<std::string> cells;
  std::size_t width = 0;
  const std::vector<Marked> marks = marks_of(chart, last_whole_row(found.trends));
  for (std::size_t row = 0; row < chart.points.size(); ++row) {
    const ControlPoint& point = chart.points[row];
    cells.push_back(
        fmt::format("{} {}{}", found.trends.rows[row].period.label,
                    point.left_out ? "-" : height_in_words(point.height(chart.measure), chart.measure),
                    marks[row].now       ? "!"
                    : marks[row].earlier ? "'"
                                         : ""));
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

std::string heading_of(const ControlChart& chart, const SignalsFound& found, const Terminal& terminal) {
  const std::string heading = fmt::format(
      "{}: {} by {}", finding_name(chart.value, chart.direction),
      chart.measure == Measure::share ? "share of posts" : "number of posts", noun_of(found.asked.by));
  std::string text;
  for (const std::string& line : wrapped(heading, terminal.columns)) text += bold(line, terminal) + "\n";
  return text;
}

/// Which periods are drawn, where not all are. A control chart is of single periods, so that none are taken
/// together.
std::string left_out_of_drawings(const SignalsFound& found, const Terminal& terminal) {
  const auto& rows = found.trends.rows;
  const std::size_t drawn = most_points_of_drawing(terminal);
  if (rows.size() <= drawn) return {};
  return fmt::format("There is room to draw the newest {} of {}, from {} to {}; the numbers are of all.",
                     drawn, counted(rows.size(), noun_of(found.asked.by)),
                     rows[rows.size() - drawn].period.label, rows.back().period.label);
}

/// What marks mean in the numbers and in the drawings.
std::string legend(const std::vector<const ControlChart*>& charts, const SignalsFound& found,
                   const Terminal& terminal) {
  const std::optional<std::size_t> last = last_whole_row(found.trends);
  bool earlier = false;
  for (const ControlChart* chart : charts)
    for (const Signal& signal : chart->signals) earlier = earlier || signal.rows.back() != last;
  const std::string now = last && earlier ? found.trends.rows[*last].period.label : "";
  std::string numbers = now.empty() ? "Numbers: ! in a signal"
                                    : fmt::format("Numbers: ! in a signal of {}, ' in an earlier one", now);
  if (!found.asked.campaigns.empty()) numbers += fmt::format("; drawings: {} in a campaign", kCampaignMark);
  std::vector<std::string> lines = {numbers + ".", "Drawings: " + xmr_legend(now, terminal)};
  if (std::string left_out = left_out_of_drawings(found, terminal); !left_out.empty())
    lines.push_back(std::move(left_out));
  std::string text;
  for (const std::string& words : lines)
    for (const std::string& line : wrapped(words, terminal.columns)) text += line + "\n";
  return text;
}

}  // namespace

std::string signals_chart(const SignalsFound& found, const Terminal& terminal) {
  std::string text = answer_lines(found, terminal) + signal_lines(found, terminal);
  if (const std::string table = usual_table(found, terminal, true); !table.empty()) text += "\n" + table;
  text += "\n" + closing_lines(found, terminal);
  std::vector<const ControlChart*> charts = drawn_charts(found);
  if (charts.empty()) return text;
  const std::size_t left_out = charts.size() - std::min(charts.size(), kMostDrawings);
  charts.resize(charts.size() - left_out);
  text += "\n" + legend(charts, found, terminal);
  for (const ControlChart* chart : charts)
    text += "\n" + heading_of(*chart, found, terminal) + numbers_of(*chart, found, terminal) +
            drawing_of(*chart, found, terminal);
  if (left_out == 0) return text;
  text += "\n";
  for (const std::string& line :
       wrapped(fmt::format("{} more charts: narrow with --value, --direction or --measure.", left_out),
               terminal.columns))
    text += line + "\n";
  return text;
}

}  // namespace nhs::report
