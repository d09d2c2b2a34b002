#include "intake/csv_row.h"

#include <utility>

namespace nhs::intake {

bool CsvRow::take(std::string_view line) {
  bool began_earlier = quoted_;
  bool closed = false;
  if (quoted_) cell_ += '\n';
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted_) {
      if (c != '"') {
        cell_ += c;
      } else if (i + 1 < line.size() && line[i + 1] == '"') {
        cell_ += line[++i];
      } else {
        quoted_ = false;
        closed = began_earlier;
        began_earlier = false;
      }
    } else if (c == '"' && cell_.empty()) {
      quoted_ = true;
    } else if (c == separator_) {
      cells_.push_back(std::move(cell_));
      cell_.clear();
      closed = false;
    } else if (c != '\r') {
      if (closed && c != ' ') return false;
      cell_ += c;
    }
  }
  return true;
}

std::vector<std::string> CsvRow::cells() && {
  cells_.push_back(std::move(cell_));
  return std::move(cells_);
}

}  // namespace nhs::intake
