#include "intake/table_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "collector/sources/feed_encoding.h"
#include "core/text.h"
#include "intake/import_reader.h"

namespace nhs::intake {
namespace {

std::string unescaped(std::string_view cell) {
  std::string text;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] != '\\' || i + 1 == cell.size()) {
      text += cell[i];
      continue;
    }
    switch (cell[++i]) {
      case 't':
        text += '\t';
        break;
      case 'n':
        text += '\n';
        break;
      case 'r':
        text += '\r';
        break;
      case '\\':
        text += '\\';
        break;
      default:
        text.append("\\").push_back(cell[i]);
    }
  }
  return text;
}

std::vector<std::string> cells_between_tabs(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::vector<std::string> cells;
  std::size_t start = 0;
  while (true) {
    const std::size_t tab = std::min(line.find('\t', start), line.size());
    cells.emplace_back(line.substr(start, tab - start));
    if (tab == line.size()) return cells;
    start = tab + 1;
  }
}

/// What tables are separated by, the likeliest first. Where the decimal sign is a comma, spreadsheets write
/// semicolons; what they call text has tabs.
constexpr std::array<char, 3> kSeparators = {',', ';', '\t'};

/// Cells that are not UTF-8, as Windows writes them: a curly apostrophe is one byte there. True when there
/// was one.
bool made_utf8(std::vector<std::string>& cells) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  bool any = false;
  for (std::string& cell : cells) {
    const auto beyond_ascii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    if (std::none_of(cell.begin(), cell.end(), beyond_ascii)) continue;
    const bool broken = cell.find(kReplacement) == std::string::npos &&
                        repaired(cell).find(kReplacement) != std::string::npos;
    if (!broken) continue;
    cell = collector::as_utf8(cell, std::nullopt);
    any = true;
  }
  return any;
}

}  // namespace

std::vector<std::string> names_in(const std::vector<std::string>& header) {
  std::vector<std::string> names;
  names.reserve(header.size());
  for (const std::string& cell : header) names.push_back(folded(trimmed(cell)));
  return names;
}

void TableRows::find_separator(
    const std::function<std::size_t(const std::vector<std::string>& names)>& wanted) {
  // Where several separators find as many of the columns that must be there, which is hardly ever but when
  // they find none, the one that separates most.
  std::pair<std::size_t, std::size_t> best{0, 0};
  for (const char separator : kSeparators) {
    CsvRow row{separator};
    lines_.mark();
    const auto first = lines_.next();
    const bool whole = first && !first->too_long && row.take(first->text) && finish(row, first->text.size());
    lines_.return_to_mark();
    if (!whole) continue;
    std::vector<std::string> cells = std::move(row).cells();
    made_utf8(cells);
    const std::pair<std::size_t, std::size_t> found{wanted(names_in(cells)), cells.size()};
    if (found <= best) continue;
    best = found;
    separator_ = separator;
  }
}

bool TableRows::finish(CsvRow& row, std::size_t bytes) {
  while (row.is_open()) {
    const auto line = lines_.next();
    if (line) bytes += line->text.size() + 1;
    if (!line || line->too_long || bytes > kMaxImportLine || !row.take(line->text)) return false;
  }
  return true;
}

TableRow TableRows::quoted_row(const Line& first) {
  CsvRow row{separator_};
  row.take(first.text);
  lines_.mark();
  if (!finish(row, first.text.size())) {
    lines_.return_to_mark();
    return {first.number, {}, "a quoted cell is not closed"};
  }
  lines_.forget();
  return {first.number, std::move(row).cells()};
}

std::optional<TableRow> TableRows::next() {
  const auto line = lines_.next();
  if (!line) return std::nullopt;
  if (line->too_long)
    return TableRow{line->number, {}, fmt::format("longer than {} bytes", lines_.longest())};
  TableRow row;
  if (quoting_ == Quoting::quotes || (quoting_ == Quoting::quotes_or_tabs && separator_ != '\t'))
    row = quoted_row(*line);
  else
    row = {line->number, cells_between_tabs(line->text)};
  if (quoting_ == Quoting::escapes)
    for (std::string& cell : row.cells) cell = unescaped(cell);
  windows_rows_ += made_utf8(row.cells);
  return row;
}

}  // namespace nhs::intake
