#include "report/table.h"

#include <algorithm>

#include "core/text.h"

namespace nhs::report {

void Table::column(std::string heading, Align align) {
  headings_.push_back(std::move(heading));
  aligns_.push_back(align);
}

void Table::row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

/// Numbers end where their heading ends, so one space parts them; texts want two.
std::size_t Table::gap_before(std::size_t column) const {
  if (column == 0) return 0;
  return aligns_[column] == Align::right ? 1 : 2;
}

std::vector<std::size_t> Table::column_widths() const {
  std::vector<std::size_t> widths;
  for (const std::string& heading : headings_) widths.push_back(display_width(heading));
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  return widths;
}

std::size_t Table::width() const {
  const std::vector<std::size_t> widths = column_widths();
  std::size_t width = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) width += gap_before(i) + widths[i];
  return width;
}

std::string Table::line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths,
                        const Terminal& terminal) const {
  std::string line;
  std::size_t used = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    line += std::string(gap_before(i), ' ');
    used += gap_before(i);
    std::string cell = cells[i];
    if (i + 1 == cells.size() && terminal.interactive && terminal.columns > used)
      cell = cut_to(cell, terminal.columns - used, terminal.unicode);
    line += aligns_[i] == Align::right ? padded_left(cell, widths[i]) : padded(cell, widths[i]);
    used += widths[i];
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::string Table::text(const Terminal& terminal) const {
  const std::vector<std::size_t> widths = column_widths();
  std::string text = bold(line(headings_, widths, terminal), terminal) + "\n";
  for (const auto& row : rows_) text += line(row, widths, terminal) + "\n";
  return text;
}

}  // namespace nhs::report
