#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "report/campaign_marks.h"
#include "report/chart.h"
#include "report/public_numbers.h"
#include "report/series_breaks.h"
#include "report/signals_text.h"
#include "report/table.h"
#include "report/trends_numbers.h"
#include "report/trends_view.h"

namespace nhs::report {
namespace {

using Align = Table::Align;

std::string lines_of(const std::string& text, const Terminal& terminal) {
  std::string lines;
  for (const std::string& line : wrapped(terminal_safe(text), terminal.columns)) lines += line + "\n";
  return lines;
}

std::string share_cell(const PublicCount& part, const PublicCount& whole) {
  if (part.hidden || whole.hidden) return std::string{kHiddenMark};
  const auto share = public_share(part, whole);
  return share ? percent(share->share) : "-";
}

std::string range_cell(const PublicCount& part, const PublicCount& whole) {
  if (part.hidden || whole.hidden) return std::string{kHiddenMark};
  const auto share = public_share(part, whole);
  return share ? fmt::format("{}-{}%", hundredths_in_words(share->low), hundredths_in_words(share->high))
               : "-";
}

/// What a table of all values leaves out on a narrow terminal.
enum class Form : std::uint8_t { full, short_headings, values_only };

/// Sentiments and values, each as a share of the posts.
std::vector<std::string> shares_of_all(const PublicTally& told, Form form) {
  std::vector<std::string> cells;
  if (form < Form::values_only)
    for (const Sentiment sentiment : {Sentiment::positive, Sentiment::negative})
      cells.push_back(share_cell(told[Cell::of(sentiment)], told[Cell::classified]));
  for (const Value value : all_of<Value>())
    cells.push_back(share_cell(told[Cell::of(value)], told[Cell::classified]));
  return cells;
}

/// A value's share of all posts, and how it fared.
std::vector<std::string> numbers_of_value(const PublicTally& told, Value value) {
  const PublicCount& part = told[Cell::of(value)];
  const PublicCount& whole = told[Cell::classified];
  std::vector<std::string> cells = {in_words(whole), share_cell(part, whole), range_cell(part, whole)};
  for (const Direction direction : all_of<Direction>())
    cells.push_back(in_words(told[Cell::of(value, direction)]));
  return cells;
}

void add_columns(Table& table, const PublicAsked& asked, Form form) {
  table.column("Period");
  table.column("Posts", Align::right);
  if (asked.asks_for_all()) {
    if (form < Form::values_only)
      for (const char* heading : {"Pos", "Neg"}) table.column(heading, Align::right);
    for (const Value value : all_of<Value>())
      table.column(std::string{form == Form::full ? short_name_of(value) : shortest_name_of(value)},
                   Align::right);
  }
  if (asked.value)
    for (const char* heading : {"Of", "Share", "95% range", "Upheld", "Breached", "Mentioned"})
      table.column(heading, Align::right);
}

Table table_of(const PublicTrends& trends, const PublicAsked& asked, Form form) {
  Table table;
  add_columns(table, asked, form);
  std::vector<std::string> labels = period_labels(trends.frame);
  mark_campaigns(labels, trends.frame.rows, asked.campaigns);
  for (std::size_t row = 0; row < labels.size(); ++row) {
    const PublicTally& told = trends.rows[row];
    std::vector<std::string> cells = {labels[row], in_words(told[asked.cell])};
    std::vector<std::string> more;
    if (asked.asks_for_all()) more = shares_of_all(told, form);
    if (asked.value) more = numbers_of_value(told, *asked.value);
    cells.insert(cells.end(), more.begin(), more.end());
    if (!is_known(trends, row)) std::fill(cells.begin() + 1, cells.end(), "-");
    table.row(std::move(cells));
  }
  return table;
}

std::string numbers(const PublicTrends& trends, const PublicAsked& asked, const Terminal& terminal) {
  Table table = table_of(trends, asked, Form::full);
  for (const Form narrower : {Form::short_headings, Form::values_only})
    if (terminal.interactive && table.width() > terminal.columns) table = table_of(trends, asked, narrower);
  std::string text = table.text(terminal);
  for (const std::string& note : public_notes(trends, asked)) text += lines_of(note, terminal);
  return text;
}

/// A bar a period, none where the number is hidden.
std::string bars(const PublicTrends& trends, const PublicAsked& asked, const Terminal& terminal) {
  std::int64_t most = 0;
  for (const PublicTally& told : trends.rows) most = std::max(most, told[asked.cell].number);
  std::vector<std::string> labels = period_labels(trends.frame);
  mark_campaigns(labels, trends.frame.rows, asked.campaigns);
  std::size_t label = 0;
  for (const std::string& each : labels) label = std::max(label, each.size());
  const std::size_t number = fmt::format("{}", most).size();
  const std::size_t columns = terminal.columns - std::min(terminal.columns / 2, label + number + 4);
  std::string text = bold(fmt::format("Posts by {}", noun_of(asked.by)), terminal) + "\n";
  for (std::size_t row = 0; row < labels.size(); ++row) {
    const PublicCount& told = trends.rows[row][asked.cell];
    text += padded(labels[row], label) + "  ";
    if (!is_known(trends, row))
      text += "no collection\n";
    else if (told.hidden)
      text += fmt::format("{}\n", kHiddenMark);
    else
      text += fmt::format("{} {}\n",
                          bar(static_cast<double>(told.number), static_cast<double>(most), columns, terminal),
                          told.number);
  }
  return text;
}

/// A sparkline a value; a gap where none of its shares is told.
std::string shares_over_time(const PublicTrends& trends, const Terminal& terminal) {
  std::vector<std::vector<double>> lines;
  double highest = 0;
  for (const Value value : all_of<Value>()) {
    std::vector<double> points;
    for (std::size_t row = 0; row < trends.rows.size(); ++row) {
      const PublicTally& told = trends.rows[row];
      const auto share = public_share(told[Cell::of(value)], told[Cell::classified]);
      points.push_back(share && is_known(trends, row) ? share->share : -1);
      highest = std::max(highest, points.back());
    }
    lines.push_back(std::move(points));
  }
  constexpr std::size_t name_columns = 32;
  const std::size_t room = terminal.columns - name_columns - 2;
  std::string text = bold("Share of posts on each value", terminal) + "\n";
  const bool cut = trends.rows.size() > room;
  text += fmt::format("over time (highest {}){}; blank where none is told\n", percent(highest),
                      cut ? fmt::format(", the newest {} of {}", room, trends.rows.size()) : "");
  for (const Value value : all_of<Value>()) {
    std::vector<double>& points = lines[index_of(value)];
    // When there are more periods than columns, the newest are shown.
    if (points.size() > room) points.erase(points.begin(), points.end() - static_cast<std::ptrdiff_t>(room));
    const std::string line = sparkline(points, highest, terminal);
    text += fmt::format("{}\n", trimmed(fmt::format("{}  {}", padded(name_of(value), name_columns), line)));
  }
  return text;
}

}  // namespace

std::string public_trends_table(const PublicTrends& trends, const PublicAsked& asked,
                                const Terminal& terminal) {
  return lines_of(public_trends_sentence(trends, asked), terminal) + "\n" + numbers(trends, asked, terminal);
}

std::string public_trends_chart(const PublicTrends& trends, const PublicAsked& asked,
                                const Terminal& terminal) {
  std::string text = public_trends_table(trends, asked, terminal) + "\n" + bars(trends, asked, terminal);
  if (asked.asks_for_all()) text += "\n" + shares_over_time(trends, terminal);
  return text;
}

}  // namespace nhs::report
