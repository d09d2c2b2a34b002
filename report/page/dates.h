#pragma once

#include <string>

#include "core/period.h"

namespace nhs::report::page {

/// "16 to 22 November 2026", "28 September to 4 October 2026", "3 November 2026".
std::string dates_in_words(const Period& period);

/// The period as people name it: "week 47 of 2026", "November 2026", "July to September 2026", "the NHS year
/// 2026/27"; its dates where it has no name.
std::string name_in_words(const Period& period);

/// "W47", "Nov", "Q3", "26/27", "22 Nov": short enough to stand under a drawing.
std::string short_name(const Period& period, Bucket by);

}  // namespace nhs::report::page
