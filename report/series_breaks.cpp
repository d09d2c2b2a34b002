#include "report/series_breaks.h"

#include <fmt/format.h>

#include <algorithm>

namespace nhs::report {
namespace {

using Models = std::vector<store::PostsOfModel>;

bool holds(const Models& models, const std::string& name) {
  return std::any_of(models.begin(), models.end(), [&](const auto& each) { return each.model == name; });
}

/// All that judged, in the order in which they were first met.
Models models_of(const store::TrendsResult& trends) {
  Models all;
  for (const store::TrendRow& row : trends.rows)
    for (const store::PostsOfModel& each : row.models) {
      const auto known =
          std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.model == each.model; });
      if (known == all.end())
        all.push_back(each);
      else
        known->posts += each.posts;
    }
  return all;
}

}  // namespace

std::vector<SeriesBreak> series_breaks(const store::TrendsResult& trends) {
  std::vector<SeriesBreak> breaks;
  const Models* before = nullptr;
  for (std::size_t row = 0; row < trends.rows.size(); ++row) {
    const Models& here = trends.rows[row].models;
    if (here.empty()) continue;
    std::vector<std::string> meeting;
    const bool other = before != nullptr && here.size() == 1 && !holds(*before, here.front().model);
    if (other)
      for (const store::PostsOfModel& each : *before) meeting.push_back(each.model);
    for (const store::PostsOfModel& each : here) meeting.push_back(each.model);
    if (meeting.size() > 1) breaks.push_back({row, std::move(meeting)});
    before = &here;
  }
  return breaks;
}

std::vector<bool> breaks_by_row(const store::TrendsResult& trends) {
  std::vector<bool> is_break(trends.rows.size());
  for (const SeriesBreak& each : series_breaks(trends)) is_break[each.row] = true;
  return is_break;
}

std::vector<std::string> period_labels(const store::TrendsResult& trends) {
  const std::vector<bool> breaks = breaks_by_row(trends);
  std::vector<std::string> labels;
  for (std::size_t row = 0; row < trends.rows.size(); ++row)
    labels.push_back(trends.rows[row].period.label + (trends.rows[row].partial ? "*" : "") +
                     (breaks[row] ? "~" : "") +
                     (trends.rows[row].collected == store::Collected::part ? "!" : ""));
  return labels;
}

std::string labels_in_words(const std::vector<std::string>& labels) {
  constexpr std::size_t named = 3;
  if (labels.size() <= named) return fmt::format("{}", fmt::join(labels, ", "));
  return fmt::format("{}, ... {}", labels.front(), labels.back());
}

std::string break_caution(const store::TrendsResult& trends) {
  std::vector<std::string> periods;
  for (const SeriesBreak& each : series_breaks(trends)) periods.push_back(trends.rows[each.row].period.label);
  if (periods.empty()) return {};
  std::vector<std::string> shares;
  for (const store::PostsOfModel& each : models_of(trends))
    shares.push_back(fmt::format("{} by {}", each.posts, each.model));
  return fmt::format(
      "~ break in the series ({}): not all posts were judged by one version of the model ({}). What changes there "
      "may be the model's doing.",
      labels_in_words(periods), fmt::join(shares, ", "));
}

}  // namespace nhs::report
