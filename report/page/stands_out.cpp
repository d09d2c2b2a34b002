#include "report/page/stands_out.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "core/counted.h"
#include "report/comparison_text.h"
#include "report/finding_name.h"
#include "report/page/looked_at.h"
#include "report/page/opening.h"
#include "report/page/wording.h"
#include "report/signals_text.h"

namespace nhs::report::page {
namespace {

/// So many things are told one by one.
constexpr std::size_t kTold = 3;

/// A change that is clear, of the same that a signal of the period tells as a share.
const ComparedShare* change_of(const ControlChart& chart, const PeriodReport& report) {
  if (!report.against || chart.measure != Measure::share || !chart.value) return nullptr;
  for (const ComparedShare& share : report.against->shares)
    if (share.is_clear() && share.value == chart.value && share.direction == chart.direction) return &share;
  return nullptr;
}

bool tells_height(const ToldSignal& told) {
  const XmrRule rule = told.signals.front()->rule;
  return rule != XmrRule::one_side_of_mean && rule != XmrRule::trend;
}

/// Of which the time before is told beside the signal, so that it is not told again. Only where the signal's
/// own period is the one that is compared.
const ComparedShare* told_beside(const ToldSignal& told, const PeriodReport& report) {
  const std::size_t row = told.signals.front()->rows.back();
  const bool is_compared =
      report.rows[row].period.from == report.period.from && report.rows[row].period.to == report.period.to;
  return is_compared && tells_height(told) ? change_of(*told.charts.front(), report) : nullptr;
}

/// A value that was named just before is not named again.
std::string name_of(std::optional<Value> value, std::optional<Direction> direction,
                    std::optional<Value> before) {
  if (!value || value != before) return lower_first(finding_name(value, direction));
  return direction ? std::string{said_of_value(*direction)} : "all posts on it";
}

/// "the number of posts in which compassion is only named", so that "only" does not seem to be of the number.
std::string name_of_measure(Measure measure, Value value, std::optional<Direction> direction,
                            std::optional<Value> before) {
  const std::string_view what = measure == Measure::volume ? "number" : "share";
  const std::string name = value == before ? "it" : lower_first(std::string{plain_name_of(value)});
  return direction ? fmt::format("the {} of posts in which {} is {}", what, name, said_of_value(*direction))
                   : fmt::format("the {} of posts on {}", what, name);
}

/// What is past a limit does not look as if it were on it.
int decimals_beside_limit(const ControlChart& chart, const Signal& signal, double height) {
  if (signal.rule != XmrRule::outside_limits || chart.measure != Measure::share) return 0;
  const XmrLimits& limits = chart.baselines[signal.baseline].limits;
  return decimals_beside(height, signal.side == Side::high ? limits.upper : limits.lower);
}

/// "compassion, fallen short of, above the usual, at 20% (usually up to 11%; 5% in the week before)"; the
/// whole of it stands in its own part.
std::string unusual_in_words(const ToldSignal& told, std::optional<Value> before,
                             const PeriodReport& report) {
  const ControlChart& chart = *told.charts.front();
  const Signal& signal = *told.signals.front();
  // A height says by its % what it is of.
  const bool says_measure = chart.value && (chart.measure == Measure::volume || !tells_height(told));
  std::string text =
      fmt::format("{}, {}",
                  says_measure ? name_of_measure(chart.measure, *chart.value, chart.direction, before)
                               : name_of(chart.value, chart.direction, before),
                  signal_in_words(signal, report.by()));
  if (!tells_height(told)) return text;
  const double height = chart.points[signal.rows.back()].height(chart.measure);
  const int decimals = decimals_beside_limit(chart, signal, height);
  text +=
      fmt::format(", at {}{}{} (usually {}", about(report), height_in_words(height, chart.measure, decimals),
                  chart.measure == Measure::volume ? " posts" : "",
                  usual_range(chart.baselines[signal.baseline], chart.measure, decimals));
  if (const ComparedShare* change = told_beside(told, report))
    text +=
        fmt::format("; {}{} {}", about(report), share_in_words(change->first, 0), in_the_one_before(report));
  return text + ")";
}

/// Of a finding the first signal, and of those that open the report the first of these.
struct Unusual {
  std::vector<ToldSignal> opening;
  std::vector<ToldSignal> slighter;
};

bool is_told(const std::vector<ToldSignal>& signals, const ToldSignal& told) {
  const ControlChart& chart = *told.charts.front();
  return std::any_of(signals.begin(), signals.end(), [&](const ToldSignal& before) {
    return before.charts.front()->value == chart.value && before.charts.front()->direction == chart.direction;
  });
}

Unusual unusual(const PeriodReport& report) {
  Unusual found;
  std::vector<ToldSignal> signals = signals_of_period(report);
  for (const ToldSignal& told : signals)
    if (opens_report(told) && !is_told(found.opening, told)) found.opening.push_back(told);
  for (ToldSignal& told : signals)
    if (!is_told(found.opening, told) && !is_told(found.slighter, told))
      found.slighter.push_back(std::move(told));
  return found;
}

/// Those that the story tells one by one: the strongest first, then what else there is of the same value.
std::vector<ToldSignal> told_one_by_one(std::vector<ToldSignal> signals) {
  if (signals.size() > kTold) signals.erase(signals.begin() + kTold, signals.end());
  for (auto first = signals.begin(); first != signals.end();) {
    const std::optional<Value> value = first->charts.front()->value;
    first = std::stable_partition(
        first, signals.end(), [&](const ToldSignal& each) { return each.charts.front()->value == value; });
  }
  return signals;
}

/// "A; B; C; and 2 more".
std::string each_in_words(const std::vector<ToldSignal>& signals, const PeriodReport& report) {
  std::vector<std::string> told;
  std::optional<Value> before;
  for (const ToldSignal& each : told_one_by_one(signals)) {
    told.push_back(unusual_in_words(each, before, report));
    before = each.charts.front()->value;
  }
  std::string text = fmt::format("{}", fmt::join(told, "; "));
  if (signals.size() > kTold) text += fmt::format("; and {} more", signals.size() - kTold);
  return text;
}

std::string change_told(const ComparedShare& share, std::optional<Value> before, const PeriodReport& report) {
  const int decimals = decimals_of(share, *report.against);
  const std::string name =
      share.value ? name_of(share.value, share.direction, before) : lower_first(share_name(share));
  return fmt::format("{}: {}{} then, {} now ({} points, between {} and {})", name, about(report),
                     share_in_words(share.first, decimals), share_in_words(share.second, decimals),
                     points_between(share.first, share.second, decimals),
                     points(share.difference.low, decimals), points(share.difference.high, decimals));
}

/// " (by chance alone about 0.7 in 49 charts)"; empty where there is none. Of all rows of the period, for the
/// signals that are told are those that end in any of them.
std::string by_chance(const PeriodReport& report) {
  const auto first = std::find_if(report.rows.begin(), report.rows.end(),
                                  [&](const ToldRow& row) { return row.period.from >= report.period.from; });
  const double expected =
      signals_by_chance_since(report.usual, static_cast<std::size_t>(first - report.rows.begin()));
  if (expected <= 0) return {};
  return fmt::format(" (by chance alone {}about {} in {})", report.for_public() ? "at most " : "",
                     expected_in_words(expected), counted(signals_by_chance(report.usual).charts, "chart"));
}

/// The clear changes but those that stand beside a signal already; whether there are such.
std::pair<std::vector<const ComparedShare*>, bool> clear_changes(const PeriodReport& report) {
  std::vector<const ComparedShare*> told;
  const Unusual found = unusual(report);
  for (const std::vector<ToldSignal>* signals : {&found.opening, &found.slighter})
    for (const ToldSignal& each : told_one_by_one(*signals)) told.push_back(told_beside(each, report));
  std::vector<const ComparedShare*> clear;
  bool some_told = false;
  for (const ComparedShare& share : report.against->shares) {
    if (!share.is_clear()) continue;
    const bool is_told = std::find(told.begin(), told.end(), &share) != told.end();
    some_told = some_told || is_told;
    if (!is_told) clear.push_back(&share);
  }
  return {std::move(clear), some_told};
}

}  // namespace

std::string in_the_one_before(const PeriodReport& report) {
  const std::string_view noun = report.against_noun();
  return fmt::format("{} the {} before", noun == noun_of(Bucket::day) ? "on" : "in", noun);
}

std::string what_stands_out(const PeriodReport& report) {
  const Unusual now = unusual(report);
  if (now.opening.empty()) return {};
  return fmt::format("More than the usual ups and downs: {}.", each_in_words(now.opening, report));
}

std::string slighter_signals(const PeriodReport& report) {
  const Unusual now = unusual(report);
  if (now.slighter.empty()) return {};
  std::string none_opens;
  if (now.opening.empty())
    none_opens = fmt::format("Nothing{} was clearly more than the usual ups and downs. ",
                             not_looked_at(report).empty() ? "" : " that could be looked at");
  return fmt::format("{}Slighter signals{}: {}.", none_opens, by_chance(report),
                     each_in_words(now.slighter, report));
}

std::string what_changed(const PeriodReport& report) {
  if (!report.against || report.against->first.counts.collected == store::Collected::none) return {};
  const auto is_tested = [](const ComparedShare& share) { return share.p.has_value(); };
  const std::vector<ComparedShare>& shares = report.against->shares;
  if (std::none_of(shares.begin(), shares.end(), is_tested))
    return fmt::format("There are too few posts to tell a change against the {} before.",
                       report.against_noun());
  const auto [clear, some_told] = clear_changes(report);
  if (clear.empty())
    return some_told ? std::string{}
                     : fmt::format("Against the {} before, no share changed by more than chance may do.",
                                   report.against_noun());
  std::vector<std::string> texts;
  std::optional<Value> before;
  for (std::size_t i = 0; i < std::min(clear.size(), kTold); ++i) {
    texts.push_back(change_told(*clear[i], before, report));
    before = clear[i]->value;
  }
  std::string text = fmt::format("Against the {} before, {} changed: {}", report.against_noun(),
                                 some_told ? "these too clearly" : "clearly", fmt::join(texts, "; "));
  if (clear.size() > kTold) text += fmt::format("; and {} more", clear.size() - kTold);
  text += ".";
  if (is_judged_by_several_models(*report.against))
    text += " Not all of these posts were judged by one version of the program, which may be why.";
  return text;
}

}  // namespace nhs::report::page
