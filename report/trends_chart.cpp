#include <fmt/format.h>

#include <algorithm>

#include "report/chart.h"
#include "report/trends_view.h"
#include "report/wilson.h"

namespace nhs::report {
namespace {

constexpr std::size_t kLongestName = 29;  // "Commitment to quality of care"

std::size_t widest_label(const store::TrendsResult& trends) {
  std::size_t widest = 0;
  for (const store::TrendRow& row : trends.rows)
    widest = std::max(widest, row.period.label.size() + row.partial);
  return widest;
}

/// A bar a period.
std::string posts_by_period(const store::TrendsResult& trends, Bucket by, const Terminal& terminal) {
  std::int64_t most = 0;
  for (const store::TrendRow& row : trends.rows) most = std::max(most, row.posts);
  const std::size_t label = widest_label(trends);
  const std::size_t number = fmt::format("{}", most).size();
  const std::size_t columns = terminal.columns - std::min(terminal.columns / 2, label + number + 4);
  std::string text =
      bold(fmt::format("Posts by {}", by == Bucket::nhs_year ? "NHS year" : id_of_bucket(by)), terminal) +
      "\n";
  for (const store::TrendRow& row : trends.rows)
    text += fmt::format("{}  {} {}\n", padded(row.period.label + (row.partial ? "*" : ""), label),
                        bar(static_cast<double>(row.posts), static_cast<double>(most), columns, terminal),
                        row.posts);
  return text;
}

/// A line a value: its share over time, and over the whole with its interval.
std::string shares_by_value(const store::TrendsResult& trends, const std::vector<Value>& values,
                            const Terminal& terminal) {
  const store::TrendRow total = total_of(trends.rows);
  double highest_point = 0;
  double highest_end = 0;
  for (const Value value : values) {
    for (const store::TrendRow& row : trends.rows)
      if (row.classified > 0)
        highest_point = std::max(highest_point, static_cast<double>(row.values[index_of(value)].posts) /
                                                    static_cast<double>(row.classified));
    highest_end =
        std::max(highest_end, wilson_interval(total.values[index_of(value)].posts, total.classified).high);
  }
  const std::size_t spark = std::min<std::size_t>(trends.rows.size(), terminal.columns / 3);
  const std::size_t fixed = kLongestName + 2 + spark + 2 + 4 + 2 + 7 + 2;
  const std::size_t columns =
      std::clamp<std::size_t>(terminal.columns > fixed ? terminal.columns - fixed : 0, 10, 60);
  std::string text = bold("Share of posts on each value", terminal) +
                     fmt::format("\nover time (highest {}), then all together with its 95% range (0 to {})\n",
                                 percent(highest_point), percent(highest_end));
  for (const Value value : values) {
    std::vector<double> points;
    for (const store::TrendRow& row : trends.rows)
      points.push_back(row.classified == 0 ? -1
                                           : static_cast<double>(row.values[index_of(value)].posts) /
                                                 static_cast<double>(row.classified));
    // When there are more periods than columns, the newest are shown.
    points.erase(points.begin(), points.end() - static_cast<std::ptrdiff_t>(spark));
    const Share share = wilson_interval(total.values[index_of(value)].posts, total.classified);
    std::string line =
        fmt::format("{}  {}  {}  {}  {:.0f}-{:.0f}%", padded(name_of(value), kLongestName),
                    sparkline(points, highest_point, terminal), padded_left(percent(share.share), 4),
                    interval_line(share.low, share.share, share.high, highest_end, columns, terminal),
                    share.low * 100, share.high * 100);
    text += line + "\n";
  }
  return text;
}

std::string directions_by_value(const store::TrendsResult& trends, const std::vector<Value>& values,
                                const Terminal& terminal) {
  const store::TrendRow total = total_of(trends.rows);
  std::int64_t most = 0;
  for (const Value value : values)
    for (const Direction direction : {Direction::upheld, Direction::breached})
      most = std::max(most, total.values[index_of(value)].directions[index_of(direction)]);
  const std::size_t room = terminal.columns > kLongestName + 20 ? terminal.columns - kLongestName - 20 : 20;
  std::string text = bold("Lived up to, or fell short", terminal) + "\n";
  for (const Value value : values) {
    const auto& directions = total.values[index_of(value)].directions;
    const auto line = [&](std::string_view name, std::string_view word, Direction direction) {
      const std::int64_t posts = directions[index_of(direction)];
      text += fmt::format("{}  {}  {} {}\n", padded(name, kLongestName), padded(word, 10),
                          bar(static_cast<double>(posts), static_cast<double>(most), room, terminal), posts);
    };
    line(name_of(value), "upheld", Direction::upheld);
    line("", "breached", Direction::breached);
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
  if (total_of(trends.rows).classified > 0) {
    text += "\n" + posts_by_period(trends, asked.by, terminal);
    text += "\n" + shares_by_value(trends, values, terminal);
    text += "\n" + directions_by_value(trends, values, terminal);
  }
  // The table repeats the sentence; the numbers are what is wanted beneath.
  const std::string table = trends_table(trends, asked, terminal);
  return text + table.substr(table.find("\n\n") + 1);
}

}  // namespace nhs::report
