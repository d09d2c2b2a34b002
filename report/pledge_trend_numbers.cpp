#include "report/pledge_trend_numbers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "report/benjamini_hochberg.h"
#include "report/comparison.h"
#include "report/control_charts.h"
#include "report/coverage_text.h"
#include "report/trends_numbers.h"

namespace nhs::report {
namespace {

/// As `compare` judges: which differences stand when all are read at once, and have a range without 0.
void judge(std::vector<ValueChange>& changes) {
  std::vector<double> p_values;
  for (ValueChange& change : changes)
    if (change.enough() && smallest_expected_count(change.before, change.after) >= 1)
      p_values.push_back(*(change.p = equal_shares_p(change.before, change.after)));
  const std::vector<bool> found = benjamini_hochberg(p_values, kFalseDiscoveryRate);
  std::size_t tested = 0;
  for (ValueChange& change : changes) {
    if (!change.p) continue;
    const ShareDifference apart = newcombe_difference(change.before, change.after);
    const bool clear = found[tested++] && apart.leaves_out_0();
    change.reading = !clear ? "no_clear_change" : apart.difference > 0 ? "more" : "less";
  }
}

std::int64_t posts_of(const store::TrendRow& row, Value value, std::optional<Direction> direction) {
  const store::ValueCounts& counts = row.values[index_of(value)];
  return direction ? counts.directions[index_of(*direction)] : counts.posts;
}

void add_missing(const store::TrendsResult& side, std::string_view name, std::vector<std::string>& lines) {
  if (const auto days = days_without_collection(side); days > 0)
    lines.push_back(
        fmt::format("On {} of the {} days {} nothing was collected: what was said then is not known.", days,
                    side.rows.size(), name));
  if (!side.gaps.empty())
    lines.push_back(fmt::format("Collection {} was incomplete: {}.", name, gaps_in_words(side.gaps)));
}

}  // namespace

bool ValueChange::enough() const { return before.whole >= kFewestPosts && after.whole >= kFewestPosts; }

std::vector<ValueChange> changes_of(const PledgeTrend& trend) {
  const store::TrendRow before = total_of(trend.before.rows);
  const store::TrendRow after = total_of(trend.after.rows);
  std::vector<ValueChange> changes;
  for (const ValueFinding& finding : trend.pledge.post.classification.values)
    for (const std::optional<Direction> direction :
         {std::optional<Direction>{}, std::optional{Direction::upheld}, std::optional{Direction::breached},
          std::optional{Direction::mentioned}})
      changes.push_back({finding.value,
                         direction,
                         {posts_of(before, finding.value, direction), before.classified},
                         {posts_of(after, finding.value, direction), after.classified}});
  judge(changes);
  return changes;
}

LocalDay before_from(const PledgeTrend& trend) { return trend.made - std::chrono::days{trend.days}; }
LocalDay after_from(const PledgeTrend& trend) { return trend.made + std::chrono::days{1}; }
LocalDay after_to(const PledgeTrend& trend) { return after_from(trend) + std::chrono::days{trend.days}; }

std::int64_t days_without_collection(const store::TrendsResult& side) {
  return std::count_if(side.rows.begin(), side.rows.end(),
                       [](const auto& row) { return row.collected == store::Collected::none; });
}

std::set<std::string> models_of(const PledgeTrend& trend) {
  std::set<std::string> models;
  for (const store::TrendsResult* side : {&trend.before, &trend.after})
    for (const store::TrendRow& row : side->rows)
      for (const store::PostsOfModel& each : row.models) models.insert(each.model);
  return models;
}

std::vector<std::string> cautions_of(const PledgeTrend& trend) {
  std::vector<std::string> lines;
  add_missing(trend.before, "before", lines);
  add_missing(trend.after, "after", lines);
  const std::set<std::string> models = models_of(trend);
  if (models.size() > 1)
    lines.push_back(
        fmt::format("Not all posts were judged by one version of the model ({}): a change may be its doing.",
                    fmt::join(models, ", ")));
  const std::vector<ValueChange> changes = changes_of(trend);
  const auto tested = static_cast<std::size_t>(std::count_if(
      changes.begin(), changes.end(), [](const ValueChange& change) { return change.p.has_value(); }));
  if (tested > 0)
    lines.push_back(fmt::format(
        "If nothing had changed, each difference here would have a 1 in 20 chance to look like a change (a 95% range "
        "without 0): about {:.1f} of {}. More and less is what stands when all are read at once "
        "(Benjamini-Hochberg, 5%). Neither holds the errors of the machine that judges the posts.",
        static_cast<double>(tested) * kFalseDiscoveryRate, tested));
  lines.emplace_back(
      "This shows what people said before and after, not what the pledge did: other things happened at the same "
      "time, and posts that repeat or answer the pledge are counted too, mostly as only named.");
  return lines;
}

}  // namespace nhs::report
