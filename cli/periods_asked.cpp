#include "cli/periods_asked.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/choice.h"
#include "report/chart_window.h"

namespace nhs::cli {
namespace {

/// The start of the period that lies so many before the one that holds the day.
LocalDay periods_before(LocalDay day, Bucket by, int periods) {
  LocalDay from = period_holding(day, by).from;
  for (int i = 0; i < periods; ++i) from = period_holding(from - std::chrono::days{1}, by).from;
  return from;
}

/// Leaves out the rows before the first that is wanted; all stay where none is.
template <typename Wanted>
void begin_with_first(store::TrendsResult& trends, const Wanted& is_wanted) {
  const auto first = std::find_if(trends.rows.begin(), trends.rows.end(), is_wanted);
  if (first != trends.rows.end()) trends.rows.erase(trends.rows.begin(), first);
}

/// Not what was collected and had no post: such a 0 is what is usual, too. But of a network or a tag nobody
/// knows since when it has been watched for, and the zeros before its first post may be nobody's watching.
Result<void> drop_time_before_collection(const store::Reader& reader, const store::Filter& filter,
                                         PeriodsCounted& counted) {
  begin_with_first(counted.trends,
                   [](const store::TrendRow& row) { return row.collected != store::Collected::none; });
  if (!filter.networks.empty() || filter.tag) {
    const auto day = reader.first_day(filter);
    if (!day) return tl::unexpected(day.error());
    if (*day) begin_with_first(counted.trends, [&](const auto& row) { return row.period.to > **day; });
  }
  if (!counted.trends.rows.empty())
    counted.since = std::max(counted.since, counted.trends.rows.front().period.from);
  return {};
}

/// query: with `until`.  by_default: since when where the question does not say.
Result<PeriodsCounted> count_from(const store::Reader& reader, store::TrendsQuery query,
                                  LocalDay by_default) {
  const bool is_asked = query.filter.since.has_value();
  if (!is_asked) query.filter.since = by_default;
  if (*query.filter.since >= *query.filter.until)
    return fail(ExitStatus::usage, "--since lies in the future: nothing can have been said yet");
  auto trends = reader.trends(query);
  if (!trends) return tl::unexpected(trends.error());
  PeriodsCounted counted{*std::move(trends), *query.filter.since, *query.filter.until};
  if (!is_asked)
    if (auto dropped = drop_time_before_collection(reader, query.filter, counted); !dropped)
      return tl::unexpected(dropped.error());
  return counted;
}

/// The name of the period that follows on this one; empty for one of another length than trends have.
std::string name_of_next(const Period& period) {
  for (const Bucket by : {Bucket::day, Bucket::week, Bucket::month, Bucket::quarter, Bucket::nhs_year})
    if (const Period same = period_holding(period.from, by); same.from == period.from && same.to == period.to)
      return period_holding(period.to, by).label;
  return {};
}

}  // namespace

void add_bucket_option(Command command, std::string& by) {
  command.add_option("--by", by, "Length of a period")
      .transform(one_of("length", {"day", "week", "month", "quarter", "nhs-year"}))
      .capture_default_str();
}

Result<PeriodsCounted> count_periods(const store::Reader& reader, store::TrendsQuery query, int periods) {
  if (!query.filter.until) query.filter.until = query.today + std::chrono::days{1};
  const LocalDay since = periods_before(*query.filter.until - std::chrono::days{1}, query.by, periods - 1);
  return count_from(reader, std::move(query), since);
}

Result<PeriodsCounted> count_for_chart(const store::Reader& reader, store::TrendsQuery query,
                                       std::optional<LocalDay> at_the_latest_from) {
  if (!query.filter.until) query.filter.until = query.today + std::chrono::days{1};
  LocalDay since = report::first_day_of_chart(*query.filter.until, query.today, query.by);
  if (at_the_latest_from) since = std::min(since, period_holding(*at_the_latest_from, query.by).from);
  return count_from(reader, std::move(query), since);
}

Result<LocalDay> day_asked(std::string_view option, std::string_view text, LocalDay today) {
  const auto period = parse_period(text, today);
  if (!period) return tl::unexpected(period.error());
  if (period->to - period->from > std::chrono::days{1})
    return fail(ExitStatus::usage, fmt::format("{} {}: this is more than a day; name one, such as {}", option,
                                               text, format_day(period->from)));
  return period->from;
}

Bucket length_of(const Period& period) {
  for (const Bucket by : {Bucket::week, Bucket::month, Bucket::quarter, Bucket::nhs_year})
    if (const Period whole = period_holding(period.from, by);
        whole.from == period.from && whole.to == period.to)
      return by;
  return Bucket::day;
}

Error ends_before_it_begins(const std::string& since, const std::string& until, LocalDay from,
                            const Period& last) {
  const std::string next = last.from == from ? name_of_next(last) : "";
  if (!next.empty())
    return {
        ExitStatus::usage,
        fmt::format("--until {} ends before that begins; to have all of it, write --until {}", until, next)};
  return {ExitStatus::usage,
          fmt::format("--since {} is not before --until {} (which is not included)", since, until)};
}

}  // namespace nhs::cli
