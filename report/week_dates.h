#pragma once

#include <string>
#include <vector>

#include "core/period.h"
#include "store/trend.h"

namespace nhs::report {

/// A week's name tells nobody when it was, and a quarter's another time to whoever counts NHS years; these
/// say so.

/// `2026-W47 (16 to 22 November 2026)`, `2026-Q3 (July to September 2026)`; other periods' names, which say
/// it themselves, alone.
std::string with_dates(const Period& period);

/// `16 Nov`.
std::string short_date(LocalDay day);

/// "Weeks begin on Monday: 2026-W37 on 7 September 2026, 2026-W48 on 23 November 2026." Empty where the rows
/// are no weeks.
std::string beginnings_of_weeks(const std::vector<store::TrendRow>& rows);

/// "Quarters are those of the calendar year: 2026-Q3 is July to September 2026, 2026/27-Q2 of the NHS year."
/// Empty of another period.
std::string calendar_quarter(const Period& period);

}  // namespace nhs::report
