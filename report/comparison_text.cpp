#include "report/comparison_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/counted.h"
#include "report/control_charts.h"
#include "report/coverage_text.h"
#include "report/finding_name.h"
#include "report/one_voice.h"
#include "report/page/dates.h"
#include "report/page/wording.h"

namespace nhs::report {
namespace {

constexpr std::int64_t kPostsForDecimals = 1000;

std::vector<std::string> models_of(const ComparedPeriod& period) {
  std::vector<std::string> names;
  for (const store::PostsOfModel& each : period.counts.models) names.push_back(each.model);
  return names;
}

void caution_of_models(const Comparison& comparison, std::vector<std::string>& cautions) {
  if (!is_judged_by_several_models(comparison)) return;
  const std::vector<std::string> first = models_of(comparison.first);
  const std::vector<std::string> second = models_of(comparison.second);
  cautions.push_back(fmt::format(
      "Not all was judged by one version of the model ({}: {}; {}: {}): a difference may be the model's "
      "doing, until nhsvalues reclassify has judged all anew.",
      comparison.first.counts.period.label, fmt::join(first, ", "), comparison.second.counts.period.label,
      fmt::join(second, ", ")));
}

/// " up to 26 November 2026: it is still running"; empty of a period that is over.
std::string still_running(const ComparedPeriod& period, std::optional<LocalDay> today) {
  if (!period.counts.partial) return {};
  if (!today) return " so far: it is still running";
  return fmt::format(" up to {}: it is still running",
                     page::dates_in_words({"", *today, *today + std::chrono::days{1}}));
}

void caution_of_period(const ComparedPeriod& period, std::vector<std::string>& cautions) {
  const std::string& label = period.counts.period.label;
  if (period.counts.partial)
    cautions.push_back(page::upper_first(
        fmt::format("{} is still running: its shares may change, and its number of posts will.", label)));
  if (period.counts.lacks_what_is_asked)
    cautions.push_back(fmt::format(
        "Posts of {} are kept without texts and authors (nhsvalues retention): no search for words or tags finds "
        "them, and once per author each of them counts.",
        label));
  const bool lost = period.counts.cannot_be_searched;
  if (!lost && period.counts.collected == store::Collected::none)
    cautions.push_back(fmt::format("Of {} nothing was collected: what was said then is not known.", label));
  else if ((!lost && period.counts.collected == store::Collected::part) || !period.gaps.empty())
    cautions.push_back(page::upper_first(fmt::format("{} was not wholly collected{}: posts may be missing.",
                                                     label, gaps_in_brackets(period.gaps))));
  if (const std::string voice =
          one_voice_in_words(period.counts.most_by_one_author, period.counts.posts, label);
      !voice.empty())
    cautions.push_back(fmt::format("{}.", voice));
  if (period.counts.unclassified > 0)
    cautions.push_back(fmt::format("In {} {} could not be classified and {} in no share.", label,
                                   counted(period.counts.unclassified, "post"),
                                   period.counts.unclassified == 1 ? "is" : "are"));
}

std::size_t tested(const Comparison& comparison) {
  return static_cast<std::size_t>(
      std::count_if(comparison.shares.begin(), comparison.shares.end(),
                    [](const ComparedShare& share) { return share.p.has_value(); }));
}

bool is_small(const Comparison& comparison) {
  return std::min(comparison.first.counts.classified, comparison.second.counts.classified) < kFewestPosts;
}

std::string points_told(const Comparison& comparison, double near) {
  const double points =
      100 * difference_told(comparison.first.counts.classified, comparison.second.counts.classified, near);
  return fmt::format("{:.{}f}", points, points < 3 ? 1 : 0);
}

/// What a row must truly differ by to be seen mostly: why nothing can be told of few posts.
std::string what_can_be_told(const Comparison& comparison) {
  const std::size_t rows = tested(comparison);
  return fmt::format(
      "With {} and {} posts, true differences of about {} points ({} where shares are near 10%) are told from chance "
      "four times in five, smaller ones less often{}.",
      comparison.first.counts.classified, comparison.second.counts.classified, points_told(comparison, 0.5),
      points_told(comparison, 0.1),
      rows > 1 ? fmt::format(", and all less often where {} are read at once", rows) : std::string{});
}

std::string voices_in_words(const ComparedShare& share, const Comparison& comparison) {
  std::string text;
  for (const std::string& voice :
       {one_voice_in_words(share.first_by_one_author, share.first.part, comparison.first.counts.period.label),
        one_voice_in_words(share.second_by_one_author, share.second.part,
                           comparison.second.counts.period.label)})
    if (!voice.empty()) text += "; " + voice;
  return text;
}

/// So many that a range which leaves out 0 is not told as one that ends there.
int decimals_off_zero(const ShareDifference& apart) {
  return decimals_that_tell(std::max(apart.low, -apart.high), 0, 3);
}

}  // namespace

std::string share_name(const ComparedShare& share) {
  static constexpr std::array<std::string_view, count_of<Sentiment>> feelings = {
      "Positive posts", "Neutral posts", "Negative posts"};
  if (share.sentiment) return std::string{feelings[index_of(*share.sentiment)]};
  return finding_name(share.value, share.direction);
}

bool is_judged_by_several_models(const Comparison& comparison) {
  const std::vector<std::string> first = models_of(comparison.first);
  const std::vector<std::string> second = models_of(comparison.second);
  return !first.empty() && !second.empty() && (first.size() > 1 || first != second);
}

std::string_view change_in_words(Change change) {
  static constexpr std::array<std::string_view, 4> words = {"more", "fewer", "cannot tell",
                                                            "too few to tell"};
  return words[static_cast<std::size_t>(change)];
}

int decimals_of(Proportion first, Proportion second, const ShareDifference& apart) {
  const bool clash =
      hundredths(share_of(second)) - hundredths(share_of(first)) != hundredths(apart.difference);
  return std::max(clash ? 1 : 0, decimals_off_zero(apart));
}

int decimals_of(const ComparedShare& share, const Comparison& comparison) {
  if (std::min(comparison.first.counts.classified, comparison.second.counts.classified) >= kPostsForDecimals)
    return std::max(1, decimals_off_zero(share.difference));
  return decimals_of(share.first, share.second, share.difference);
}

std::string points(double difference, int decimals) {
  const double told = hundredths(difference, decimals);
  // Nothing is neither more nor less.
  return fmt::format("{}{}", told > 0 ? "+" : "", hundredths_in_words(difference, decimals));
}

std::string points_between(Proportion first, Proportion second, int decimals) {
  const double told = hundredths(share_of(second), decimals) - hundredths(share_of(first), decimals);
  return points(told / 100, decimals);
}

std::string share_in_words(Proportion of, int decimals) {
  if (of.whole < kFewestPosts) return fmt::format("{} of {}", of.part, of.whole);
  const double share = share_of(of);
  if (decimals == 0) return percent(share);
  // As percent() has it: some are not none, and most are not all.
  const double told = hundredths(share, decimals);
  const double step = std::pow(10, -decimals);
  if (of.part > 0 && told == 0) return fmt::format("<{:.{}f}%", step, decimals);
  if (of.part < of.whole && told == 100) return fmt::format(">{:.{}f}%", 100 - step, decimals);
  return hundredths_in_words(share, decimals) + "%";
}

std::string change_in_words(const ComparedShare& share, const Comparison& comparison,
                            std::string_view about) {
  const int decimals = decimals_of(share, comparison);
  std::string text =
      fmt::format("{}: {}, {}{} in {} and {} in {} ({} points, 95% range {} to {})", share_name(share),
                  change_in_words(share.change), about, share_in_words(share.first, decimals),
                  comparison.first.counts.period.label, share_in_words(share.second, decimals),
                  comparison.second.counts.period.label, points_between(share.first, share.second, decimals),
                  points(share.difference.low, decimals), points(share.difference.high, decimals));
  if (share.only_alone())
    text += fmt::format(": the range leaves out 0, but of {} rows about {:.1f} do so by chance",
                        tested(comparison), static_cast<double>(tested(comparison)) * kFalseDiscoveryRate);
  return text + voices_in_words(share, comparison);
}

std::string comparison_sentence(const Comparison& comparison) {
  const auto is_known = [](const ComparedPeriod& period) {
    return period.counts.collected != store::Collected::none;
  };
  const auto named = [&](const ComparedPeriod& period) {
    if (!is_known(period))
      return fmt::format("{} ({})", period.counts.period.label,
                         period.counts.cannot_be_searched ? "without texts" : "not collected");
    return fmt::format("{} ({}{})", period.counts.period.label, counted(period.counts.classified, "post"),
                       still_running(period, comparison.today));
  };
  const std::string between =
      fmt::format("between {} and {}", named(comparison.first), named(comparison.second));
  const std::string filtered = comparison.filters.empty() ? "" : fmt::format(" ({})", comparison.filters);
  if (!is_known(comparison.first) || !is_known(comparison.second))
    return fmt::format("Cannot tell whether anything changed {}{}.", between, filtered);
  if (is_small(comparison))
    return fmt::format("Too few posts to compare {}{}: {} are wanted in each.", between.substr(8), filtered,
                       kFewestPosts);
  const auto clear = std::count_if(comparison.shares.begin(), comparison.shares.end(),
                                   [](const ComparedShare& share) { return share.is_clear(); });
  if (clear == 0)
    return fmt::format("Cannot tell whether anything changed {}{}. {}", between, filtered,
                       what_can_be_told(comparison));
  return fmt::format("{} clear {} {}{}:", clear, clear == 1 ? "change" : "changes", between, filtered);
}

std::vector<std::string> comparison_cautions(const Comparison& comparison) {
  std::vector<std::string> cautions;
  caution_of_models(comparison, cautions);
  for (const ComparedPeriod* period : {&comparison.first, &comparison.second})
    caution_of_period(*period, cautions);
  const std::size_t rows = tested(comparison);
  if (rows == 0) return cautions;
  const auto clear = std::count_if(comparison.shares.begin(), comparison.shares.end(),
                                   [](const ComparedShare& share) { return share.is_clear(); });
  if (clear > 0)
    cautions.push_back(what_can_be_told(comparison));
  else
    cautions.emplace_back(
        "nhsvalues signals reads one period against all before it: what is a signal there may be too little to "
        "tell two periods apart.");
  cautions.push_back(fmt::format(
      "{}Ranges are Newcombe's, in percentage points. They hold chance alone, not the classifier's own errors "
      "(nhsvalues evaluate).",
      rows == 1
          ? std::string{}
          : fmt::format("More and fewer: what stands when {} shares are read at once; about one in twenty of "
                        "such findings is chance (Benjamini-Hochberg, 5%). ",
                        rows)));
  return cautions;
}

}  // namespace nhs::report
