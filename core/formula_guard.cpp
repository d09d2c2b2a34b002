#include "core/formula_guard.h"

#include <algorithm>

#include "core/text.h"

namespace nhs {
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

bool begins_apart(std::string_view text) {
  return !text.empty() && std::string_view{"\t\r\n"}.find(text.front()) != std::string_view::npos;
}

bool is_formula(std::string_view text) { return begins_apart(text) || would_run(text); }

}  // namespace

bool needs_formula_guard(std::string_view text) {
  return is_formula(text.substr(std::min(text.find_first_not_of('\''), text.size())));
}

std::string_view without_formula_guard(std::string_view cell) {
  return cell.starts_with('\'') && needs_formula_guard(cell) ? cell.substr(1) : cell;
}

std::string_view without_single_formula_guard(std::string_view cell) {
  return cell.starts_with('\'') && is_formula(cell.substr(1)) ? cell.substr(1) : cell;
}

}  // namespace nhs
