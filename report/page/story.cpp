#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "report/comparison_text.h"
#include "report/coverage_text.h"
#include "report/finding_name.h"
#include "report/page/campaigns.h"
#include "report/page/dates.h"
#include "report/page/sections.h"
#include "report/page/wording.h"
#include "report/signals_text.h"

namespace nhs::report::page {
namespace {

/// So many things are told one by one.
constexpr std::size_t kTold = 3;

/// "In week 47 of 2026", "On 25 November 2026".
std::string when(const Period& period) {
  return fmt::format("{} {}", period.to - period.from == std::chrono::days{1} ? "On" : "In",
                     name_in_words(period));
}

/// "in the week before", "on the day before".
std::string in_the_one_before(const PeriodReport& report) {
  const std::string_view noun = report.against_noun();
  return fmt::format("{} the {} before", noun == noun_of(Bucket::day) ? "on" : "in", noun);
}

/// Of times of which not all is here, numbers cannot be set against each other.
std::string against_before(const PeriodReport& report) {
  if (!report.against || report.now.partial) return {};
  const store::TrendRow& earlier = report.against->first.counts;
  if (earlier.collected == store::Collected::none)
    return fmt::format("; of the {} before nothing was collected", report.against_noun());
  const std::int64_t before = earlier.classified;
  if (report.now.collected != store::Collected::whole || earlier.collected != store::Collected::whole)
    return fmt::format("; {} it was {}, but not all was collected, so that the two cannot be compared",
                       in_the_one_before(report), grouped(before));
  const std::int64_t more = report.now.posts().number - before;
  if (more == 0)
    return fmt::format(", {} as {}", report.for_public() ? "about as many" : "as many",
                       in_the_one_before(report));
  return fmt::format(", {}{} {} than {} ({})", report.for_public() ? "about " : "", grouped(std::abs(more)),
                     more > 0 ? "more" : "fewer", in_the_one_before(report), grouped(before));
}

std::string how_many_posts(const PeriodReport& report) {
  const PublicCount& now = report.now.posts();
  if (now.hidden)
    return fmt::format("How many posts were read {} is not shown.", lower_first(when(report.period)));
  std::string text = fmt::format("{}, {} {} read", when(report.period), posts_in_words(now),
                                 now.number == 1 ? "was" : "were");
  text += against_before(report) + ".";
  if (report.now.partial) text += " This time is not over, so that the numbers will still grow.";
  return text;
}

std::string how_people_felt(const ToldRow& now) {
  const auto said = [&](Sentiment each) { return part_in_words(now.at(Cell::of(each)), now.posts()); };
  for (const Sentiment each : all_of<Sentiment>())
    if (now.at(Cell::of(each)).hidden) return {};
  return fmt::format("{} were positive, {} neutral and {} negative.", said(Sentiment::positive),
                     said(Sentiment::neutral), said(Sentiment::negative));
}

/// The values of which most posts are told in their cells: several where these are equal, none without any.
struct Leading {
  std::vector<std::string> names;
  PublicCount posts;
  bool hides = false;  ///< a value that is not shown may have more
};

template <typename CellOf>
Leading leading(const ToldRow& now, const CellOf& cell_of) {
  Leading most;
  for (const Value value : all_of<Value>()) {
    const PublicCount& posts = now.at(cell_of(value));
    most.hides = most.hides || posts.hidden;
    if (posts.number == 0 || posts.number < most.posts.number) continue;
    if (posts.number > most.posts.number) most.names.clear();
    most.names.push_back(lower_first(std::string{plain_name_of(value)}));
    most.posts = posts;
  }
  return most;
}

std::string lived_or_not(const Leading& most, bool lived) {
  if (most.names.empty()) return {};
  const bool several = most.names.size() > 1;
  return fmt::format("{}{} {}{} most often ({}{})", most.hides ? "of what is shown, " : "",
                     listed(most.names), lived ? (several ? "were " : "was ") : "",
                     lived ? "lived up to" : "fell short", posts_in_words(most.posts),
                     several ? " each" : "");
}

std::string which_values(const ToldRow& now) {
  const auto most = leading(now, [](Value value) { return Cell::of(value); });
  if (most.names.empty()) return most.hides ? "No value came up often enough to tell." : "No value came up.";
  std::string text = upper_first(
      fmt::format("{}{} came up most, in {}{}.", most.hides ? "of what is shown, " : "", listed(most.names),
                  share_with_range(most.posts, now.posts()), most.names.size() > 1 ? " each" : ""));
  std::vector<std::string> both;
  for (const auto& [direction, lived] :
       {std::pair{Direction::upheld, true}, std::pair{Direction::breached, false}}) {
    const Direction asked = direction;
    both.push_back(
        lived_or_not(leading(now, [asked](Value value) { return Cell::of(value, asked); }), lived));
  }
  std::erase(both, "");
  if (!both.empty()) text += fmt::format(" {}.", upper_first(fmt::format("{}", fmt::join(both, "; "))));
  return text;
}

/// "compassion, fallen short of, above the usual, at 20% (usually up to 11%)"; the whole of it stands in its
/// own part.
std::string unusual_in_words(const ToldSignal& told, const PeriodReport& report) {
  const ControlChart& chart = *told.charts.front();
  const Signal& signal = *told.signals.front();
  std::string text = fmt::format("{}{}, {}", lower_first(finding_name(chart.value, chart.direction)),
                                 chart.measure == Measure::volume && chart.value ? " in number" : "",
                                 signal_in_words(signal, report.by()));
  if (signal.rule == XmrRule::one_side_of_mean || signal.rule == XmrRule::trend) return text;
  const double height = chart.points[signal.rows.back()].height(chart.measure);
  return text + fmt::format(", at {}{} (usually {})", height_in_words(height, chart.measure),
                            chart.measure == Measure::volume ? " posts" : "",
                            usual_range(chart.baselines[signal.baseline], chart.measure));
}

/// Shares before numbers, which rise and fall with all posts; of a finding the first signal.
std::vector<ToldSignal> unusual(const PeriodReport& report) {
  std::vector<ToldSignal> all = signals_of_period(report);
  std::stable_partition(all.begin(), all.end(), [](const ToldSignal& told) {
    return told.charts.front()->measure == Measure::share;
  });
  std::vector<ToldSignal> each;
  for (ToldSignal& told : all) {
    const ControlChart& chart = *told.charts.front();
    if (std::none_of(each.begin(), each.end(), [&](const ToldSignal& before) {
          return before.charts.front()->value == chart.value &&
                 before.charts.front()->direction == chart.direction;
        }))
      each.push_back(std::move(told));
  }
  return each;
}

std::string what_is_unusual(const PeriodReport& report) {
  const std::vector<ToldSignal> now = unusual(report);
  if (now.empty()) {
    std::string unknown = why_no_limits(report);
    return unknown.empty() ? "Nothing was more than the usual ups and downs." : unknown;
  }
  std::vector<std::string> told;
  for (const ToldSignal& each : now)
    if (told.size() < kTold) told.push_back(unusual_in_words(each, report));
  std::string text = fmt::format("More than the usual ups and downs: {}", fmt::join(told, "; "));
  if (now.size() > kTold) text += fmt::format("; and {} more", now.size() - kTold);
  return text + ".";
}

std::string change_told(const ComparedShare& share, const Comparison& comparison) {
  const int decimals = decimals_of(share, comparison);
  return fmt::format("{}: {} then, {} now ({} points, between {} and {})", lower_first(share_name(share)),
                     share_in_words(share.first, decimals), share_in_words(share.second, decimals),
                     points(share.difference.difference, decimals), points(share.difference.low, decimals),
                     points(share.difference.high, decimals));
}

std::string what_changed(const PeriodReport& report) {
  if (!report.against || report.against->first.counts.collected == store::Collected::none) return {};
  std::vector<std::string> clear;
  for (const ComparedShare& share : report.against->shares)
    if (share.is_clear()) clear.push_back(change_told(share, *report.against));
  const auto is_tested = [](const ComparedShare& share) { return share.p.has_value(); };
  const std::vector<ComparedShare>& shares = report.against->shares;
  if (std::none_of(shares.begin(), shares.end(), is_tested))
    return fmt::format("There are too few posts to tell a change against the {} before.",
                       report.against_noun());
  if (clear.empty())
    return fmt::format("Against the {} before, no share changed by more than chance may do.",
                       report.against_noun());
  const std::size_t more = clear.size() > kTold ? clear.size() - kTold : 0;
  clear.resize(clear.size() - more);
  std::string text = fmt::format("Against the {} before, clearly changed: {}", report.against_noun(),
                                 fmt::join(clear, "; "));
  if (more > 0) text += fmt::format("; and {} more", more);
  return text + ".";
}

std::string how_complete(const PeriodReport& report) {
  const std::string gaps = gaps_in_words(report.gaps);
  if (report.now.collected == store::Collected::part)
    return fmt::format("Part of this time was not collected{}, so that these numbers may be too low.",
                       gaps.empty() ? "" : fmt::format(" ({})", gaps));
  if (gaps.empty()) return {};
  return fmt::format("Collection was incomplete ({}).", gaps);
}

}  // namespace

std::string story(const PeriodReport& report) {
  const ToldRow& now = report.now;
  if (!now.is_known())
    return fmt::format("Nothing was collected {}, so that nobody knows what was said.",
                       lower_first(when(report.period)));
  std::vector<std::string> sentences = {how_many_posts(report), campaigns_of_period(report)};
  if (now.posts().hidden) {
    sentences.emplace_back("More would tell of the people who wrote them.");
  } else if (now.posts().number > 0) {
    if (!report.only) sentences.push_back(how_people_felt(now));
    sentences.push_back(which_values(now));
    sentences.push_back(what_is_unusual(report));
    sentences.push_back(what_changed(report));
  }
  sentences.push_back(how_complete(report));
  std::erase(sentences, "");
  return fmt::format("{}", fmt::join(sentences, " "));
}

}  // namespace nhs::report::page
