#include "cli/period_count.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/periods_asked.h"
#include "report/trends_view.h"

namespace nhs::cli {
namespace {

/// The pieces that it is counted in: few, for an import vouches for the whole of a piece in which it brought
/// posts (store/collection.h), and a day without any is no gap.
Bucket pieces_of(const Period& period) {
  if (const Bucket by = length_of(period); by != Bucket::day) return by;
  const std::chrono::days length = period.to - period.from;
  return length < std::chrono::days{7}      ? Bucket::day
         : length <= std::chrono::days{400} ? Bucket::week
                                            : Bucket::month;
}

store::Collected collected_of(const std::vector<store::TrendRow>& rows) {
  const auto all = [&](store::Collected how) {
    return std::all_of(rows.begin(), rows.end(),
                       [how](const store::TrendRow& row) { return row.collected == how; });
  };
  if (all(store::Collected::whole)) return store::Collected::whole;
  return all(store::Collected::none) ? store::Collected::none : store::Collected::part;
}

std::vector<store::PostsOfModel> models_of(const std::vector<store::TrendRow>& rows) {
  std::vector<store::PostsOfModel> models;
  for (const store::TrendRow& row : rows)
    for (const store::PostsOfModel& each : row.models) {
      const auto known = std::find_if(models.begin(), models.end(),
                                      [&](const auto& model) { return model.model == each.model; });
      if (known == models.end())
        models.push_back(each);
      else
        known->posts += each.posts;
    }
  return models;
}

/// Of posts, not of people: a sum. Nothing where it was not counted in all.
std::optional<std::int64_t> posts_by_unknown_of(const std::vector<store::TrendRow>& rows) {
  std::int64_t posts = 0;
  for (const store::TrendRow& row : rows) {
    if (!row.posts_by_unknown) return std::nullopt;
    posts += *row.posts_by_unknown;
  }
  return posts;
}

store::TrendRow put_together(const std::vector<store::TrendRow>& rows) {
  store::TrendRow row = report::total_of(rows);
  row.collected = collected_of(rows);
  row.models = models_of(rows);
  row.posts_by_unknown = posts_by_unknown_of(rows);
  for (const store::TrendRow& each : rows) {
    row.without_texts = row.without_texts || each.without_texts;
    row.lacks_what_is_asked = row.lacks_what_is_asked || each.lacks_what_is_asked;
    row.cannot_be_searched = row.cannot_be_searched || each.cannot_be_searched;
  }
  return row;
}

}  // namespace

Result<report::ComparedPeriod> count_period(const ReadingSession& session, store::Filter filter,
                                            const Period& period, store::CountPeople people) {
  store::TrendsQuery query;
  query.people = people;
  query.filter = std::move(filter);
  query.filter.since = period.from;
  query.filter.until = period.to;
  query.by = pieces_of(period);
  query.once_in_all = true;  // the pieces are no periods that anybody asked for
  query.today = session.today;
  auto trends = session.reader.trends(query);
  if (!trends) return tl::unexpected(trends.error());
  report::ComparedPeriod counted{
      trends->rows.size() == 1 ? std::move(trends->rows.front()) : put_together(trends->rows),
      std::move(trends->gaps)};
  counted.counts.period = period;
  counted.counts.partial = period.to > session.today;
  return counted;
}

}  // namespace nhs::cli
