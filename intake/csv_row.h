#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nhs::intake {

/// The cells of a row of a CSV (RFC 4180, with any separator), taken in line by line: quotes around a cell,
/// doubled within; line breaks within quotes.
class CsvRow {
 public:
  explicit CsvRow(char separator) : separator_(separator) {}

  /// line: without its line feed. False when a cell that began on an earlier line goes on after its closing
  /// quote: that quote opens a cell of a later row, and the one before it was a stray.
  bool take(std::string_view line);

  /// Within quotes, so that the row goes on in the next line.
  bool is_open() const { return quoted_; }

  std::vector<std::string> cells() &&;

 private:
  char separator_;
  std::vector<std::string> cells_;
  std::string cell_;
  bool quoted_ = false;
};

}  // namespace nhs::intake
