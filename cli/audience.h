#pragma once

#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/option_parser.h"
#include "core/period.h"
#include "core/result.h"
#include "report/public_trends.h"
#include "store/filter.h"

namespace nhs::cli {

/// `--audience`: `internal`, or `public` for what is meant for others (report/small_numbers.h).
void add_audience_option(Command command, std::string& audience);

/// Numbers for others, and what was asked for as it came out: whole periods that ended, of a length at which
/// not most is hidden.
struct CountedForOthers {
  /// Its rows hold every cell, whatever was asked for: all may be published (report/public_tally.h).
  report::PublicTrends trends;
  report::PublicAsked asked;
  std::vector<std::string> networks;  ///< by Cell::of_network
};

/// Counts for others, by default the last so many periods; for weeks, which others are not told, months.
/// Fails with usage (64), in a sentence that says why and what to do instead, for what others may not ask:
/// words, sources, tags, languages, directions, people, more than one thing at a time, days, a network that
/// there is not, and times that do not begin and end with a period.
///
/// filters: the filter in words.  periods: at least 1.  lengthen: false to keep the length, however much is
/// hidden.
Result<CountedForOthers> count_for_others(const ReadingSession& session, const store::Filter& filter,
                                          Bucket by, const std::string& filters, int periods,
                                          bool lengthen = true);

/// Takes away the periods before the first post: there is nothing to see. Of a time without any they stay.
void drop_time_before_first_post(report::PublicTrends& trends);

}  // namespace nhs::cli
