#include <algorithm>
#include <utility>

#include "report/page/charts.h"
#include "report/page/plot.h"

namespace nhs::report::page {
namespace {

constexpr double kTrendWidth = 240;
constexpr double kTrendHeight = 56;

/// The stretches of neighbours that are joined by a line: [first, last].
template <typename Joined>
std::vector<std::pair<std::size_t, std::size_t>> stretches(std::size_t points, const Joined& joined) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (std::size_t i = 0; i < points; ++i) {
    if (!joined(i)) continue;
    if (!found.empty() && found.back().second + 1 == i)
      found.back().second = i;
    else
      found.emplace_back(i, i);
  }
  return found;
}

/// Where shares lie in a drawing.
template <typename X, typename Y>
struct Places {
  X x;
  Y y;
};
template <typename X, typename Y>
Places(X, Y) -> Places<X, Y>;

template <typename At>
void draw_band(Svg& svg, const At& at, const std::vector<SharePoint>& points, std::size_t first,
               std::size_t last) {
  // A single point's range is as wide as a point.
  const double half = first == last ? 5 : 0;
  Svg::Path band;
  band.move_to(at.x(first) - half, at.y(points[first].share->high));
  for (std::size_t i = first; i <= last; ++i) band.line_to(at.x(i) + half, at.y(points[i].share->high));
  for (std::size_t i = last + 1; i-- > first;) band.line_to(at.x(i) + half, at.y(points[i].share->low));
  if (half > 0) band.line_to(at.x(first) - half, at.y(points[first].share->low));
  band.close();
  svg.path(band, "band");
}

template <typename Height, typename At>
void draw_line(Svg& svg, const At& at, std::size_t first, std::size_t last, const Height& height) {
  if (first == last) return;
  Svg::Path line;
  line.move_to(at.x(first), at.y(height(first)));
  for (std::size_t i = first + 1; i <= last; ++i) line.line_to(at.x(i), at.y(height(i)));
  svg.path(line, "share");
}

std::vector<std::pair<std::size_t, std::size_t>> joined(const std::vector<SharePoint>& points) {
  return stretches(points.size(), [&](std::size_t i) { return points[i].share && !points[i].partial; });
}

double highest_of(const std::vector<SharePoint>& points) {
  double highest = 0.04;
  for (const SharePoint& point : points)
    if (point.share) highest = std::max(highest, point.share->high);
  return std::min(highest, 1.0);
}

void draw_limits(Svg& svg, const Plot& plot, const std::vector<ControlMark>& points) {
  const auto draw = [&](std::optional<double> ControlMark::*of, std::string_view style) {
    for (const auto& [first, last] :
         stretches(points.size(), [&](std::size_t i) { return (points[i].*of).has_value(); })) {
      // A stretch may hold several baselines: a step wherever the limit changes.
      std::size_t from = first;
      for (std::size_t i = first; i <= last; ++i)
        if (i == last || points[i + 1].*of != points[from].*of) {
          const double y = plot.y(*(points[from].*of));
          svg.line(plot.x(from) - plot.step() / 2, y, plot.x(i) + plot.step() / 2, y, style);
          from = i + 1;
        }
    }
  };
  draw(&ControlMark::mean, "mean");
  draw(&ControlMark::lower, "limit");
  draw(&ControlMark::upper, "limit");
}

}  // namespace

std::string share_line(const std::vector<SharePoint>& points, const Said& said,
                       const std::vector<CampaignSpan>& campaigns) {
  const Plot plot(points.size(), highest_of(points), true, campaigns);
  Svg svg(Plot::kWidth, plot.height(), said.title, said.reading);
  plot.draw_campaigns(svg);
  const auto parts = joined(points);
  for (const auto& [first, last] : parts) draw_band(svg, plot, points, first, last);
  plot.draw_axes(svg, names_of(points), breaks_of(points));
  for (const auto& [first, last] : parts)
    draw_line(svg, plot, first, last, [&](std::size_t i) { return points[i].share->share; });
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!points[i].share) continue;
    const double y = plot.y(points[i].share->share);
    if (points[i].in_signal)
      svg.diamond(plot.x(i), y, 8, "signal");
    else
      svg.circle(plot.x(i), y, 4, points[i].partial || points[i].in_part ? "hollow" : "point");
  }
  return svg.finished();
}

std::string trend_line(const std::vector<SharePoint>& points, const Said& said) {
  const double highest = highest_of(points);
  const double step = (kTrendWidth - 20) / static_cast<double>(std::max<std::size_t>(points.size(), 2) - 1);
  const Places at{
      [step](std::size_t i) { return 10 + step * static_cast<double>(i); },
      [highest](double share) { return kTrendHeight - 4 - (kTrendHeight - 14) * share / highest; }};
  Svg svg(kTrendWidth, kTrendHeight, said.title, said.reading);
  const auto parts = joined(points);
  for (const auto& [first, last] : parts) draw_band(svg, at, points, first, last);
  svg.line(0, at.y(0), kTrendWidth, at.y(0), "axis");
  for (const auto& [first, last] : parts)
    draw_line(svg, at, first, last, [&](std::size_t i) { return points[i].share->share; });
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!points[i].share) continue;
    const double y = at.y(points[i].share->share);
    if (points[i].in_signal)
      svg.diamond(at.x(i), y, 7, "signal");
    else if (i + 1 == points.size())
      svg.circle(at.x(i), y, 4, points[i].partial || points[i].in_part ? "hollow" : "point");
  }
  return svg.finished();
}

std::string control_chart_drawing(const std::vector<ControlMark>& points, bool percent, const Said& said,
                                  const std::vector<CampaignSpan>& campaigns) {
  double highest = percent ? 0.04 : 1;
  for (const ControlMark& point : points)
    for (const auto& height : {point.height, point.upper})
      if (height) highest = std::max(highest, *height);
  const Plot plot(points.size(), highest, percent, campaigns);
  Svg svg(Plot::kWidth, plot.height(), said.title, said.reading);
  plot.draw_campaigns(svg);
  plot.draw_axes(svg, names_of(points), breaks_of(points));
  draw_limits(svg, plot, points);
  for (const auto& [first, last] :
       stretches(points.size(), [&](std::size_t i) { return points[i].height.has_value(); }))
    draw_line(svg, plot, first, last, [&](std::size_t i) { return *points[i].height; });
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!points[i].height) continue;
    if (points[i].in_signal)
      svg.diamond(plot.x(i), plot.y(*points[i].height), 8, "signal");
    else
      svg.circle(plot.x(i), plot.y(*points[i].height), 4, "point");
  }
  return svg.finished();
}

}  // namespace nhs::report::page
