#pragma once

#include <string>

#include "report/page/period_report.h"

namespace nhs::report::page {

/// "in the week before", "on the day before".
std::string in_the_one_before(const PeriodReport& report);

/// What is more than the usual ups and downs in the period, the strongest first, and what it was in the time
/// before where that is clearly another; empty for nothing.
std::string what_stands_out(const PeriodReport& report);

/// What clearly changed against the time before and was not told with what stands out; or that nothing did.
std::string what_changed(const PeriodReport& report);

}  // namespace nhs::report::page
