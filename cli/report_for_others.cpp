#include "cli/report_for_others.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/audience.h"
#include "cli/network_names.h"
#include "cli/periods_asked.h"
#include "cli/periods_for_others.h"
#include "cli/progress.h"
#include "cli/report_quotes.h"
#include "report/chart_window.h"
#include "report/hidden_note.h"
#include "report/judged_accuracy.h"

namespace nhs::cli {
namespace {

/// Whole NHS years are worked through for each period (report/public_tally.h), so that few of the long ones
/// are shown.
int periods_shown(Bucket by) {
  return by == Bucket::month ? report::kPeriodsOfChart : by == Bucket::quarter ? 9 : 4;
}
constexpr std::int64_t kQuotes = 6;

LocalDay first_shown(const Period& period, Bucket by) {
  LocalDay from = period.from;
  for (int i = 1; i < periods_shown(by); ++i) from = period_holding(from - std::chrono::days{1}, by).from;
  return from;
}

std::vector<report::page::ToldRow> rows_of(const report::PublicTrends& trends) {
  std::vector<report::page::ToldRow> rows;
  for (std::size_t i = 0; i < trends.rows.size(); ++i) {
    const store::TrendRow& frame = trends.frame.rows[i];
    report::page::ToldRow row{frame.period, frame.partial, frame.collected, trends.rows[i], {}};
    for (const store::PostsOfModel& each : frame.models) row.models.push_back(each.model);
    rows.push_back(std::move(row));
  }
  // Before the first post there is nothing to see.
  const auto first = std::find_if(rows.begin(), rows.end(), [](const report::page::ToldRow& row) {
    return row.posts().hidden || row.posts().number > 0;
  });
  if (first != rows.end()) rows.erase(rows.begin(), first);
  return rows;
}

Result<std::vector<store::StoredPost>> quotes_of(const ReadingSession& session, const Period& period) {
  store::PostsQuery query;
  query.filter.since = period.from;
  query.filter.until = period.to;
  query.filter.consented_only = true;
  query.limit = kQuotes;
  return PostsToQuote{session}.among(query);
}

/// Under hidden numbers stands what their mark means, as under trends; a report tells more than these.
std::vector<std::string> notes_of(const CountedForOthers& counted) {
  std::vector<std::string> notes = report::public_notes(counted.trends, counted.asked);
  const auto explains = [](const std::string& note) { return note.rfind(report::kHiddenMark, 0) == 0; };
  std::erase_if(notes, explains);
  notes.insert(notes.begin(), report::hidden_note(report::kShownFrom, counted.asked.groups_shown_from));
  return notes;
}

/// Where none was, posts were read later or imported.
Result<bool> any_source_asked(const ReadingSession& session, const Period& period) {
  const auto coverage = session.reader.coverage({period.from, period.to, session.now});
  if (!coverage) return tl::unexpected(coverage.error());
  return std::any_of(coverage->sources.begin(), coverage->sources.end(),
                     [](const store::SourceCoverage& source) { return source.fetches.asked > 0; });
}

/// As far as they lie in the period.
std::vector<Gap> gaps_in(const std::vector<Gap>& gaps, UtcTime from, UtcTime to) {
  std::vector<Gap> inside;
  for (Gap gap : gaps) {
    gap.from = std::max(gap.from, from);
    gap.to = std::min(gap.to, to);
    if (gap.from < gap.to) inside.push_back(std::move(gap));
  }
  return inside;
}

}  // namespace

Result<report::page::PeriodReport> gather_report_for_others(const Context& context,
                                                            const ReadingSession& session,
                                                            const std::string& asked) {
  const auto period = period_for_others(asked, session.today);
  if (!period) return tl::unexpected(period.error());
  const Bucket by = length_of(*period);
  Progress progress{context, "report"};
  progress.at(0, 0, [] { return "counting for others"; });
  store::Filter filter;
  filter.since = first_shown(*period, by);
  filter.until = period->to;
  auto counted = count_for_others(session, filter, by, {}, periods_shown(by), false);
  if (!counted) return tl::unexpected(counted.error());
  auto quotes = quotes_of(session, *period);
  if (!quotes) return tl::unexpected(quotes.error());
  // Before the first post nobody collected, which is no gap.
  drop_time_before_first_post(counted->trends);
  const auto sources_asked = any_source_asked(session, *period);
  if (!sources_asked) return tl::unexpected(sources_asked.error());
  const auto judged = session.reader.judged_sample();
  if (!judged) return tl::unexpected(judged.error());
  const auto brought =
      session.reader.brought_by_others(config::source_names(session.config), session.config.topics);
  if (!brought) return tl::unexpected(brought.error());

  report::page::PeriodReport report{session.zone};
  report.period = *period;
  report.rows = rows_of(counted->trends);
  report.now = report.rows.back();
  report.notes = notes_of(*counted);
  report.sources_asked = *sources_asked;
  report.networks = counted->networks;
  report.from_files = networks_of_files(*brought);
  report.usual.trends.model = counted->trends.frame.model;
  report.usual.trends.timezone = counted->trends.frame.timezone;
  report.usual.trends.gaps = counted->trends.frame.gaps;
  report.usual.asked.by = by;
  report.campaigns =
      public_campaigns_between(session.config.campaigns, report.rows.front().period.from, period->to);
  report.gaps = gaps_in(report.usual.trends.gaps, session.zone.start_of(period->from),
                        session.zone.start_of(period->to));
  report.accuracy = report::accuracy_sentence(*judged, counted->trends.frame.model, false);
  report.to_read = *std::move(quotes);
  report.made_at = session.now;
  report::page::work_out_from_told(report,
                                   report.rows.size() > 1 ? &report.rows[report.rows.size() - 2] : nullptr);
  return report;
}

}  // namespace nhs::cli
