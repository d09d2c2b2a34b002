#pragma once

#include <string>

#include "cli/option_parser.h"
#include "core/period.h"
#include "core/result.h"

namespace nhs::cli {

/// The time that --period names: a period as parse_period knows it, `7d` or `12w` for so many days or weeks
/// up to yesterday, or `FIRST..LAST`, both included. Named as people name it: `2026-W46`, `2026-11-01 to
/// 2026-11-15`. Empty for the last week that is over. Fails with usage (64) for what is none of these, ends
/// before it begins or lies in the future.
Result<Period> parse_report_period(const std::string& text, LocalDay today);

/// Whether it is `7d` or `12w`: that day after --since, and all days from it to yesterday as a period.
bool is_length(const std::string& text);

/// `--period`, for commands that take it in place of --since and --until.
Option add_period_option(Command command, std::string& period);

/// A period without the days that are yet to come.
Period days_so_far(Period period, LocalDay today);

/// The length of the periods that a report on this time is drawn by: its own when it is a whole one, else
/// days, weeks or months, so that there are not too many.
Bucket drawn_by(const Period& period);

/// The time of equal length before it.
Period time_before(const Period& period);

}  // namespace nhs::cli
