#include "report/page/wording.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/counted.h"
#include "report/control_charts.h"
#include "report/finding_name.h"
#include "report/page/dates.h"
#include "report/posts_behind.h"
#include "report/public_numbers.h"
#include "report/series_breaks.h"
#include "report/trends_numbers.h"

namespace nhs::report::page {
namespace {

bool is_few(const PublicCount& whole) { return whole.number < kFewestForAShare; }

bool is_rounded(const PublicCount& count) { return count.least != count.most; }

/// "about 10", "none".
std::string about_so_many(const PublicCount& count) {
  if (!count.hidden && count.number == 0) return "none";
  return fmt::format("{}{}", is_rounded(count) ? "about " : "", number_of(count));
}

bool is_in_period(const PeriodReport& report, std::size_t row) {
  return report.rows[row].period.from >= report.period.from;
}

bool has_limits(const PeriodReport& report, bool in_period) {
  return std::any_of(report.usual.charts.begin(), report.usual.charts.end(), [&](const ControlChart& chart) {
    return std::any_of(chart.baselines.begin(), chart.baselines.end(), [&](const Baseline& each) {
      return each.enough && (!in_period || is_in_period(report, each.last));
    });
  });
}

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

std::string_view about(const PeriodReport& report) { return report.for_public() ? "about " : ""; }

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
  if (is_few(whole) || is_few_rounded(whole)) return fmt::format("{} of {}", part.number, whole.number);
  return percent(public_share(part, whole)->share);
}

std::string share_with_range(const PublicCount& part, const PublicCount& whole) {
  if (part.hidden || whole.hidden || whole.number == 0) return "too few posts to tell";
  if (is_few_rounded(whole)) return fmt::format("{} of {}", about_so_many(part), posts_in_words(whole));
  if (is_few(whole)) return fmt::format("{} of {}", part.number, posts_in_words(whole));
  const auto share = public_share(part, whole);
  return fmt::format("{}{} of posts (between {} and {})", is_rounded(whole) ? "about " : "",
                     percent(share->share), percent(share->low), percent(share->high));
}

std::string felt_in_words(const ToldRow& row) {
  const auto posts = [&](Sentiment each) -> const PublicCount& { return row.at(Cell::of(each)); };
  if (is_few_rounded(row.posts()))
    return fmt::format("{} were positive, {} neutral and {} negative",
                       posts_in_words(posts(Sentiment::positive)), about_so_many(posts(Sentiment::neutral)),
                       about_so_many(posts(Sentiment::negative)));
  const auto said = [&](Sentiment each) { return part_in_words(posts(each), row.posts()); };
  return fmt::format("{}{} were positive, {} neutral and {} negative",
                     is_rounded(row.posts()) ? "about " : "", said(Sentiment::positive),
                     said(Sentiment::neutral), said(Sentiment::negative));
}

std::string range_in_words(const PublicCount& part, const PublicCount& whole) {
  const auto share = public_share(part, whole);
  if (!share || is_few(whole)) return "-";
  return fmt::format("{} to {}", percent(share->low), percent(share->high));
}

std::vector<ToldSignal> signals_of_period(const PeriodReport& report) {
  std::vector<ToldSignal> now;
  for (ToldSignal& told : told_signals(report.usual.charts))
    if (is_in_period(report, told.signals.front()->rows.back())) now.push_back(std::move(told));
  std::stable_partition(now.begin(), now.end(), [](const ToldSignal& told) {
    return told.charts.front()->measure == Measure::share;
  });
  return now;
}

std::string first_to_read(const PeriodReport& report) {
  const std::vector<ToldSignal> signals = signals_of_period(report);
  const auto first = std::find_if(signals.begin(), signals.end(), [&](const ToldSignal& told) {
    return !posts_behind(told, report.usual).empty();
  });
  if (report.behind_first_signal == 0 || first == signals.end()) return {};
  const ControlChart& chart = *first->charts.front();
  return fmt::format("First the newest of those behind what stands out ({}). ",
                     lower_first(finding_name(chart.value, chart.direction)));
}

std::string why_no_limits(const PeriodReport& report) {
  if (has_limits(report, true)) return {};
  if (report.usual.charts.empty()) return "Too many numbers are hidden to tell what is usual.";
  if (has_limits(report, false)) {
    if (report.now.partial) return "This time is not over, so that it is not yet held against what is usual.";
    if (report.now.models.size() > 1)
      return "More than one version of the program judged these posts, so that they are not held against what is "
             "usual.";
  }
  return fmt::format("There are too few whole periods to tell what is usual: {} are wanted.",
                     counted(kFewestPoints, noun_of(report.by())));
}

std::string signal_in_words(const Signal& signal, Bucket by) {
  const bool high = signal.side == Side::high;
  const auto for_so_long = [&] { return counted(signal.rows.size(), noun_of(by)) + " in a row"; };
  switch (signal.rule) {
    case XmrRule::one_side_of_mean:
      return fmt::format("{} its mean for {}", high ? "above" : "below", for_so_long());
    case XmrRule::trend:
      return fmt::format("{} for {}", high ? "rising" : "falling", for_so_long());
    case XmrRule::outer_third:
      return fmt::format("near the {} edge of the usual", high ? "upper" : "lower");
    case XmrRule::outside_limits:
      break;
  }
  return fmt::format("{} the usual", high ? "above" : "below");
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return text;
}

std::vector<bool> breaks_of(const PeriodReport& report) { return breaks_by_row(report.usual.trends); }

std::string nothing_known_in_words(const ToldRow& now) {
  return now.cannot_be_searched
             ? "The posts of this period are kept without their texts and cannot be searched."
             : "Nothing was collected in this period.";
}

std::string label_of(const ToldRow& row) {
  if (!row.is_known())
    return row.period.label + (row.cannot_be_searched ? " (without texts)" : " (not collected)");
  if (row.partial) return row.period.label + " (not whole)";
  if (row.cannot_be_searched) return row.period.label + " (partly without texts)";
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

std::string upper_first(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace nhs::report::page
