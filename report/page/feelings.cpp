#include <fmt/format.h>

#include <algorithm>

#include "report/page/campaigns.h"
#include "report/page/charts.h"
#include "report/page/dates.h"
#include "report/page/sections.h"
#include "report/page/wording.h"
#include "report/signals_text.h"

namespace nhs::report::page {
namespace {

std::string felt(const ToldRow& row, Sentiment sentiment) {
  return part_in_words(row.at(Cell::of(sentiment)), row.posts());
}

SentimentColumn column_of(const ToldRow& row) {
  SentimentColumn column;
  const auto posts = [&](Sentiment sentiment) {
    const PublicCount& count = row.at(Cell::of(sentiment));
    if (count.hidden) column.known = false;
    return static_cast<double>(count.number);
  };
  column.positive = posts(Sentiment::positive);
  column.neutral = posts(Sentiment::neutral);
  column.negative = posts(Sentiment::negative);
  column.known = column.known && row.is_known() && !row.posts().hidden;
  return column;
}

std::string reading_of(const ToldRow& now) {
  if (!now.is_known()) return nothing_known_in_words(now);
  if (now.posts().hidden) return "There are too few posts in this period to tell.";
  if (now.posts().number == 0) return "There is no post in this period.";
  for (const Sentiment each : all_of<Sentiment>())
    if (now.at(Cell::of(each)).hidden)
      return "How all of them felt is not shown; what is, stands in the table.";
  return fmt::format("In this period {}.", felt_in_words(now));
}

}  // namespace

Section feelings(const PeriodReport& report) {
  Section section{"How people felt"};
  if (report.only) {
    section.blocks.emplace_back(
        Paragraph{fmt::format("Only {} posts were asked for, so that nothing can be told of how people felt.",
                              id_of(*report.only))});
    return section;
  }
  const std::string_view noun = noun_of(report.by());
  const std::vector<std::string> names = short_names(report);
  const std::vector<bool> breaks = breaks_of(report);
  std::vector<SentimentColumn> columns;
  Table table{
      fmt::format("Sentiment by {}", noun), {"Period", "Posts", "Positive", "Neutral", "Negative"}, {}};
  for (std::size_t i = 0; i < report.rows.size(); ++i) {
    const ToldRow& row = report.rows[i];
    columns.push_back(column_of(row));
    columns.back().period = names[i];
    columns.back().is_break = breaks[i];
    if (row.is_known())
      table.rows.push_back({label_of(row), number_of(row.posts()), felt(row, Sentiment::positive),
                            felt(row, Sentiment::neutral), felt(row, Sentiment::negative)});
    else
      table.rows.push_back({label_of(row), "?", "?", "?", "?"});
  }
  const std::string title = fmt::format("Sentiment of posts by {}", noun);
  const std::string reading = reading_of(report.now);
  section.blocks.emplace_back(
      Figure{title, reading,
             sentiment_columns(columns, {title, with_campaigns(reading, report)}, campaign_spans(report)),
             std::move(table)});
  return section;
}

}  // namespace nhs::report::page
