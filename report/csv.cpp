#include "report/csv.h"

#include "core/shown_text.h"
#include "core/text.h"

namespace nhs::report {
namespace {

/// What a spreadsheet takes for a formula; some take the wide forms for it too, and look behind spaces.
bool would_run(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \n");
  if (first == std::string_view::npos) return false;
  switch (character_at(text, first).code) {
    case U'=':
    case U'+':
    case U'-':
    case U'@':
    case U'\uFF1D':
    case U'\uFF0B':
    case U'\uFF0D':
    case U'\uFF20':
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string csv_cell(std::string_view text) {
  const std::string shown = shown_text(text, Lines::kept);
  std::string cell = "\"";
  const bool starts_apart =
      !text.empty() && std::string_view{"\t\r\n"}.find(text.front()) != std::string_view::npos;
  if (starts_apart || would_run(shown)) cell += '\'';
  for (const char c : shown) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + "\"";
}

}  // namespace nhs::report
