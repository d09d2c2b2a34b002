#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/option_parser.h"
#include "core/result.h"
#include "store/reader.h"
#include "store/trend.h"

namespace nhs::cli {

/// `--by`: how long a period is.
void add_bucket_option(Command command, std::string& by);

/// How many periods are told of when no --since says.
inline constexpr int kPeriodsByDefault = 12;

/// Trends with the days that they were counted for.
struct PeriodsCounted {
  store::TrendsResult trends;
  LocalDay since;
  LocalDay until;
};

/// Counts the periods of a question up to today where it has no `until`, and where it has no `since` so many
/// back, those before anything was collected, and before the first post ever of the network or
/// tag asked for, left out: there is nothing to see. Fails with usage (64) for a
/// `since` in the future.
///
/// query: with `today`.  periods: at least 1.
Result<PeriodsCounted> count_periods(const store::Reader& reader, store::TrendsQuery query, int periods);

/// The same for a control chart: without `since` from where its window begins (report/chart_window.h), and
/// with the period that is still running.
///
/// at_the_latest_from: a day that it has to reach back to, too.
Result<PeriodsCounted> count_for_chart(const store::Reader& reader, store::TrendsQuery query,
                                       std::optional<LocalDay> at_the_latest_from = {});

/// The day that an option names. Fails as parse_period() does, and with usage (64) for a time of more than
/// one day, which would stand for its first.
Result<LocalDay> day_asked(std::string_view option, std::string_view text, LocalDay today);

/// The length of which this is a whole period; `day` for any other time. NHS quarters are calendar quarters.
Bucket length_of(const Period& period);

/// What is said of a time that ends before it begins: where both name one period, which comes after it.
Error ends_before_it_begins(const std::string& since, const std::string& until, LocalDay from,
                            const Period& last);

}  // namespace nhs::cli
