#pragma once

#include <string>
#include <string_view>

namespace nhs {

/// Whether a spreadsheet must be kept from taking a cell of this text for a formula: it begins with = + - @,
/// be it behind spaces, or with a tab or a line's end. So must a text that would be one without the
/// apostrophes it begins with, or the guard could not be told from them. The guard is one more apostrophe,
/// which makes a cell text (OWASP, "CSV Injection"). Pure and thread-safe.
bool needs_formula_guard(std::string_view text);

/// The text of a cell that such a guard may stand before.
std::string_view without_formula_guard(std::string_view cell);

/// The same of a cell that `export` wrote before it told `language_found`: it guarded no text that begins
/// with an apostrophe itself. One that does, and would be a formula without it, cannot be told from a guarded
/// one: the guard is by far the likelier.
std::string_view without_single_formula_guard(std::string_view cell);

}  // namespace nhs
