#include "report/page/in_short.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <variant>
#include <vector>

#include "core/text.h"
#include "report/page/sections.h"

namespace nhs::report::page {
namespace {

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
  return fmt::format("\n{}\n{}", bold(heading, terminal), wrapped_lines(lines, terminal, "- "));
}

/// What stands over the columns where the table's own headings are too wide, each the same in short.
constexpr std::string_view kShortHeadings[] = {"Posts", "Share", "Lived up", "Short", "Named"};

/// In columns: six lines are compared at a glance.
std::string in_columns(const Table& table, bool short_headings) {
  const auto heading = [&](std::size_t i) {
    return short_headings ? kShortHeadings[i] : std::string_view{table.headings[kColumnsTold[i]]};
  };
  const auto widest = [&](std::size_t column, std::size_t width) {
    for (const auto& row : table.rows) width = std::max(width, row[column].size());
    return width;
  };
  const std::size_t names = widest(0, table.headings[0].size());
  std::string text = padded(table.headings[0], names);
  for (std::size_t i = 0; i < std::size(kColumnsTold); ++i)
    text += padded_left(heading(i), widest(kColumnsTold[i], heading(i).size()) + kGap);
  text += "\n";
  for (const auto& row : table.rows) {
    text += padded(row[0], names);
    for (std::size_t i = 0; i < std::size(kColumnsTold); ++i)
      text += padded_left(row[kColumnsTold[i]], widest(kColumnsTold[i], heading(i).size()) + kGap);
    text += "\n";
  }
  return text;
}

std::string values_told(const PeriodReport& report, const Terminal& terminal) {
  const Section section = values_at_a_glance(report);
  const auto cards = blocks_of<Cards>(section);
  if (!cards.empty()) {
    const std::string whole = in_columns(cards.front().table, false);
    const bool fits = display_width(whole.substr(0, whole.find('\n'))) <= terminal.columns;
    return "\n" + (fits ? whole : in_columns(cards.front().table, true));
  }
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
  std::string text = fmt::format("\n{}\n", bold(section.heading, terminal));
  const auto quotes = blocks_of<Quote>(section);
  for (std::size_t i = 0; i < std::min(quotes.size(), kMostTold); ++i)
    for (const auto& [mark, line] : {std::pair{"- ", &quotes[i].about}, std::pair{"  ", &quotes[i].text}})
      text += mark + cut_to(terminal_safe(*line), terminal.columns - 2, terminal.unicode) + "\n";
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
  return fmt::format("{}\n{}\n{}{}{}{}{}{}", bold(terminal_safe(whole.title), terminal),
                     wrapped_lines({whole.subtitle, whole.audience}, terminal),
                     wrapped_lines({whole.summary}, terminal), values_told(report, terminal),
                     shifts_told(report, terminal), changes_told(report, terminal),
                     posts_told(report, terminal), completeness_told(report, terminal));
}

}  // namespace nhs::report::page
