#include <fmt/format.h>

#include <algorithm>

#include "report/campaign_marks.h"
#include "report/finding_name.h"
#include "report/posts_behind.h"
#include "report/signals_numbers.h"
#include "report/signals_text.h"
#include "report/signals_view.h"
#include "report/table.h"

namespace nhs::report {
namespace {

using Align = Table::Align;

/// The charts of one finding: its share, its number, or both.
struct Finding {
  std::optional<Value> value;
  std::optional<Direction> direction;
  const ControlChart* share = nullptr;
  const ControlChart* volume = nullptr;
};

std::vector<Finding> findings_of(const std::vector<ControlChart>& charts) {
  std::vector<Finding> findings;
  for (const ControlChart& chart : charts) {
    if (findings.empty() || findings.back().value != chart.value ||
        findings.back().direction != chart.direction)
      findings.push_back({chart.value, chart.direction});
    (chart.measure == Measure::share ? findings.back().share : findings.back().volume) = &chart;
  }
  return findings;
}

/// What is usual at the end of the series; nothing without limits there.
const Baseline* last_limits(const ControlChart* chart) {
  if (chart == nullptr || chart->baselines.empty() || !chart->baselines.back().enough) return nullptr;
  return &chart->baselines.back();
}

void add_cells(std::vector<std::string>& cells, const ControlChart* chart, std::size_t row, Measure measure) {
  const bool known = chart != nullptr && !chart->points[row].left_out;
  const double height = known ? chart->points[row].height(measure) : 0;
  const Baseline* limits = last_limits(chart);
  int decimals = 0;
  if (known && limits != nullptr && measure == Measure::share)
    decimals = std::max(decimals_apart(height, limits->limits.upper),
                        height < limits->limits.lower ? decimals_beside(height, limits->limits.lower)
                        : limits->limits.lower > 0    ? decimals_apart(height, limits->limits.lower)
                                                      : 0);
  cells.push_back(known ? height_in_words(height, measure, decimals) : "-");
  cells.push_back(limits == nullptr ? "-" : usual_range(*limits, measure, decimals));
}

/// `now` when a signal reaches the last whole period, else how many there were before.
std::string signals_cell(const Finding& finding, std::size_t last) {
  std::size_t earlier = 0;
  for (const ControlChart* chart : {finding.share, finding.volume}) {
    if (chart == nullptr) continue;
    for (const Signal& signal : chart->signals) {
      if (signal.rows.back() == last) return "now";
      ++earlier;
    }
  }
  return earlier > 0 ? "earlier" : "";
}

/// The direction alone, under its value.
std::string row_name(const Finding& finding, bool under_value) {
  if (!under_value) return finding_name(finding.value, finding.direction);
  return fmt::format("  {}", said_of_value(*finding.direction));
}

Table table_of(const SignalsFound& found, const std::vector<Finding>& findings, std::size_t last, bool shares,
               bool volumes) {
  Table table;
  table.column(found.trends.rows[last].period.label);
  if (shares)
    for (const char* heading : {"Share", "usually"}) table.column(heading, Align::right);
  if (volumes)
    for (const char* heading : {"Posts", "usually"}) table.column(heading, Align::right);
  table.column("Signal");
  for (const Finding& finding : findings) {
    const bool under_value = finding.direction && !found.asked.direction;
    std::vector<std::string> cells = {row_name(finding, under_value)};
    if (shares) add_cells(cells, finding.share, last, Measure::share);
    if (volumes) add_cells(cells, finding.volume, last, Measure::volume);
    cells.push_back(signals_cell(finding, last));
    table.row(std::move(cells));
  }
  return table;
}

/// The command that lists the posts behind the first signal that is told; nothing where it has none.
std::string where_to_look(const SignalsFound& found) {
  const std::vector<ToldSignal> told = told_signals(found.charts);
  return told.empty() ? std::string{} : posts_behind(told.front(), found);
}

}  // namespace

std::string usual_table(const SignalsFound& found, const Terminal& terminal, bool fit) {
  const std::optional<std::size_t> last = last_whole_row(found.trends);
  const bool any = std::any_of(found.charts.begin(), found.charts.end(),
                               [](const ControlChart& chart) { return last_limits(&chart) != nullptr; });
  if (!last || !any) return {};
  const std::vector<Finding> findings = findings_of(found.charts);
  const bool shares =
      std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.share != nullptr; });
  const bool volumes =
      std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.volume != nullptr; });
  Table table = table_of(found, findings, *last, shares, volumes);
  if (fit && table.width() > terminal.columns) table = table_of(found, findings, *last, shares, !shares);
  return table.text(terminal);
}

std::string answer_lines(const SignalsFound& found, const Terminal& terminal) {
  std::string text;
  for (const std::string& line : wrapped(signals_sentence(found), terminal.columns)) text += line + "\n";
  return text;
}

std::string signal_lines(const SignalsFound& found, const Terminal& terminal) {
  constexpr std::size_t most_on_a_screen = 10;
  const std::vector<ToldSignal> told = told_signals(found.charts);
  const std::optional<std::size_t> last = last_whole_row(found.trends);
  const auto now =
      static_cast<std::size_t>(std::count_if(told.begin(), told.end(), [&](const ToldSignal& each) {
        return each.signals.front()->rows.back() == last;
      }));
  std::size_t shown = found.all ? told.size() : now;
  if (terminal.interactive && !found.all) shown = std::min(shown, most_on_a_screen);
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) text += wrapped_lines({in_words(told[i], found)}, terminal, "- ");
  if (shown < now) text += fmt::format("- and {} more, not so far past their limits: --all\n", now - shown);
  if (!found.all && now < told.size())
    text += fmt::format("- and {} in earlier {}s: --all\n", told.size() - now, noun_of(found.asked.by));
  return text;
}

std::string closing_lines(const SignalsFound& found, const Terminal& terminal) {
  std::string text;
  for (const std::string& caution : signals_cautions(found))
    for (const std::string& line : wrapped(caution, terminal.columns)) text += line + "\n";
  if (!found.asked.campaigns.empty())
    text += wrapped_lines({ran_in_this_time(found.asked.campaigns)}, terminal);
  if (const std::string command = where_to_look(found); !command.empty())
    text += fmt::format("The posts behind the {} signal:\n  {}\n",
                        told_signals(found.charts).size() > 1 ? "first" : "only", command);
  return text;
}

std::string signals_table(const SignalsFound& found, const Terminal& terminal) {
  std::string text = answer_lines(found, terminal);
  text += signal_lines(found, terminal);
  if (const std::string table = usual_table(found, terminal, terminal.interactive); !table.empty())
    text += "\n" + table;
  return text + "\n" + closing_lines(found, terminal);
}

}  // namespace nhs::report
