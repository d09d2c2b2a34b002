#include "report/csv.h"

#include "core/formula_guard.h"
#include "core/shown_text.h"

namespace nhs::report {

std::string csv_cell(std::string_view text) {
  const std::string shown = shown_text(text, Lines::kept);
  std::string cell = "\"";
  if (needs_formula_guard(text) || needs_formula_guard(shown)) cell += '\'';
  for (const char c : shown) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + "\"";
}

}  // namespace nhs::report
