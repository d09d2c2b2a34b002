#pragma once

#include <string>
#include <vector>

#include "report/comparison.h"

namespace nhs::report {

/// What stands before each share: a direction is set in below its value.
std::vector<std::string> share_labels(const Comparison& comparison);

/// The table alone.
///
/// fit: with shorter words where it would not fit the terminal's columns, and its last column cut; the ranges
/// stay.
std::string comparison_numbers(const Comparison& comparison, const Terminal& terminal, bool fit);

/// Every difference as a line with its range around zero, and what the marks mean; empty of too few posts.
std::string comparison_drawing(const Comparison& comparison, const Terminal& terminal);

/// The sentence, then what clearly changed, and what would have if it were read alone, wrapped.
std::string comparison_answer(const Comparison& comparison, const Terminal& terminal);

/// The cautions, wrapped, and with a clear change which commands show its posts.
std::string comparison_closing(const Comparison& comparison, const Terminal& terminal);

}  // namespace nhs::report
