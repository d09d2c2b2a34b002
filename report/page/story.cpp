#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>

#include "report/comparison_text.h"
#include "report/coverage_text.h"
#include "report/finding_name.h"
#include "report/page/dates.h"
#include "report/page/sections.h"
#include "report/page/wording.h"
#include "report/signals_text.h"

namespace nhs::report::page {
namespace {

/// So many things are told one by one.
constexpr std::size_t kTold = 3;

std::string how_many_posts(const PeriodReport& report) {
  const PublicCount& now = report.now.posts();
  if (now.hidden)
    return fmt::format("How many posts were read in {} is not shown.", name_in_words(report.period));
  std::string text = fmt::format("In {}, {} {} read", name_in_words(report.period), posts_in_words(now),
                                 now.number == 1 ? "was" : "were");
  if (report.against && report.against->first.counts.collected != store::Collected::none) {
    const std::int64_t before = report.against->first.counts.classified;
    const std::int64_t more = now.number - before;
    text += more == 0 ? fmt::format(", as many as in the {} before", report.against_noun())
                      : fmt::format(", {} {} than in the {} before ({})", grouped(std::abs(more)),
                                    more > 0 ? "more" : "fewer", report.against_noun(), grouped(before));
  }
  text += ".";
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

/// The value of which most posts are told in a cell; nothing when none has any.
template <typename CellOf>
std::optional<Value> most_of(const ToldRow& now, const CellOf& cell_of) {
  std::optional<Value> most;
  for (const Value value : all_of<Value>())
    if (now.at(cell_of(value)).number > (most ? now.at(cell_of(*most)).number : 0)) most = value;
  return most;
}

std::string which_values(const ToldRow& now) {
  const auto any = [](Value value) { return Cell::of(value); };
  const auto upheld = [](Value value) { return Cell::of(value, Direction::upheld); };
  const auto breached = [](Value value) { return Cell::of(value, Direction::breached); };
  const auto busiest = most_of(now, any);
  if (!busiest) return "No value came up often enough to tell.";
  std::string text = fmt::format("{} came up most, in {}.", plain_name_of(*busiest),
                                 share_with_range(now.at(any(*busiest)), now.posts()));
  std::vector<std::string> both;
  if (const auto value = most_of(now, upheld))
    both.push_back(fmt::format("{} was lived up to most often ({})", plain_name_of(*value),
                               posts_in_words(now.at(upheld(*value)))));
  if (const auto value = most_of(now, breached))
    both.push_back(fmt::format("{} fell short most often ({})",
                               lower_first(std::string{plain_name_of(*value)}),
                               posts_in_words(now.at(breached(*value)))));
  if (!both.empty()) text += fmt::format(" {}.", fmt::join(both, "; "));
  return text;
}

/// "compassion, fallen short of, at 20% (usually up to 11%)"; the whole of it stands in its own part.
std::string unusual_in_words(const ToldSignal& told, const PeriodReport& report) {
  const ControlChart& chart = *told.charts.front();
  const Signal& signal = *told.signals.front();
  const std::string name = lower_first(finding_name(chart.value, chart.direction));
  const bool high = signal.side == Side::high;
  const std::string for_so_long = counted(signal.rows.size(), noun_of(report.by())) + " in a row";
  switch (signal.rule) {
    case XmrRule::one_side_of_mean:
      return fmt::format("{}, {} its mean for {}", name, high ? "above" : "below", for_so_long);
    case XmrRule::trend:
      return fmt::format("{}, {} for {}", name, high ? "rising" : "falling", for_so_long);
    case XmrRule::outside_limits:
    case XmrRule::outer_third:
      break;
  }
  const double height = chart.points[signal.rows.back()].height(chart.measure);
  return fmt::format("{}, at {}{} (usually {})", name, height_in_words(height, chart.measure),
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
  if (now.empty())
    return limits_known(report) ? "Nothing was more than the usual ups and downs."
                                : "There are too few earlier periods to tell what is usual.";
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
  if (!report.against) return {};
  std::vector<std::string> clear;
  for (const ComparedShare& share : report.against->shares)
    if (share.is_clear()) clear.push_back(change_told(share, *report.against));
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
    return fmt::format("Part of this time was not collected{}, so that these numbers are too low.",
                       gaps.empty() ? "" : fmt::format(" ({})", gaps));
  if (gaps.empty()) return {};
  return fmt::format("Collection was incomplete ({}).", gaps);
}

}  // namespace

std::string story(const PeriodReport& report) {
  const ToldRow& now = report.now;
  if (!now.is_known())
    return fmt::format("Nothing was collected in {}, so that nobody knows what was said.",
                       name_in_words(report.period));
  std::vector<std::string> sentences = {how_many_posts(report)};
  if (now.posts().hidden) {
    sentences.emplace_back("They are so few that more would tell of the people who wrote them.");
  } else if (now.posts().number > 0) {
    sentences.push_back(how_people_felt(now));
    sentences.push_back(which_values(now));
    sentences.push_back(what_is_unusual(report));
    sentences.push_back(what_changed(report));
  }
  sentences.push_back(how_complete(report));
  std::erase(sentences, "");
  return fmt::format("{}", fmt::join(sentences, " "));
}

}  // namespace nhs::report::page
