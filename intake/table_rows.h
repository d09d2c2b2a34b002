#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "intake/csv_row.h"
#include "intake/line_reader.h"

namespace nhs::intake {

/// A row of a table, the line it begins on, or what is wrong with it: then it has no cells.
struct TableRow {
  std::size_t line;
  std::vector<std::string> cells;
  std::string fault = {};
};

enum class Quoting {
  quotes,  ///< a CSV's (RFC 4180): quotes around a cell, doubled within; line breaks within quotes
  /// As `quotes` with commas or semicolons. Between tabs, where some programs quote and some do not, a row is
  /// a line and a quote a character like others, for the caller to take off.
  quotes_or_tabs,
  escapes,  ///< a TSV's: \\ \t \n \r
};

/// The rows of a table as programs and spreadsheets save it, its header first. A byte order mark and the line
/// ends of Windows are dropped, cells that are not UTF-8 read as Windows-1252 (a spreadsheet's UTF-16 goes
/// through Utf16Stream before). A quote that opens a cell and is never closed costs its own line only: what
/// follows is read as rows again. Empty lines are rows of one empty cell.
class TableRows {
 public:
  /// in: outlives this.
  TableRows(std::istream& in, Quoting quoting) : quoting_(quoting), lines_(in) {}

  /// By which of comma, semicolon and tab the header, which stays to be read, is separated: the one that
  /// gives names (as `names_in` makes them) of which `wanted` counts most. A comma where none does better.
  /// Only before the first next(), of a table with quotes; without it, cells are separated by commas.
  void find_separator(const std::function<std::size_t(const std::vector<std::string>& names)>& wanted);

  /// Nothing at the end.
  std::optional<TableRow> next();

  char separator() const { return separator_; }
  /// Rows so far that were not UTF-8.
  int windows_rows() const { return windows_rows_; }

 private:
  TableRow quoted_row(const Line& first);
  /// Takes lines until the row ends; false when it does not. bytes: of the row so far.
  bool finish(CsvRow& row, std::size_t bytes);

  Quoting quoting_;
  LineReader lines_;
  char separator_ = ',';
  int windows_rows_ = 0;
};

/// A header's cells as they are compared: without capitals, or blanks around them.
std::vector<std::string> names_in(const std::vector<std::string>& header);

}  // namespace nhs::intake
