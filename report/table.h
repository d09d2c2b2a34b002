#pragma once

#include <string>
#include <vector>

#include "report/terminal.h"

namespace nhs::report {

/// A table of text, aligned by display width. The last column may be cut to fit a terminal.
class Table {
 public:
  enum class Align : std::uint8_t { left, right };

  void column(std::string heading, Align align = Align::left);
  /// cells: one for each column.
  void row(std::vector<std::string> cells);

  /// Columns that the widest line takes.
  std::size_t width() const;

  /// Lines end with a newline and carry no trailing spaces.
  std::string text(const Terminal& terminal) const;

 private:
  std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths,
                   const Terminal& terminal) const;
  std::vector<std::size_t> column_widths() const;
  std::size_t gap_before(std::size_t column) const;

  std::vector<std::string> headings_;
  std::vector<Align> aligns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace nhs::report
