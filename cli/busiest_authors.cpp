#include "cli/busiest_authors.h"

#include <algorithm>

#include "cli/periods_asked.h"

namespace nhs::cli {
namespace {

/// Takes over what was counted of a stretch of the periods.
void tell_voices(const std::vector<store::TrendRow>& counted, const store::TrendsResult& trends,
                 report::ControlChart& chart) {
  for (const store::TrendRow& row : counted)
    for (std::size_t at = 0; at < trends.rows.size(); ++at)
      if (trends.rows[at].period.from == row.period.from)
        chart.points[at].most_by_one_author = row.most_by_one_author;
}

}  // namespace

Result<void> count_busiest_authors(const store::Reader& reader, store::TrendsQuery query,
                                   std::optional<std::size_t> only, report::SignalsFound& found) {
  query.people = store::CountPeople::authors;
  for (report::ControlChart& chart : found.charts) {
    std::vector<std::size_t> rows = report::rows_to_look_behind(chart);
    if (only)
      rows.erase(std::remove_if(rows.begin(), rows.end(), [&](std::size_t row) { return row != *only; }),
                 rows.end());
    if (rows.empty()) continue;
    if (!chart.value) {
      tell_voices(found.trends.rows, found.trends, chart);
      continue;
    }
    query.filter.values = {*chart.value};
    query.filter.direction = chart.direction;
    query.filter.since = found.trends.rows[rows.front()].period.from;
    query.filter.until = found.trends.rows[rows.back()].period.to;
    const auto counted = reader.trends(query);
    if (!counted) return tl::unexpected(counted.error());
    tell_voices(counted->rows, found.trends, chart);
  }
  return {};
}

Result<void> count_busiest_authors(const ReadingSession& session, const store::Filter& filter,
                                   report::Comparison& comparison) {
  for (report::ComparedShare& share : comparison.shares) {
    if (!share.is_clear()) continue;
    store::TrendsQuery query;
    query.filter = filter;
    if (share.value) query.filter.values = {*share.value};
    query.filter.direction = share.direction;
    if (share.sentiment) query.filter.sentiment = share.sentiment;
    query.today = session.today;
    query.people = store::CountPeople::authors;
    const auto most_in = [&](const Period& period) -> Result<std::optional<std::int64_t>> {
      query.filter.since = period.from;
      query.filter.until = period.to;
      query.by = length_of(period);
      const auto trends = session.reader.trends(query);
      if (!trends) return tl::unexpected(trends.error());
      // Of a time that is no whole period nobody is counted: a person may be in several of its days.
      if (trends->rows.size() != 1) return std::nullopt;
      return trends->rows.front().most_by_one_author;
    };
    const auto first = most_in(comparison.first.counts.period);
    if (!first) return tl::unexpected(first.error());
    const auto second = most_in(comparison.second.counts.period);
    if (!second) return tl::unexpected(second.error());
    share.first_by_one_author = *first;
    share.second_by_one_author = *second;
  }
  return {};
}

}  // namespace nhs::cli
