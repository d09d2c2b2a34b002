#pragma once

#include <vector>

#include "report/source_health.h"
#include "store/spending.h"

namespace nhs::report {

/// Of the sources that may spend, when their day and month began, as the store asks for it. Pure.
std::vector<store::AllowancePeriods> allowance_periods(const std::vector<WatchedSource>& sources);

}  // namespace nhs::report
