#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/counted.h"
#include "core/text.h"
#include "report/campaign_marks.h"
#include "report/chart.h"
#include "report/folded_rows.h"
#include "report/series_breaks.h"
#include "report/signals_text.h"
#include "report/small_multiples.h"
#include "report/trends_numbers.h"
#include "report/trends_view.h"
#include "report/week_dates.h"
#include "report/wilson.h"

namespace nhs::report {
namespace {

/// From so many columns on there is room for the values' full names.
constexpr std::size_t kRoomForNames = 76;

/// Names of the values as they stand before a line of the chart, padded to one width.
class Names {
 public:
  explicit Names(const Terminal& terminal) : full_(terminal.columns >= kRoomForNames) {
    for (const Value value : all_of<Value>()) width_ = std::max(width_, display_width(name(value)));
  }
  std::size_t width() const { return width_; }
  std::string of(Value value) const { return padded(name(value), width_); }
  std::string none() const { return std::string(width_, ' '); }

 private:
  std::string_view name(Value value) const { return full_ ? name_of(value) : short_name_of(value); }
  bool full_;
  std::size_t width_ = 0;
};

/// A bar a period.
std::string posts_by_period(const store::TrendsResult& trends, const TrendsAsked& asked,
                            const Terminal& terminal) {
  std::int64_t most = 0;
  for (const store::TrendRow& row : trends.rows) most = std::max(most, row.posts);
  std::vector<std::string> labels = period_labels(trends);
  mark_campaigns(labels, trends.rows, asked.campaigns);
  std::size_t label = 0;
  for (const std::string& each : labels) label = std::max(label, each.size());
  if (asked.by == Bucket::week) {
    for (std::size_t row = 0; row < labels.size(); ++row)
      labels[row] = padded(labels[row], label) + padded_left(short_date(trends.rows[row].period.from), 7);
    label += 7;
  }
  const std::size_t number = fmt::format("{}", most).size();
  const std::size_t columns = terminal.columns - std::min(terminal.columns / 2, label + number + 4);
  std::string text =
      bold(fmt::format("Posts by {}", asked.by == Bucket::nhs_year ? "NHS year" : id_of_bucket(asked.by)),
           terminal) +
      "\n";
  for (std::size_t row = 0; row < labels.size(); ++row) {
    const std::int64_t posts = trends.rows[row].posts;
    if (trends.rows[row].collected == store::Collected::none) {
      text += fmt::format("{}  {}\n", padded(labels[row], label),
                          trends.rows[row].cannot_be_searched ? "without texts" : "no collection");
      continue;
    }
    text += fmt::format("{}  {} {}\n", padded(labels[row], label),
                        bar(static_cast<double>(posts), static_cast<double>(most), columns, terminal), posts);
  }
  return text;
}

double share_of(const store::TrendRow& row, Value value) {
  return static_cast<double>(row.values[index_of(value)].posts) / static_cast<double>(row.classified);
}

/// ", up to 3 weeks a mark", for some may have been missed; empty where each period has a place.
std::string folding_in_words(const FoldedRows& drawn, Bucket by) {
  if (drawn.each == 1) return {};
  return fmt::format(", up to {} a mark", counted(drawn.each, noun_of(by)));
}

/// Whether a mark of the period's share says more than that somebody wrote: a single post would stand at the
/// top, and flatten all others.
bool has_share(const store::TrendRow& row) { return row.classified >= kFewestForAShare; }

/// "highest 35%", and whether some periods have no mark.
std::string scale_in_words(const std::vector<store::TrendRow>& rows, double highest) {
  if (std::none_of(rows.begin(), rows.end(), has_share))
    return fmt::format("each of fewer than {} posts, and without a mark", kFewestForAShare);
  const bool some_few = std::any_of(rows.begin(), rows.end(), [](const store::TrendRow& row) {
    return row.classified > 0 && !has_share(row);
  });
  return fmt::format("highest {}{}", percent(highest),
                     some_few ? fmt::format("; of fewer than {} posts none", kFewestForAShare) : "");
}

/// A line a value: its share over time, and over the whole with its interval.
std::string shares_by_value(const store::TrendsResult& trends, Bucket by, const store::TrendRow& total,
                            const std::vector<Value>& values, const Terminal& terminal) {
  constexpr std::size_t narrowest_interval = 10;
  const Names names{terminal};
  // Beside name, sparkline and interval: the share (4) and its range in figures (7), with two spaces between
  // each.
  const std::size_t fixed = names.width() + 4 + 7 + 4 * 2;
  const std::size_t free = terminal.columns > fixed ? terminal.columns - fixed : 0;
  const FoldedRows drawn = folded(trends.rows, free > narrowest_interval ? free - narrowest_interval : 1);
  const std::size_t columns =
      std::clamp<std::size_t>(free - std::min(free, drawn.rows.size()), narrowest_interval, 60);
  double highest_point = 0;
  double highest_end = 0;
  for (const Value value : values) {
    for (const store::TrendRow& row : drawn.rows)
      if (has_share(row)) highest_point = std::max(highest_point, share_of(row, value));
    highest_end =
        std::max(highest_end, wilson_interval(total.values[index_of(value)].posts, total.classified).high);
  }
  std::string text = bold("Share of posts on each value", terminal) + "\n";
  for (const std::string& line :
       wrapped(fmt::format("over time{} ({}), then all together with its 95% range (0 to {})",
                           folding_in_words(drawn, by), scale_in_words(drawn.rows, highest_point),
                           percent(highest_end)),
               terminal.columns))
    text += line + "\n";
  for (const Value value : values) {
    std::vector<double> points;
    for (const store::TrendRow& row : drawn.rows)
      points.push_back(has_share(row) ? share_of(row, value) : -1);
    const Share share = wilson_interval(total.values[index_of(value)].posts, total.classified);
    text += fmt::format("{}  {}  {}  {}  {}-{}%\n", names.of(value),
                        sparkline(points, highest_point, terminal), padded_left(percent(share.share), 4),
                        interval_line(share.low, share.share, share.high, highest_end, columns, terminal),
                        hundredths_in_words(share.low), hundredths_in_words(share.high));
  }
  return text;
}

/// A small drawing a value, with the interval of each period.
std::string values_over_time(const store::TrendsResult& trends, Bucket by, const std::vector<Value>& values,
                             const Terminal& terminal) {
  const FoldedRows drawn = folded(trends.rows, most_points_of_small_multiples(terminal));
  std::vector<Panel> panels;
  for (const Value value : values) {
    Panel panel{std::string{name_of(value)}, {}};
    for (const store::TrendRow& row : drawn.rows) {
      std::optional<Share> point;
      if (has_share(row)) point = wilson_interval(row.values[index_of(value)].posts, row.classified);
      panel.points.push_back(point);
    }
    panels.push_back(std::move(panel));
  }
  std::string text = bold("Each value over time", terminal) + "\n";
  const std::string& first = trends.rows.front().period.label;
  const std::string& last = trends.rows.back().period.label;
  const std::string legend =
      fmt::format("from {} to {}{}, all on one scale: {}; of fewer than {} posts none", first, last,
                  folding_in_words(drawn, by), small_multiples_legend(terminal), kFewestForAShare);
  for (const std::string& line : wrapped(legend, terminal.columns)) text += line + "\n";
  return text + small_multiples(panels, {first, last}, terminal);
}

/// A bar for each value and direction that was asked for; without a direction, for the two that judge.
std::string directions_by_value(const store::TrendRow& total, const std::vector<Value>& values,
                                std::optional<Direction> asked, const Terminal& terminal) {
  std::vector<Direction> shown = {Direction::upheld, Direction::breached};
  if (asked) shown = {*asked};
  std::int64_t most = 0;
  for (const Value value : values)
    for (const Direction direction : shown)
      most = std::max(most, total.values[index_of(value)].directions[index_of(direction)]);
  const Names names{terminal};
  // Beside the bar: name, direction (10) and number, with two, two and one space between.
  const std::size_t fixed = names.width() + 2 + 10 + 2 + 1 + fmt::format("{}", most).size();
  const std::size_t room = terminal.columns > fixed + 5 ? terminal.columns - fixed : 5;
  static constexpr std::array<std::string_view, count_of<Direction>> headings = {"Lived up to", "Fell short",
                                                                                 "Only named"};
  const std::string_view heading = asked ? headings[index_of(*asked)] : "Lived up to, or fell short";
  std::string text = bold(heading, terminal) + "\n";
  for (const Value value : values) {
    const auto& directions = total.values[index_of(value)].directions;
    for (const Direction direction : shown) {
      const std::int64_t posts = directions[index_of(direction)];
      text += fmt::format("{}  {}  {} {}\n", direction == shown.front() ? names.of(value) : names.none(),
                          padded(id_of(direction), 10),
                          bar(static_cast<double>(posts), static_cast<double>(most), room, terminal), posts);
    }
  }
  return text;
}

}  // namespace

std::string trends_chart(const store::TrendsResult& trends, const TrendsAsked& asked,
                         const Terminal& terminal) {
  std::string text;
  for (const std::string& line : wrapped(trends_sentence(trends, asked), terminal.columns))
    text += line + "\n";
  const auto every_value = all_of<Value>();
  const std::vector<Value> values =
      asked.values.empty() ? std::vector<Value>(every_value.begin(), every_value.end()) : asked.values;
  const store::TrendRow total = total_of(trends.rows);
  text += "\n" + trends_numbers(trends, asked, total, terminal, true);
  if (total.classified == 0) return text;
  text += "\n" + posts_by_period(trends, asked, terminal);
  if (total.classified >= kFewestForAShare) {
    text += "\n" + shares_by_value(trends, asked.by, total, values, terminal);
    // Of one period the interval is drawn already.
    if (trends.rows.size() > 1) text += "\n" + values_over_time(trends, asked.by, values, terminal);
  }
  return text + "\n" + directions_by_value(total, values, asked.direction, terminal);
}

}  // namespace nhs::report
