#pragma once

#include <string>

#include "cli/context.h"
#include "report/page/period_report.h"

namespace nhs::cli {

/// The report on a period for the public, from nothing but what others may see (cli/audience.h), and posts of
/// those who agreed to be quoted.
///
/// period: as it was asked for; empty for the last month that others are told. Fails with usage (64) for a
/// time that others are not told.
Result<report::page::PeriodReport> gather_report_for_others(const Context& context,
                                                            const ReadingSession& session,
                                                            const std::string& period);

}  // namespace nhs::cli
