#pragma once

#include <string>

#include "report/page/period_report.h"

namespace nhs::report::page {

/// Whether the value's posts, in any direction, were held against what is usual. For the public they are not
/// where one of their numbers is hidden: what a chart would need must not be guessed.
bool is_looked_at(const PeriodReport& report, Value value);

/// "Not held against what is usual, for some of their numbers are hidden: compassion; of the other values, 3
/// of 15 directions (lived up to, fallen short of, only named)."; empty where nothing was left out, and where
/// nothing at all can be told of what is usual.
std::string not_looked_at(const PeriodReport& report);

/// "Nothing in this period was more than the usual ups and downs."; of what was looked at, where not all was.
///
/// when: " in this period", or empty.
std::string nothing_unusual(const PeriodReport& report, const char* when);

}  // namespace nhs::report::page
