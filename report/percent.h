#pragma once

#include <string>

namespace nhs::report {

/// How percentages are rounded, wherever one is written: halves away from zero, so that shares and the
/// differences between them meet (12.5% and 37.5% are 13% and 38%, 25 points apart). All functions are pure
/// and thread-safe.

/// A share, or a difference of two, in hundredths, with so many decimals: 38 of 0.375.
double hundredths(double share, int decimals = 0);

/// So many decimals, from these on and at most those, that a share above 0 is not told as 0.
int decimals_that_tell(double share, int decimals, int most);

/// "38", "37.5", "-3".
std::string hundredths_in_words(double share, int decimals = 0);

/// `29%`; what would be told as 0 and is not is `<1%`, what is not all `>99%`.
std::string percent(double share);

}  // namespace nhs::report
