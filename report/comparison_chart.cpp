#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "report/comparison.h"
#include "report/comparison_numbers.h"
#include "report/comparison_text.h"
#include "report/control_charts.h"

namespace nhs::report {
namespace {

/// A difference on a line from -reach to reach: zero as an upright, the range as a rule, the difference as a
/// mark on it, another one where the change is clear.
std::string difference_line(const ComparedShare& share, double reach, std::size_t columns,
                            const Terminal& terminal) {
  const auto column = [&](double difference) {
    const double portion = std::clamp((difference / reach + 1) / 2, 0.0, 1.0);
    return static_cast<std::size_t>(std::lround(portion * static_cast<double>(columns - 1)));
  };
  const bool clear = share.is_clear();
  std::string line;
  for (std::size_t at = 0; at < columns; ++at) {
    if (at == column(share.difference.difference))
      line += terminal.unicode ? (clear ? "◆" : "●") : (clear ? "#" : "o");
    else if (at == column(0))
      line += terminal.unicode ? "│" : "|";
    else if (at >= column(share.difference.low) && at <= column(share.difference.high))
      line += terminal.unicode ? "─" : "-";
    else
      line += ' ';
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::string differences(const Comparison& comparison, const Terminal& terminal) {
  const std::vector<std::string> labels = share_labels(comparison);
  std::size_t width = 0;
  double reach = 0.01;
  for (const std::string& label : labels) width = std::max(width, display_width(label));
  for (const ComparedShare& share : comparison.shares)
    reach = std::max({reach, -share.difference.low, share.difference.high});
  // An uneven number of columns has a middle.
  const std::size_t columns = (std::min<std::size_t>(terminal.columns - width - 2, 101) - 1) / 2 * 2 + 1;
  std::string text =
      bold(fmt::format("{} less {}, in percentage points", comparison.second.counts.period.label,
                       comparison.first.counts.period.label),
           terminal) +
      "\n";
  const std::string left = points(-reach, 0);
  const std::string right = points(reach, 0);
  text += std::string(width + 2, ' ') + padded(left, (columns - 1) / 2) +
          padded("0", (columns + 1) / 2 - right.size()) + right + "\n";
  for (std::size_t row = 0; row < labels.size(); ++row)
    text += fmt::format("{}  {}\n", padded(labels[row], width),
                        difference_line(comparison.shares[row], reach, columns, terminal));
  const std::string_view clear = terminal.unicode ? "◆" : "#";
  const std::string_view unclear = terminal.unicode ? "●" : "o";
  return text + fmt::format("{} a clear change  {} cannot tell, or too few  {} 95% range\n", clear, unclear,
                            terminal.unicode ? "─" : "-");
}

}  // namespace

std::string comparison_drawing(const Comparison& comparison, const Terminal& terminal) {
  if (std::min(comparison.first.counts.classified, comparison.second.counts.classified) < kFewestPosts)
    return {};
  return "\n" + differences(comparison, terminal);
}

std::string comparison_chart(const Comparison& comparison, const Terminal& terminal) {
  return comparison_answer(comparison, terminal) + "\n" + comparison_numbers(comparison, terminal, true) +
         "\n" + comparison_closing(comparison, terminal) + comparison_drawing(comparison, terminal);
}

}  // namespace nhs::report
