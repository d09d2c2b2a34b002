#pragma once

#include <string>

#include "report/signals_view.h"

namespace nhs::report {

/// Beside the last whole period what is usual, a row a finding; empty where no chart has limits.
///
/// fit: without the numbers of posts where it would not fit the terminal's columns with them.
std::string usual_table(const SignalsFound& found, const Terminal& terminal, bool fit);

/// The answer, wrapped.
std::string answer_lines(const SignalsFound& found, const Terminal& terminal);

/// The signals of the last whole period in words, farthest past their limits first, on a terminal no more
/// than fit a screen; of earlier ones how many. All of them where all were asked for.
std::string signal_lines(const SignalsFound& found, const Terminal& terminal);

/// The cautions and, with a signal, which command shows its posts.
std::string closing_lines(const SignalsFound& found, const Terminal& terminal);

}  // namespace nhs::report
