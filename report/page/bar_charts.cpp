#include <algorithm>
#include <array>
#include <string_view>

#include "report/page/charts.h"
#include "report/page/plot.h"

namespace nhs::report::page {
namespace {

constexpr double kBarRow = 54;
constexpr double kBar = 16;

struct ColumnPart {
  double posts;
  std::string_view style;
  std::string_view name;
};

/// From the bottom up.
std::array<ColumnPart, 3> parts_of(const SentimentColumn& column) {
  return {ColumnPart{column.negative, "bad", "Negative"}, ColumnPart{column.neutral, "neither", "Neutral"},
          ColumnPart{column.positive, "good", "Positive"}};
}

/// The names beside the parts of the last column, apart enough to be read.
void name_parts(Svg& svg, const Plot& plot, const SentimentColumn& column) {
  const double whole = column.positive + column.neutral + column.negative;
  double from = 0;
  double below = plot.bottom() + 14;
  double highest = 2;
  for (const ColumnPart& part : parts_of(column)) {
    const double share = column.known && whole > 0 ? part.posts / whole : 1.0 / 3;
    // Room is left above for the names that are still to come.
    const double y =
        std::max(std::min(plot.y(from + share / 2) + 6, below - 26), plot.top() + 6 + 26 * highest);
    svg.text(plot.right() + 8, y, part.name);
    below = y;
    highest -= 1;
    from += share;
  }
}

}  // namespace

std::string share_bars(const std::vector<ShareBar>& bars, const Said& said) {
  double highest = 0.04;
  for (const ShareBar& bar : bars) highest = std::max(highest, bar.share.high);
  const auto x = [&](double share) { return 1 + (Plot::kWidth - 2) * share / highest; };
  const double height = kBarRow * static_cast<double>(bars.size());
  Svg svg(Plot::kWidth, height, said.title, said.reading);
  double y = 0;
  for (const ShareBar& bar : bars) {
    svg.text(0, y + 20, bar.name);
    svg.text(Plot::kWidth, y + 20, bar.said, "label", Svg::Anchor::end);
    const double middle = y + 28 + kBar / 2;
    svg.rect(0, y + 28, Plot::kWidth, kBar, "rail");
    svg.rect(0, y + 28, x(bar.share.share), kBar, "bar");
    y += kBarRow;
    // Of what is hidden, or of too few rounded posts, there is no range to draw.
    if (bar.share.low == bar.share.high) continue;
    svg.line(x(bar.share.low), middle, x(bar.share.high), middle, "whisker");
    for (const double end : {bar.share.low, bar.share.high})
      svg.line(x(end), middle - 6, x(end), middle + 6, "whisker");
  }
  return svg.finished();
}

std::string sentiment_columns(const std::vector<SentimentColumn>& columns, const Said& said,
                              const std::vector<CampaignSpan>& campaigns) {
  const Plot plot(columns.size(), 1, true, campaigns, 112);
  Svg svg(Plot::kWidth, plot.height(), said.title, said.reading);
  plot.draw_campaigns(svg);
  plot.draw_axes(svg, names_of(columns), breaks_of(columns));
  const double width = std::min(plot.step() * 0.8, 60.0);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const SentimentColumn& column = columns[i];
    const double whole = column.positive + column.neutral + column.negative;
    if (!column.known || whole <= 0) continue;
    double from = 0;
    for (const ColumnPart& part : parts_of(column)) {
      const double to = from + part.posts / whole;
      // A hair between the parts tells them apart where colours do not.
      const double height = plot.y(from) - plot.y(to) - 1;
      if (height > 0) svg.rect(plot.x(i) - width / 2, plot.y(to), width, height, part.style);
      from = to;
    }
  }
  if (!columns.empty()) name_parts(svg, plot, columns.back());
  return svg.finished();
}

std::string count_columns(const std::vector<CountColumn>& columns, const Said& said,
                          const std::vector<CampaignSpan>& campaigns) {
  double highest = 1;
  for (const CountColumn& column : columns)
    highest = std::max(highest, static_cast<double>(column.posts.value_or(0)));
  const Plot plot(columns.size(), highest, false, campaigns);
  Svg svg(Plot::kWidth, plot.height(), said.title, said.reading);
  plot.draw_campaigns(svg);
  plot.draw_axes(svg, names_of(columns), breaks_of(columns));
  const double width = std::min(plot.step() * 0.7, 60.0);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const CountColumn& column = columns[i];
    if (!column.posts) {
      svg.text(plot.x(i), plot.bottom() - 6, "?", "note", Svg::Anchor::middle);
      continue;
    }
    const double top = plot.y(static_cast<double>(*column.posts));
    if (*column.posts > 0)
      svg.rect(plot.x(i) - width / 2, top, width, plot.bottom() - top, column.partial ? "hollow" : "bar");
    if (column.people && *column.people > 0) {
      const double y = plot.y(static_cast<double>(*column.people));
      svg.line(plot.x(i) - width * 0.7, y, plot.x(i) + width * 0.7, y, "people");
    }
  }
  return svg.finished();
}

}  // namespace nhs::report::page
