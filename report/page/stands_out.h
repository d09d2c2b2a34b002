#pragma once

#include <string>

#include "report/page/period_report.h"

namespace nhs::report::page {

/// "in the week before", "on the day before".
std::string in_the_one_before(const PeriodReport& report);

/// What is so far past the usual ups and downs that it opens the report (report/page/opening.h), the
/// strongest first, and what it was in the time before where that is clearly another; empty for nothing.
std::string what_stands_out(const PeriodReport& report);

/// The other signals of the period, and how many a quiet one of as many rows has by chance; empty for none.
/// Where nothing opens the report it says so first.
std::string slighter_signals(const PeriodReport& report);

/// What clearly changed against the time before and was not told with what stands out; or that nothing did.
std::string what_changed(const PeriodReport& report);

}  // namespace nhs::report::page
