#include "report/xmr_drawing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/text.h"
#include "report/campaign_marks.h"

namespace nhs::report {
namespace {

constexpr std::size_t kChartLines = 9;
constexpr std::size_t kWidestChartStep = 5;
constexpr std::size_t kRoomForLabels = 7;

enum class ChartMark : std::uint8_t { none, limit, mean, point, earlier, signal };

std::string_view drawn(ChartMark mark, const Terminal& terminal) {
  static constexpr std::array<std::string_view, 6> unicode = {" ", "┄", "─", "●", "◇", "◆"};
  static constexpr std::array<std::string_view, 6> ascii = {" ", ".", "-", "o", "*", "#"};
  return (terminal.unicode ? unicode : ascii)[static_cast<std::size_t>(mark)];
}

struct Scale {
  double lowest = 0;
  double highest = 0;

  /// The line, from the top, on which a height stands.
  std::size_t line_of(double height) const {
    const double portion = std::clamp((height - lowest) / (highest - lowest), 0.0, 1.0);
    return kChartLines - 1 -
           static_cast<std::size_t>(std::lround(portion * static_cast<double>(kChartLines - 1)));
  }
};

/// Holds every point and limit; one height alone gets room around it.
Scale scale_of(const std::vector<DrawnPoint>& points) {
  std::vector<double> heights;
  for (const DrawnPoint& point : points) {
    if (point.height) heights.push_back(*point.height);
    if (point.limits) heights.insert(heights.end(), {point.limits->lower, point.limits->upper});
  }
  if (heights.empty()) return {0, 1};
  const auto [low, high] = std::minmax_element(heights.begin(), heights.end());
  if (*high > *low) return {*low, *high};
  return {*low - std::max(*low / 2, 0.01), *high + std::max(*high / 2, 0.01)};
}

/// The marks of all lines; each point has `step` columns, and stands in the middle of them.
std::vector<std::vector<ChartMark>> marks_of(const std::vector<DrawnPoint>& points, const Scale& scale,
                                             std::size_t step) {
  std::vector<std::vector<ChartMark>> lines(kChartLines,
                                            std::vector<ChartMark>(points.size() * step, ChartMark::none));
  for (std::size_t at = 0; at < points.size(); ++at) {
    const DrawnPoint& point = points[at];
    for (std::size_t column = at * step; point.limits && column < (at + 1) * step; ++column) {
      lines[scale.line_of(point.limits->lower)][column] = ChartMark::limit;
      lines[scale.line_of(point.limits->upper)][column] = ChartMark::limit;
      lines[scale.line_of(point.limits->mean)][column] = ChartMark::mean;
    }
    if (point.height)
      lines[scale.line_of(*point.height)][at * step + step / 2] = point.in_signal ? ChartMark::signal
                                                                  : point.in_earlier_signal
                                                                      ? ChartMark::earlier
                                                                      : ChartMark::point;
  }
  return lines;
}

/// What stands left of each line: the newest mean and limits, or the ends of the scale where there are none.
std::array<std::string, kChartLines> labels_of(const std::vector<DrawnPoint>& points, const Scale& scale,
                                               std::string (*label)(double)) {
  std::array<std::string, kChartLines> labels;
  const auto newest = std::find_if(points.rbegin(), points.rend(),
                                   [](const DrawnPoint& point) { return point.limits.has_value(); });
  if (newest == points.rend()) {
    labels[scale.line_of(scale.lowest)] = label(scale.lowest);
    labels[scale.line_of(scale.highest)] = label(scale.highest);
    return labels;
  }
  for (const double height : {newest->limits->lower, newest->limits->upper, newest->limits->mean})
    labels[scale.line_of(height)] = label(height);
  return labels;
}

/// A mark beneath each point of a campaign; empty without any.
std::string campaign_line(const std::vector<DrawnPoint>& points, std::size_t step, std::size_t left) {
  std::string line(left, ' ');
  for (const DrawnPoint& point : points) line += std::string(step, point.in_campaign ? kCampaignMark : ' ');
  line.erase(line.find_last_not_of(' ') + 1);
  return line.empty() ? line : line + "\n";
}

}  // namespace

std::string xmr_drawing(const std::vector<DrawnPoint>& points, const std::vector<std::string>& point_names,
                        std::string (*label)(double height), const Terminal& terminal) {
  const std::size_t room = most_points_of_drawing(terminal);
  const std::size_t shown = std::min(points.size(), room);
  if (shown == 0) return {};
  const std::size_t step = std::clamp<std::size_t>(room / shown, 1, kWidestChartStep);
  const std::vector<DrawnPoint> newest(points.end() - static_cast<std::ptrdiff_t>(shown), points.end());
  const Scale scale = scale_of(newest);
  const auto labels = labels_of(newest, scale, label);
  const auto lines = marks_of(newest, scale, step);
  std::string text;
  for (std::size_t line = 0; line < kChartLines; ++line) {
    std::string drawing;
    for (const ChartMark mark : lines[line]) drawing += drawn(mark, terminal);
    drawing.erase(drawing.find_last_not_of(' ') + 1);
    text += fmt::format("{} {}{}\n", padded_left(labels[line], kRoomForLabels - 1),
                        terminal.unicode ? "│" : "|", drawing);
  }
  text += campaign_line(newest, step, kRoomForLabels + 1);
  const std::string& first = point_names[points.size() - shown];
  const std::string& last = point_names.back();
  const std::size_t width = shown * step;
  text += std::string(kRoomForLabels + 1, ' ') + first;
  if (first.size() + 1 + last.size() <= width)
    text += std::string(width - first.size() - last.size(), ' ') + last;
  return text + "\n";
}

std::size_t most_points_of_drawing(const Terminal& terminal) { return terminal.columns - kRoomForLabels - 1; }

std::string xmr_legend(const std::string& now, const Terminal& terminal) {
  const auto sign = [&](ChartMark mark) { return drawn(mark, terminal); };
  const std::string signals = now.empty()
                                  ? fmt::format("{} in a signal", sign(ChartMark::signal))
                                  : fmt::format("{} in a signal of {}, {} in an earlier one",
                                                sign(ChartMark::signal), now, sign(ChartMark::earlier));
  return fmt::format("{} a period, {}, {} mean, {} limits of what is usual", sign(ChartMark::point), signals,
                     sign(ChartMark::mean), sign(ChartMark::limit));
}

}  // namespace nhs::report
