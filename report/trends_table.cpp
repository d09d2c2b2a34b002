#include <fmt/format.h>

#include "report/table.h"
#include "report/trends_view.h"
#include "report/wilson.h"

namespace nhs::report {
namespace {

using Align = Table::Align;

std::string_view short_name_of(Value value) {
  static constexpr std::array<std::string_view, count_of<Value>> names = {
      "Together", "Respect", "Quality", "Compass.", "Improving", "Everyone"};
  return names[index_of(value)];
}

std::string period_label(const store::TrendRow& row) { return row.period.label + (row.partial ? "*" : ""); }

std::string share_cell(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "-";
  return percent(static_cast<double>(part) / static_cast<double>(whole));
}

/// Posts whose author nobody told (a survey's comments) are not posts by nobody.
std::string people_cell(const store::TrendRow& row) {
  const bool unknown = !row.authors || (*row.authors == 0 && row.posts > 0);
  return unknown ? "-" : fmt::format("{}", *row.authors);
}

/// All six values side by side: which share of the posts bears on each.
Table overview(const store::TrendsResult& trends, bool with_people) {
  Table table;
  table.column("Period");
  table.column("Posts", Align::right);
  if (with_people) table.column("People", Align::right);
  table.column("Pos", Align::right);
  table.column("Neg", Align::right);
  for (const Value value : all_of<Value>()) table.column(std::string{short_name_of(value)}, Align::right);
  const auto add_row = [&](const store::TrendRow& row, std::string label) {
    std::vector<std::string> cells = {std::move(label), fmt::format("{}", row.posts)};
    if (with_people) cells.push_back(people_cell(row));
    for (const Sentiment sentiment : {Sentiment::positive, Sentiment::negative})
      cells.push_back(share_cell(row.sentiment.posts[index_of(sentiment)], row.posts));
    for (const store::ValueCounts& counts : row.values)
      cells.push_back(share_cell(counts.posts, row.classified));
    table.row(std::move(cells));
  };
  for (const store::TrendRow& row : trends.rows) add_row(row, period_label(row));
  if (trends.rows.size() > 1) add_row(total_of(trends.rows), "All");
  return table;
}

/// One value in full: how often, how sure, in which direction, and how the posts feel.
std::string detail(const store::TrendsResult& trends, Value value, const Terminal& terminal) {
  Table table;
  table.column("Period");
  for (const char* heading :
       {"Posts", "Share", "95% range", "Upheld", "Breached", "Mentioned", "Pos.", "Neu.", "Neg."})
    table.column(heading, Align::right);
  const auto add_row = [&](const store::TrendRow& row, std::string label) {
    const store::ValueCounts& counts = row.values[index_of(value)];
    const Share share = wilson_interval(counts.posts, row.classified);
    std::vector<std::string> cells = {
        std::move(label), fmt::format("{}", counts.posts), share_cell(counts.posts, row.classified),
        row.classified == 0 ? "-" : fmt::format("{:.0f}-{:.0f}%", share.low * 100, share.high * 100)};
    for (const std::int64_t posts : counts.directions) cells.push_back(fmt::format("{}", posts));
    for (const std::int64_t posts : counts.sentiment.posts) cells.push_back(fmt::format("{}", posts));
    table.row(std::move(cells));
  };
  for (const store::TrendRow& row : trends.rows) add_row(row, period_label(row));
  if (trends.rows.size() > 1) add_row(total_of(trends.rows), "All");
  return bold(name_of(value), terminal) + "\n" + table.text(terminal);
}

}  // namespace

std::string trends_table(const store::TrendsResult& trends, const TrendsAsked& asked,
                         const Terminal& terminal) {
  std::string text;
  for (const std::string& line : wrapped(trends_sentence(trends, asked), terminal.columns))
    text += line + "\n";
  text += "\n";
  if (asked.values.empty()) {
    // On a narrow terminal the number of people makes room; every other format has it.
    Table table = overview(trends, true);
    if (terminal.interactive && table.width() > terminal.columns) table = overview(trends, false);
    text += table.text(terminal);
  } else {
    for (std::size_t i = 0; i < asked.values.size(); ++i)
      text += (i > 0 ? "\n" : "") + detail(trends, asked.values[i], terminal);
  }
  for (const std::string& caution : trends_cautions(trends))
    for (const std::string& line : wrapped(caution, terminal.columns)) text += line + "\n";
  return text;
}

}  // namespace nhs::report
