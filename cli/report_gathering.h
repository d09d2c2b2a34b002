#pragma once

#include <string>

#include "cli/context.h"
#include "core/period.h"
#include "report/page/period_report.h"
#include "store/filter.h"

namespace nhs::cli {

/// Asks the store for all that the team's report on a period is written from.
///
/// filter: with no times, values or direction: all six values are told, in each direction.  filters_in_words:
/// of the same.
Result<report::page::PeriodReport> gather_report(const Context& context, const ReadingSession& session,
                                                 const Period& period, const store::Filter& filter,
                                                 const std::string& filters_in_words);

}  // namespace nhs::cli
