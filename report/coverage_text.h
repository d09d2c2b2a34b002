#pragma once

#include <string>
#include <vector>

#include "core/source_state.h"

namespace nhs::report {

/// How long collection was missing, overlapping gaps of one source counted once, in hours.
double hours_missed(const std::vector<Gap>& gaps);

/// "2 gaps, 3.5 hours"; empty when there is none.
std::string gaps_in_words(const std::vector<Gap>& gaps);
/// The same in brackets, after a space; or nothing.
std::string gaps_in_brackets(const std::vector<Gap>& gaps);

}  // namespace nhs::report
