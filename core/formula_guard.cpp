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

}  // namespace

bool needs_formula_guard(std::string_view text) {
  const std::string_view meant = text.substr(std::min(text.find_first_not_of('\''), text.size()));
  return begins_apart(meant) || would_run(meant);
}

std::string_view without_formula_guard(std::string_view cell) {
  return cell.starts_with('\'') && needs_formula_guard(cell) ? cell.substr(1) : cell;
}

std::string_view without_single_formula_guard(std::string_view cell) {
  if (!cell.starts_with('\'')) return cell;
  const std::string_view meant = cell.substr(1);
  return begins_apart(meant) || would_run(meant) ? meant : cell;
}

}  // namespace nhs
