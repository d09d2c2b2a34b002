#include "report/trends_numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/campaign_marks.h"
#include "report/finding_name.h"
#include "report/series_breaks.h"
#include "report/table.h"
#include "report/week_dates.h"
#include "report/wilson.h"

namespace nhs::report {
namespace {

using Align = Table::Align;

/// The row of the sums.
constexpr const char* kAll = "All";

std::string share_cell(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "-";
  if (whole < kFewestForAShare) return fmt::format("{}/{}", part, whole);
  return percent(static_cast<double>(part) / static_cast<double>(whole));
}

/// Of a period without collection nobody knows how many there were.
std::string posts_cell(const store::TrendRow& row, std::int64_t posts) {
  return row.collected == store::Collected::none ? "-" : fmt::format("{}", posts);
}

std::string people_cell(const store::TrendRow& row) {
  const bool unknown = !row.authors || row.collected == store::Collected::none;
  return unknown ? "-" : fmt::format("{}", *row.authors);
}

/// Which posts nobody among the people counted wrote; empty where there are none.
std::string unknown_authors_caution(const store::TrendsResult& trends) {
  std::int64_t posts = 0;
  for (const store::TrendRow& row : trends.rows) posts += row.posts_by_unknown.value_or(0);
  if (posts == 0) return {};
  if (posts == 1) return "The author of 1 post is not known: it is in no number of people.";
  return fmt::format("The authors of {} posts are not known: they are in no number of people.", posts);
}

/// What an overview leaves out to be narrower.
enum class Overview : std::uint8_t {
  full,
  dates_without_people,
  without_people,
  short_headings,
  values_only
};

std::string heading_of(Value value, Overview form) {
  return std::string{form >= Overview::short_headings ? shortest_name_of(value) : short_name_of(value)};
}

/// All six values side by side: which share of the posts bears on each.
Table overview(const store::TrendsResult& trends, const TrendsAsked& asked, const store::TrendRow& total,
               Overview form) {
  const bool with_people = form == Overview::full;
  const bool with_feelings = form < Overview::values_only;
  const bool with_beginnings = asked.by == Bucket::week && form <= Overview::dates_without_people;
  Table table;
  table.column("Period");
  if (with_beginnings) table.column("From", Align::right);
  table.column("Posts", Align::right);
  if (with_people) table.column("People", Align::right);
  if (with_feelings)
    for (const char* heading : {"Pos", "Neg"}) table.column(heading, Align::right);
  for (const Value value : all_of<Value>()) table.column(heading_of(value, form), Align::right);
  const auto add_row = [&](const store::TrendRow& row, std::string label) {
    std::vector<std::string> cells = {std::move(label)};
    if (with_beginnings) cells.push_back(cells.front() == kAll ? "" : short_date(row.period.from));
    cells.push_back(posts_cell(row, row.posts));
    if (with_people) cells.push_back(people_cell(row));
    if (with_feelings)
      for (const Sentiment sentiment : {Sentiment::positive, Sentiment::negative})
        cells.push_back(share_cell(row.sentiment.posts[index_of(sentiment)], row.posts));
    for (const store::ValueCounts& counts : row.values)
      cells.push_back(share_cell(counts.posts, row.classified));
    table.row(std::move(cells));
  };
  std::vector<std::string> labels = period_labels(trends);
  mark_campaigns(labels, trends.rows, asked.campaigns);
  for (std::size_t row = 0; row < labels.size(); ++row) add_row(trends.rows[row], labels[row]);
  if (trends.rows.size() > 1) add_row(total, kAll);
  return table;
}

std::string_view heading_of(Direction direction) {
  static constexpr std::array<std::string_view, count_of<Direction>> headings = {"Upheld", "Breached",
                                                                                 "Mentioned"};
  return headings[index_of(direction)];
}

/// One value in full: how often, how sure, in which direction, and how the posts feel.
Table detail(const store::TrendsResult& trends, const TrendsAsked& asked, const store::TrendRow& total,
             Value value, bool with_feelings) {
  std::vector<Direction> directions;
  for (const Direction direction : all_of<Direction>())
    if (!asked.direction || asked.direction == direction) directions.push_back(direction);
  Table table;
  table.column("Period");
  for (const char* heading : {"Posts", "Share", "95% range"}) table.column(heading, Align::right);
  for (const Direction direction : directions) table.column(std::string{heading_of(direction)}, Align::right);
  if (with_feelings)
    for (const char* heading : {"Pos.", "Neu.", "Neg."}) table.column(heading, Align::right);
  const auto add_row = [&](const store::TrendRow& row, std::string label) {
    const store::ValueCounts& counts = row.values[index_of(value)];
    const Share share = wilson_interval(counts.posts, row.classified);
    std::vector<std::string> cells = {
        std::move(label), posts_cell(row, counts.posts), share_cell(counts.posts, row.classified),
        row.classified < kFewestForAShare
            ? "-"
            : fmt::format("{}-{}%", hundredths_in_words(share.low), hundredths_in_words(share.high))};
    for (const Direction direction : directions)
      cells.push_back(posts_cell(row, counts.directions[index_of(direction)]));
    if (with_feelings)
      for (const std::int64_t posts : counts.sentiment.posts) cells.push_back(posts_cell(row, posts));
    table.row(std::move(cells));
  };
  std::vector<std::string> labels = period_labels(trends);
  mark_campaigns(labels, trends.rows, asked.campaigns);
  for (std::size_t row = 0; row < labels.size(); ++row) add_row(trends.rows[row], labels[row]);
  if (trends.rows.size() > 1) add_row(total, kAll);
  return table;
}

/// A direction chooses posts, while the share of a value is one of all posts: two bases in a row of the
/// overview. Empty where they are one.
std::string two_bases_caution(const TrendsAsked& asked, const store::TrendRow& total) {
  if (!asked.values.empty() || !asked.direction || total.posts == total.classified) return {};
  return fmt::format(
      "Posts, People, Pos and Neg are of the {} posts in which a value is {}; the values' shares are of all {}.",
      total.posts, said_of_value(*asked.direction), total.classified);
}

/// What `2/3` means; empty where none stands.
std::string few_posts_caution(const store::TrendsResult& trends, const TrendsAsked& asked) {
  const auto is_few = [&](const store::TrendRow& row) {
    const bool few_to_feel = asked.values.empty() && row.posts > 0 && row.posts < kFewestForAShare;
    return few_to_feel || (row.classified > 0 && row.classified < kFewestForAShare);
  };
  if (std::none_of(trends.rows.begin(), trends.rows.end(), is_few)) return {};
  return fmt::format("2/3 means 2 of 3 posts: fewer than {} are too few for a share.", kFewestForAShare);
}

}  // namespace

std::string_view short_name_of(Value value) {
  static constexpr std::array<std::string_view, count_of<Value>> names = {
      "Together", "Respect", "Quality", "Compass.", "Improving", "Everyone"};
  return names[index_of(value)];
}

std::string_view shortest_name_of(Value value) {
  static constexpr std::array<std::string_view, count_of<Value>> names = {"Tog.",  "Resp.", "Qual.",
                                                                          "Comp.", "Impr.", "Ever."};
  return names[index_of(value)];
}

std::string trends_numbers(const store::TrendsResult& trends, const TrendsAsked& asked,
                           const store::TrendRow& total, const Terminal& terminal, bool fit) {
  const auto too_wide = [&](const Table& table) { return fit && table.width() > terminal.columns; };
  std::string text;
  // Beside each week of the overview, where there is room.
  bool dates_told = asked.values.empty();
  bool people_told = asked.values.empty();
  if (asked.values.empty()) {
    Table table = overview(trends, asked, total, Overview::full);
    for (const Overview narrower : {Overview::dates_without_people, Overview::without_people,
                                    Overview::short_headings, Overview::values_only})
      if (too_wide(table)) {
        table = overview(trends, asked, total, narrower);
        dates_told = narrower <= Overview::dates_without_people;
        people_told = false;
      }
    text += table.text(terminal);
  }
  for (const Value value : asked.values) {
    Table table = detail(trends, asked, total, value, true);
    if (too_wide(table)) table = detail(trends, asked, total, value, false);
    text += (text.empty() ? "" : "\n") + bold(name_of(value), terminal) + "\n" + table.text(terminal);
  }
  std::vector<std::string> cautions = trends_cautions(trends);
  if (std::string few = few_posts_caution(trends, asked); !few.empty())
    cautions.insert(cautions.begin(), std::move(few));
  if (std::string bases = two_bases_caution(asked, total); !bases.empty())
    cautions.insert(cautions.begin(), std::move(bases));
  if (std::string unknown = unknown_authors_caution(trends); people_told && !unknown.empty())
    cautions.push_back(std::move(unknown));
  if (asked.by == Bucket::week && !dates_told && !trends.rows.empty())
    cautions.push_back(beginnings_of_weeks(trends.rows));
  if (asked.by == Bucket::quarter && !trends.rows.empty())
    cautions.push_back(calendar_quarter(trends.rows.back().period));
  if (std::string campaigns = campaign_caution(asked.campaigns); !campaigns.empty())
    cautions.push_back(std::move(campaigns));
  for (const std::string& caution : cautions)
    for (const std::string& line : wrapped(caution, terminal.columns)) text += line + "\n";
  return text;
}

}  // namespace nhs::report
