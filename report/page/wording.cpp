#include "report/page/wording.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/page/dates.h"
#include "report/public_numbers.h"
#include "report/series_breaks.h"
#include "report/trends_numbers.h"

namespace nhs::report::page {
namespace {

bool is_few(const PublicCount& whole) { return whole.number < kFewestForAShare; }

}  // namespace

std::string grouped(std::int64_t number) {
  std::string text = fmt::format("{}", number);
  const std::size_t first = text.front() == '-' ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3;) text.insert(at -= 3, 1, ',');
  return text;
}

std::string number_of(const PublicCount& count) {
  return count.hidden ? std::string{kHiddenMark} : grouped(count.number);
}

std::string posts_in_words(const PublicCount& posts) {
  if (posts.hidden) return "a number of posts that is not shown";
  if (posts.least == posts.most) return posts_in_words(posts.number);
  return fmt::format("about {}", posts_in_words(posts.number));
}

std::string posts_in_words(std::int64_t posts) {
  return posts == 0 ? "no posts" : posts == 1 ? "1 post" : fmt::format("{} posts", grouped(posts));
}

std::string part_in_words(const PublicCount& part, const PublicCount& whole) {
  if (part.hidden || whole.hidden) return std::string{kHiddenMark};
  if (whole.number == 0) return "-";
  if (is_few(whole)) return fmt::format("{} of {}", part.number, whole.number);
  return percent(public_share(part, whole)->share);
}

std::string share_with_range(const PublicCount& part, const PublicCount& whole) {
  const auto share = public_share(part, whole);
  if (!share) return "too few posts to tell";
  if (is_few(whole)) return fmt::format("{} of {}", part.number, posts_in_words(whole));
  return fmt::format("{} of posts (between {} and {})", percent(share->share), percent(share->low),
                     percent(share->high));
}

std::string range_in_words(const PublicCount& part, const PublicCount& whole) {
  const auto share = public_share(part, whole);
  if (!share || is_few(whole)) return "-";
  return fmt::format("{} to {}", percent(share->low), percent(share->high));
}

std::vector<ToldSignal> signals_of_period(const PeriodReport& report) {
  std::vector<ToldSignal> now;
  for (ToldSignal& told : told_signals(report.usual.charts))
    if (report.rows[told.signals.front()->rows.back()].period.from >= report.period.from)
      now.push_back(std::move(told));
  return now;
}

bool limits_known(const PeriodReport& report) {
  return std::any_of(report.usual.charts.begin(), report.usual.charts.end(), [](const ControlChart& chart) {
    return std::any_of(chart.baselines.begin(), chart.baselines.end(),
                       [](const Baseline& each) { return each.enough; });
  });
}

std::vector<bool> breaks_of(const PeriodReport& report) { return breaks_by_row(report.usual.trends); }

std::string label_of(const ToldRow& row) {
  if (row.partial) return row.period.label + " (not whole)";
  if (row.collected == store::Collected::part) return row.period.label + " (collected in part)";
  return row.period.label;
}

std::vector<std::string> short_names(const PeriodReport& report) {
  std::vector<std::string> names;
  for (const ToldRow& row : report.rows) names.push_back(short_name(row.period, report.by()));
  return names;
}

std::string lower_first(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

}  // namespace nhs::report::page
