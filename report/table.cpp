#include "report/table.h"

#include <algorithm>

#include "core/text.h"

namespace nhs::report {

void Table::column(std::string heading, Align align) {
  headings_.push_back(std::move(heading));
  aligns_.push_back(align);
}

void Table::row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

std::string Table::line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths,
                        const Terminal& terminal) const {
  std::string line;
  std::size_t used = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool last = i + 1 == cells.size();
    std::string cell = cells[i];
    if (last && terminal.interactive && terminal.columns > used)
      cell = cut_to(cell, terminal.columns - used, terminal.unicode);
    line += aligns_[i] == Align::right ? padded_left(cell, widths[i]) : padded(cell, widths[i]);
    if (!last) line += "  ";
    used += widths[i] + 2;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::string Table::text(const Terminal& terminal) const {
  std::vector<std::size_t> widths;
  for (const std::string& heading : headings_) widths.push_back(display_width(heading));
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  std::string text = bold(line(headings_, widths, terminal), terminal) + "\n";
  for (const auto& row : rows_) text += line(row, widths, terminal) + "\n";
  return text;
}

}  // namespace nhs::report
