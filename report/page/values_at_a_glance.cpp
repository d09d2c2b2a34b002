#include <fmt/format.h>

#include <algorithm>

#include "report/finding_name.h"
#include "report/page/campaigns.h"
#include "report/page/charts.h"
#include "report/page/dates.h"
#include "report/page/looked_at.h"
#include "report/page/sections.h"
#include "report/page/wording.h"
#include "report/public_numbers.h"
#include "report/signals_text.h"
#include "report/trends_numbers.h"

namespace nhs::report::page {
namespace {

/// The rows in which the share of this value, in any direction, is a signal.
std::vector<bool> rows_in_signal(const PeriodReport& report, Value value) {
  std::vector<bool> rows(report.rows.size(), false);
  for (const ControlChart& chart : report.usual.charts)
    if (chart.value == value && !chart.direction && chart.measure == Measure::share)
      for (const Signal& signal : chart.signals)
        for (const std::size_t row : signal.rows) rows[row] = true;
  return rows;
}

/// What of this value is a signal in the period; empty for nothing.
std::string mark_of(const PeriodReport& report, Value value) {
  for (const ToldSignal& told : signals_of_period(report)) {
    const ControlChart& chart = *told.charts.front();
    if (chart.value != value) continue;
    const std::string side = signal_in_words(*told.signals.front(), report.by()) +
                             (chart.measure == Measure::volume ? ", in number" : "");
    return chart.direction ? fmt::format("{}: {}", said_of_value(*chart.direction), side) : side;
  }
  return {};
}

/// Of so few posts one would be drawn at the top, and flatten the others.
bool is_too_few(const ToldRow& row) { return row.posts().number < kFewestForAShare; }

/// What a gap in the lines is beside a time of which nothing is known; empty without any.
std::string_view other_gaps(const PeriodReport& report) {
  if (report.for_public()) return ", or no share is told";
  return std::any_of(report.rows.begin(), report.rows.end(),
                     [](const ToldRow& row) { return row.is_known() && is_too_few(row); })
             ? ", or with fewer than 10 posts"
             : "";
}

std::vector<SharePoint> course_of(const PeriodReport& report, Value value) {
  const std::vector<bool> signals = rows_in_signal(report, value);
  const std::vector<bool> breaks = breaks_of(report);
  const std::vector<std::string> names = short_names(report);
  std::vector<SharePoint> points;
  for (std::size_t i = 0; i < report.rows.size(); ++i) {
    const ToldRow& row = report.rows[i];
    points.push_back({names[i],
                      row.is_known() && !is_too_few(row) ? public_share(row.at(Cell::of(value)), row.posts())
                                                         : std::nullopt,
                      row.partial, signals[i], breaks[i], row.collected == store::Collected::part});
  }
  return points;
}

/// "about 7% before it": of all whole rows before the period. Empty of few posts, and where the value's
/// number is hidden in one of the rows: that is no 0, and the share in the others, which have more, would be
/// too high.
std::string share_before(const PeriodReport& report, Value value) {
  std::int64_t posts = 0, classified = 0;
  for (const ToldRow& row : report.rows) {
    if (row.partial || !row.is_known() || row.period.to > report.period.from) continue;
    // Another version of the program may find more, or less.
    if (row.posts().hidden || row.models != report.now.models) continue;
    if (row.at(Cell::of(value)).hidden) return {};
    posts += row.at(Cell::of(value)).number;
    classified += row.posts().number;
  }
  if (classified < (report.for_public() ? kFewestForARoundedShare : kFewestForAShare)) return {};
  return fmt::format("{}{} before it", about(report), part_in_words(exactly(posts), exactly(classified)));
}

/// How the value's share stands to what it was before the period.
std::string reading_of(const PeriodReport& report, Value value) {
  std::string text = upper_first(
      fmt::format("{} in this period", share_with_range(report.now.at(Cell::of(value)), report.now.posts())));
  if (const std::string before = share_before(report, value); !before.empty()) text += "; " + before;
  const std::string mark = mark_of(report, value);
  return mark.empty() ? text + "." : text + fmt::format(". {}.", upper_first(mark));
}

Table glance_table(const PeriodReport& report) {
  Table table{
      "The six values in this period",
      {"Value", "Posts", "Share", "95% range", "Lived up to", "Fallen short of", "Only named", "Signal"},
      {}};
  const ToldRow& now = report.now;
  for (const Value value : all_of<Value>()) {
    const PublicCount& posts = now.at(Cell::of(value));
    const auto said = [&](Direction direction) { return number_of(now.at(Cell::of(value, direction))); };
    const std::string mark = is_looked_at(report, value) ? mark_of(report, value) : "not looked at";
    table.rows.push_back({std::string{plain_name_of(value)}, number_of(posts),
                          part_in_words(posts, now.posts()), range_in_words(posts, now.posts()),
                          said(Direction::upheld), said(Direction::breached), said(Direction::mentioned),
                          mark.empty() ? "-" : mark});
  }
  return table;
}

Card card_of(const PeriodReport& report, Value value) {
  const ToldRow& now = report.now;
  const PublicCount& posts = now.at(Cell::of(value));
  const auto said = [&](Direction direction) {
    return fmt::format("{}: {}", upper_first(std::string{said_of_value(direction)}),
                       number_of(now.at(Cell::of(value, direction))));
  };
  Card card;
  card.name = plain_name_of(value);
  card.big = part_in_words(posts, now.posts());
  card.beside = range_in_words(posts, now.posts());
  if (card.beside == "-") card.beside.clear();
  card.lines = {upper_first(posts_in_words(posts)), said(Direction::upheld), said(Direction::breached),
                said(Direction::mentioned)};
  card.mark = upper_first(mark_of(report, value));
  card.svg = trend_line(course_of(report, value),
                        {fmt::format("{}, trend", plain_name_of(value)), reading_of(report, value)});
  return card;
}

Figure value_over_time(const PeriodReport& report, Value value) {
  const std::string_view noun = noun_of(report.by());
  Table table{fmt::format("{}, by {}", plain_name_of(value), noun),
              {"Period", "Posts", "Of", "Share", "95% range", "Lived up to", "Fallen short of", "Only named"},
              {}};
  for (const ToldRow& row : report.rows) {
    if (!row.is_known()) {
      table.rows.push_back({label_of(row), "?", "?", "?", "?", "?", "?", "?"});
      continue;
    }
    const PublicCount& posts = row.at(Cell::of(value));
    const auto said = [&](Direction direction) { return number_of(row.at(Cell::of(value, direction))); };
    table.rows.push_back({label_of(row), number_of(posts), number_of(row.posts()),
                          part_in_words(posts, row.posts()), range_in_words(posts, row.posts()),
                          said(Direction::upheld), said(Direction::breached), said(Direction::mentioned)});
  }
  std::string title = fmt::format("{}: share of posts by {}", plain_name_of(value), noun);
  std::string reading = reading_of(report, value);
  std::string svg =
      share_line(course_of(report, value), {title, with_campaigns(reading, report)}, campaign_spans(report));
  return {std::move(title), std::move(reading), std::move(svg), std::move(table)};
}

}  // namespace

Section values_at_a_glance(const PeriodReport& report) {
  Section section{"The six values"};
  if (!report.now.is_known() || report.now.posts().hidden || report.now.posts().number == 0) {
    section.blocks.emplace_back(Paragraph{!report.now.is_known() ? nothing_known_in_words(report.now)
                                          : report.now.posts().hidden
                                              ? "There are too few posts to tell of values."
                                              : "There is no post in this period to tell of."});
    return section;
  }
  Cards cards;
  for (const Value value : all_of<Value>()) cards.cards.push_back(card_of(report, value));
  cards.table = glance_table(report);
  section.blocks.emplace_back(std::move(cards));
  section.blocks.emplace_back(Paragraph{
      "A post may bear on several values or on none. The range says where the true share lies, 19 times out of 20, as "
      "far as chance goes.",
      fmt::format(
          "In the lines it is the shaded band. A diamond marks what is more than the usual ups and downs, a "
          "hollow point a time that is not whole or was collected in part, and a gap one of which nothing is known{}.",
          other_gaps(report))});
  for (const Value value : all_of<Value>())
    section.parts.push_back({std::string{plain_name_of(value)}, {value_over_time(report, value)}});
  return section;
}

}  // namespace nhs::report::page
