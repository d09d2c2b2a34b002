#include "cli/report_in_short.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>
#include <vector>

#include "report/page/sections.h"

namespace nhs::cli {
namespace {

using namespace report::page;
using report::Terminal;

/// Of each list, so that all of them together fit.
constexpr std::size_t kMostTold = 5;

/// What is read of the table of values: posts, share, and the three directions.
constexpr std::size_t kColumnsTold[] = {1, 2, 4, 5, 6};
constexpr std::size_t kGap = 2;

template <typename Block>
std::vector<Block> blocks_of(const Section& section) {
  std::vector<Block> found;
  for (const auto& block : section.blocks)
    if (const auto* wanted = std::get_if<Block>(&block)) found.push_back(*wanted);
  return found;
}

std::vector<std::string> at_most(std::vector<std::string> lines, std::string_view more) {
  if (lines.size() <= kMostTold) return lines;
  const std::size_t left = lines.size() - kMostTold;
  lines.resize(kMostTold);
  lines.push_back(fmt::format("and {} more {}", left, more));
  return lines;
}

std::string part(std::string_view heading, const std::vector<std::string>& lines, const Terminal& terminal) {
  return fmt::format("\n{}\n{}", report::bold(heading, terminal),
                     report::wrapped_lines(lines, terminal, "- "));
}

/// In columns: six lines are compared at a glance.
std::string in_columns(const Table& table) {
  const auto widest = [&](std::size_t column) {
    std::size_t width = table.headings[column].size();
    for (const auto& row : table.rows) width = std::max(width, row[column].size());
    return width;
  };
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string text = report::padded(cells.front(), widest(0));
    for (const std::size_t column : kColumnsTold)
      text += report::padded_left(cells[column], widest(column) + kGap);
    return text + "\n";
  };
  std::string text = line(table.headings);
  for (const auto& row : table.rows) text += line(row);
  return text;
}

std::string values_told(const PeriodReport& report, const Terminal& terminal) {
  const Section section = values_at_a_glance(report);
  const auto cards = blocks_of<Cards>(section);
  if (!cards.empty()) return "\n" + in_columns(cards.front().table);
  std::vector<std::string> lines;
  for (const Paragraph& each : blocks_of<Paragraph>(section)) lines.push_back(each.text);
  return part(section.heading, lines, terminal);
}

std::string shifts_told(const PeriodReport& report, const Terminal& terminal) {
  const Section section = shifts(report);
  std::vector<std::string> lines = shifts_in_words(report);
  if (lines.empty())
    for (const Paragraph& each : blocks_of<Paragraph>(section)) lines.push_back(each.text);
  return part(section.heading, at_most(std::move(lines), "in the whole report"), terminal);
}

std::string changes_told(const PeriodReport& report, const Terminal& terminal) {
  const Section section = changes(report);
  std::vector<std::string> lines;
  for (const Bullets& each : blocks_of<Bullets>(section))
    lines.insert(lines.end(), each.items.begin(), each.items.end());
  if (lines.empty())
    for (const Paragraph& each : blocks_of<Paragraph>(section)) lines.push_back(each.text);
  return part(section.heading, at_most(std::move(lines), "in the whole report"), terminal);
}

/// Two lines each: which it is, and how it begins.
std::string posts_told(const PeriodReport& report, const Terminal& terminal) {
  if (report.to_read.empty()) return {};
  const Section section = posts_to_read(report);
  std::string text = fmt::format("\n{}\n", report::bold(section.heading, terminal));
  const auto quotes = blocks_of<Quote>(section);
  for (std::size_t i = 0; i < std::min(quotes.size(), kMostTold); ++i)
    for (const auto& [mark, line] : {std::pair{"- ", &quotes[i].about}, std::pair{"  ", &quotes[i].text}})
      text +=
          mark + report::cut_to(report::terminal_safe(*line), terminal.columns - 2, terminal.unicode) + "\n";
  if (quotes.size() > kMostTold)
    text += fmt::format("- and {} more in the whole report\n", quotes.size() - kMostTold);
  return text;
}

std::string completeness_told(const PeriodReport& report, const Terminal& terminal) {
  const Section section = completeness(report);
  std::vector<std::string> lines;
  for (const Paragraph& each : blocks_of<Paragraph>(section)) lines.push_back(each.text);
  for (const Caution& each : blocks_of<Caution>(section)) lines.push_back(each.text);
  if (lines.empty()) return {};
  // What matters most stands first; the rest is told at length elsewhere.
  lines.resize(1);
  return part(section.heading, lines, terminal);
}

}  // namespace

std::string report_in_short(const PeriodReport& report, const Terminal& terminal) {
  const Document whole = period_document(report);
  return fmt::format("{}\n{}\n{}{}{}{}{}{}", report::bold(report::terminal_safe(whole.title), terminal),
                     report::wrapped_lines({whole.subtitle, whole.audience}, terminal),
                     report::wrapped_lines({whole.summary}, terminal), values_told(report, terminal),
                     shifts_told(report, terminal), changes_told(report, terminal),
                     posts_told(report, terminal), completeness_told(report, terminal));
}

}  // namespace nhs::cli
