#include "report/small_multiples.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "report/trends_view.h"

namespace nhs::report {
namespace {

constexpr std::size_t kPanelLines = 5;
/// `100%`, a space and the rule at the left.
constexpr std::size_t kAxis = 6;
constexpr std::size_t kGap = 2;
constexpr std::size_t kWidestPanelStep = 4;
/// A value's name, cut a little, still tells itself from the others; beneath, two days stand whole.
constexpr std::size_t kNarrowest = 27;

enum class PanelMark : std::uint8_t { none, interval, share };

std::string_view drawn(PanelMark mark, const Terminal& terminal) {
  if (mark == PanelMark::none) return " ";
  if (mark == PanelMark::share) return terminal.unicode ? "●" : "o";
  return terminal.unicode ? "│" : "|";
}

/// How the panels stand: so many in a row, each so wide, with so many columns a period.
struct Layout {
  std::size_t across = 1;
  std::size_t width = 0;
  std::size_t step = 1;
};

Layout layout_of(const std::vector<Panel>& panels, const Terminal& terminal) {
  const std::size_t periods = panels.front().points.size();
  Layout layout;
  // With a column between periods where that leaves two side by side, else without.
  for (const std::size_t columns : {2U, 1U}) {
    for (const std::size_t across : {6U, 3U, 2U, 1U}) {
      if (across > panels.size()) continue;
      layout.across = across;
      layout.width = (terminal.columns - (across - 1) * kGap) / across;
      if (layout.width >= std::max(kNarrowest, kAxis + columns * periods)) break;
    }
    if (layout.across > 1) break;
  }
  layout.step = std::clamp<std::size_t>((layout.width - kAxis) / periods, 1, kWidestPanelStep);
  return layout;
}

double highest_of(const std::vector<Panel>& panels) {
  double highest = 0;
  for (const Panel& panel : panels)
    for (const auto& point : panel.points)
      if (point) highest = std::max(highest, point->high);
  return highest > 0 ? highest : 1;
}

std::size_t line_of(double share, double highest) {
  const double portion = std::clamp(share / highest, 0.0, 1.0);
  return kPanelLines - 1 -
         static_cast<std::size_t>(std::lround(portion * static_cast<double>(kPanelLines - 1)));
}

/// The first period at the left, the last beneath the last point or as near as there is room.
std::string axis_line(const PanelAxis& axis, std::size_t columns) {
  const std::size_t between = display_width(axis.first) + display_width(axis.last);
  return std::string(kAxis, ' ') + axis.first + std::string(std::max(columns, between + 1) - between, ' ') +
         axis.last;
}

/// The title, then the lines of the drawing and its axis, each as wide as the layout says or less.
std::vector<std::string> lines_of(const Panel& panel, const PanelAxis& axis, double highest,
                                  const Layout& layout, const Terminal& terminal) {
  const std::size_t columns = panel.points.size() * layout.step;
  std::vector<std::vector<PanelMark>> marks(kPanelLines, std::vector<PanelMark>(columns, PanelMark::none));
  for (std::size_t at = 0; at < panel.points.size(); ++at) {
    const auto& point = panel.points[at];
    if (!point) continue;
    const std::size_t column = at * layout.step + layout.step / 2;
    for (std::size_t line = line_of(point->high, highest); line <= line_of(point->low, highest); ++line)
      marks[line][column] = PanelMark::interval;
    marks[line_of(point->share, highest)][column] = PanelMark::share;
  }
  std::vector<std::string> lines = {cut_to(panel.title, layout.width, terminal.unicode)};
  for (std::size_t line = 0; line < kPanelLines; ++line) {
    const std::string label = line == 0 ? percent(highest) : line + 1 == kPanelLines ? "0%" : "";
    std::string text = padded_left(label, kAxis - 2) + (terminal.unicode ? " │" : " |");
    for (const PanelMark mark : marks[line]) text += drawn(mark, terminal);
    lines.push_back(std::move(text));
  }
  lines.push_back(cut_to(axis_line(axis, columns), layout.width, terminal.unicode));
  return lines;
}

}  // namespace

std::string small_multiples(const std::vector<Panel>& panels, const PanelAxis& axis,
                            const Terminal& terminal) {
  if (panels.empty() || panels.front().points.empty()) return {};
  const Layout layout = layout_of(panels, terminal);
  const double highest = highest_of(panels);
  std::string text;
  for (std::size_t first = 0; first < panels.size(); first += layout.across) {
    std::vector<std::string> together(kPanelLines + 2);
    for (std::size_t at = first; at < std::min(first + layout.across, panels.size()); ++at) {
      const auto lines = lines_of(panels[at], axis, highest, layout, terminal);
      for (std::size_t line = 0; line < lines.size(); ++line)
        together[line] = padded(together[line], (at - first) * (layout.width + kGap)) + lines[line];
    }
    for (std::string& line : together) {
      line.erase(line.find_last_not_of(' ') + 1);
      text += line + "\n";
    }
  }
  return text;
}

std::size_t most_points_of_small_multiples(const Terminal& terminal) { return terminal.columns - kAxis; }

std::string small_multiples_legend(const Terminal& terminal) {
  return fmt::format("{} the share in a period, {} its 95% range", drawn(PanelMark::share, terminal),
                     drawn(PanelMark::interval, terminal));
}

}  // namespace nhs::report
