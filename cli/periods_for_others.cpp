#include "cli/periods_for_others.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/periods_asked.h"
#include "cli/report_period.h"
#include "report/public_trends.h"

namespace nhs::cli {
namespace {

/// What ended before this day, or as it began, is over.
LocalDay settled_by(LocalDay today) { return today - std::chrono::days{report::kDaysToSettle}; }

/// option: to write instead; the time may come from --period.  why: what the time asked for has to do there.
Result<void> check_begins_period(std::string_view option, std::string_view why, LocalDay day, Bucket by) {
  const Period holding = period_holding(day, by);
  if (holding.from == day) return {};
  return fail(
      ExitStatus::usage,
      fmt::format("{} is not the first day of a {}, {}; --audience public tells whole periods only, so "
                  "that two outputs cannot be taken from each other. Write {} {}",
                  format_day(day), by == Bucket::nhs_year ? "NHS year" : id_of_bucket(by), why, option,
                  holding.label));
}

}  // namespace

Result<WindowForOthers> window_for_others(const store::Filter& filter, Bucket by, LocalDay today,
                                          int periods) {
  if (by == Bucket::day)
    return fail(
        ExitStatus::usage,
        "--by day is not for --audience public: a day is too short to hide in. Use --by month, quarter or "
        "nhs-year");
  if (filter.since)
    if (auto checked =
            check_begins_period("--since", "where the time asked for has to begin", *filter.since, by);
        !checked)
      return tl::unexpected(checked.error());
  const LocalDay ended = period_holding(settled_by(today), by).from;
  // A period that still runs is left out whichever of its days is named.
  if (filter.until && *filter.until < ended)
    if (auto checked =
            check_begins_period("--until", "before which the time asked for has to end", *filter.until, by);
        !checked)
      return tl::unexpected(checked.error());
  const LocalDay until = filter.until ? std::min(*filter.until, ended) : ended;
  if (filter.since && *filter.since >= until)
    return fail(ExitStatus::usage,
                fmt::format("no whole period has ended since {} ({} days are left for late posts); "
                            "--audience public tells no others",
                            format_day(*filter.since), report::kDaysToSettle));
  if (filter.since) return WindowForOthers{*filter.since, until, false};
  LocalDay since = until;
  for (int i = 0; i < periods; ++i) since = period_holding(since - std::chrono::days{1}, by).from;
  return WindowForOthers{since, until, true};
}

Result<Period> period_for_others(const std::string& text, LocalDay today) {
  const LocalDay settled = settled_by(today);
  if (text.empty())
    return period_holding(period_holding(settled, Bucket::month).from - std::chrono::days{1}, Bucket::month);
  const auto period = parse_report_period(text, today);
  if (!period) return period;
  const Bucket by = length_of(*period);
  if (by == Bucket::day || by == Bucket::week)
    return fail(
        ExitStatus::usage,
        fmt::format("--period {}: --audience public tells whole months, quarters and NHS years only; in a "
                    "shorter time few people could be told apart. Write --period {}",
                    text, period_holding(period->from, Bucket::month).label));
  if (period->to > settled)
    return fail(
        ExitStatus::usage,
        fmt::format("--period {}: --audience public tells what is over, {} days after its end; this is "
                    "told from {} on",
                    text, report::kDaysToSettle,
                    format_day(period->to + std::chrono::days{report::kDaysToSettle})));
  return period;
}

}  // namespace nhs::cli
