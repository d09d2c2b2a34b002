#pragma once

#include <string>

#include "report/page/period_report.h"
#include "report/terminal.h"

namespace nhs::report::page {

/// What of a report fits on a screen or two, about 60 lines: the story, the six values, what is out of the
/// usual, what changed, some posts to read, and how complete it is. The rest is a page's.
std::string report_in_short(const PeriodReport& report, const Terminal& terminal);

}  // namespace nhs::report::page
