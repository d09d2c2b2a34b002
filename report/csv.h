#pragma once

#include <string>
#include <string_view>

namespace nhs::report {

/// A quoted cell of a CSV file (RFC 4180), without what could mislead whoever reads it (core/shown_text.h).
/// One that a spreadsheet would run as a formula is guarded by an apostrophe (core/formula_guard.h), which
/// `import` takes off again.
std::string csv_cell(std::string_view text);

}  // namespace nhs::report
