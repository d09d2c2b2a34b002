#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "report/coverage_text.h"
#include "report/finding_name.h"
#include "report/one_voice.h"
#include "report/page/campaigns.h"
#include "report/page/dates.h"
#include "report/page/looked_at.h"
#include "report/page/sections.h"
#include "report/page/stands_out.h"
#include "report/page/wording.h"

namespace nhs::report::page {
namespace {

/// "In week 47 of 2026", "On 25 November 2026", "From 19 to 25 November 2026".
std::string when(const Period& period) {
  const std::string name = name_in_words(period);
  const bool is_day = period.to - period.from == std::chrono::days{1};
  return fmt::format("{} {}", is_day ? "On" : name == dates_in_words(period) ? "From" : "In", name);
}

/// Of times of which not all is here, numbers cannot be set against each other.
std::string against_before(const PeriodReport& report) {
  if (!report.against || report.now.partial) return {};
  const store::TrendRow& earlier = report.against->first.counts;
  if (earlier.collected == store::Collected::none && earlier.cannot_be_searched)
    return fmt::format("; the posts of the {} before are kept without their texts and cannot be searched",
                       report.against_noun());
  if (earlier.collected == store::Collected::none)
    return fmt::format("; of the {} before nothing was collected", report.against_noun());
  if (earlier.lacks_what_is_asked || report.now.lacks_what_is_asked)
    return fmt::format(
        "; {} {}{} were found, but some posts are kept without their texts and authors, so that numbers of posts cannot "
        "be compared",
        in_the_one_before(report), about(report), grouped(earlier.classified));
  const std::int64_t before = earlier.classified;
  if (report.now.collected != store::Collected::whole || earlier.collected != store::Collected::whole)
    return fmt::format(
        "; {} it was {}{}, but not all was collected, so that numbers of posts cannot be compared; "
        "shares can, if what is missing was like the rest",
        in_the_one_before(report), about(report), grouped(before));
  const std::int64_t more = report.now.posts().number - before;
  if (more == 0)
    return fmt::format(", {} as {}", report.for_public() ? "about as many" : "as many",
                       in_the_one_before(report));
  const std::string_view side = more > 0 ? "more" : "fewer";
  // The difference of two rounded numbers may be off by twice what each of them is.
  if (report.for_public())
    return fmt::format(", {} than {} (about {})", side, in_the_one_before(report), grouped(before));
  return fmt::format(", {} {} than {} ({})", grouped(std::abs(more)), side, in_the_one_before(report),
                     grouped(before));
}

constexpr std::string_view kWhyNotJudged = "another language, or no words";

std::string how_many_posts(const PeriodReport& report) {
  const PublicCount& now = report.now.posts();
  if (now.hidden)
    return fmt::format("How many posts were read {} is not shown.", lower_first(when(report.period)));
  const PublicCount& unclassified = report.now.at(Cell::unclassified);
  const bool none_judged = now.number == 0 && unclassified.number > 0;
  std::string text = none_judged
                         ? fmt::format("{}, {} came that could not be judged ({}).", when(report.period),
                                       posts_in_words(unclassified), kWhyNotJudged)
                         : fmt::format("{}, {} {} read{}.", when(report.period), posts_in_words(now),
                                       now.number == 1 ? "was" : "were", against_before(report));
  if (report.now.partial) text += " This time is not over, so that the numbers will still grow.";
  return text;
}

/// They stand in the numbers of sources, and in none of the others.
std::string not_judged(const PeriodReport& report) {
  const PublicCount& unclassified = report.now.at(Cell::unclassified);
  if (unclassified.number == 0 || report.now.posts().number == 0) return {};
  return upper_first(fmt::format("{}{} more could not be judged ({}).", about(report),
                                 grouped(unclassified.number), kWhyNotJudged));
}

/// That one author wrote much of it. For the public nobody is counted.
std::string one_voice(const PeriodReport& report) {
  if (report.for_public() || report.inside->counts.posts < kFewestForOneVoice) return {};
  const store::TrendRow& counts = report.inside->counts;
  const std::string voice = one_voice_in_words(counts.most_by_one_author, counts.posts, {});
  return voice.empty() ? voice : voice + ".";
}

std::string how_people_felt(const ToldRow& now) {
  for (const Sentiment each : all_of<Sentiment>())
    if (now.at(Cell::of(each)).hidden) return {};
  return upper_first(felt_in_words(now)) + ".";
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

/// The same values were lived up to most often and fell short most often.
std::string both_most(const Leading& lived, const Leading& fell) {
  const bool several = lived.names.size() > 1;
  const auto said = [&](const Leading& most) {
    return fmt::format("{}{}", posts_in_words(most.posts), several ? " each" : "");
  };
  return fmt::format("{}{} {} lived up to ({}) and fallen short of ({}) most often",
                     lived.hides || fell.hides ? "of what is shown, " : "", listed(lived.names),
                     several ? "were" : "was both", said(lived), said(fell));
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
  const auto lived = leading(now, [](Value value) { return Cell::of(value, Direction::upheld); });
  const auto fell = leading(now, [](Value value) { return Cell::of(value, Direction::breached); });
  std::vector<std::string> both = {lived_or_not(lived, true), lived_or_not(fell, false)};
  if (!lived.names.empty() && lived.names == fell.names) both = {both_most(lived, fell)};
  std::erase(both, "");
  if (!both.empty()) text += fmt::format(" {}.", upper_first(fmt::format("{}", fmt::join(both, "; "))));
  return text;
}

std::string nothing_stands_out(const PeriodReport& report) {
  std::string unknown = why_no_limits(report);
  return unknown.empty() ? nothing_unusual(report, "") : unknown;
}

std::string how_complete(const PeriodReport& report) {
  const std::string gaps = gaps_in_words(report.gaps);
  std::vector<std::string> told;
  if (report.now.lacks_what_is_asked)
    told.emplace_back(
        "Some posts of this time are kept without their texts and authors (nhsvalues retention): no search for "
        "words or tags finds them, and once per author each of them counts.");
  if (report.now.collected == store::Collected::part && !report.now.cannot_be_searched)
    told.push_back(fmt::format("Part of this time was not collected{}, so that these numbers may be too low.",
                               gaps_in_brackets(report.gaps)));
  else if (!gaps.empty())
    told.push_back(fmt::format("Collection was incomplete ({}).", gaps));
  return fmt::format("{}", fmt::join(told, " "));
}

}  // namespace

std::string story(const PeriodReport& report) {
  const ToldRow& now = report.now;
  if (!now.is_known() && now.cannot_be_searched)
    return fmt::format(
        "The posts that were read {} are kept without their texts and cannot be searched any more, so that nobody "
        "knows how many would match.",
        lower_first(when(report.period)));
  if (!now.is_known())
    return fmt::format("Nothing was collected {}, so that nobody knows what was said.",
                       lower_first(when(report.period)));
  // What stands out comes first; that nothing does, where it is looked for.
  const std::string unusual =
      now.posts().hidden || now.posts().number == 0 ? std::string{} : what_stands_out(report);
  std::vector<std::string> sentences = {unusual, how_many_posts(report), not_judged(report),
                                        one_voice(report), campaigns_of_period(report)};
  if (now.posts().hidden) {
    sentences.emplace_back("More would tell of the people who wrote them.");
  } else if (now.posts().number > 0) {
    if (!report.only) sentences.push_back(how_people_felt(now));
    sentences.push_back(which_values(now));
    const std::string slighter = slighter_signals(report);
    if (unusual.empty() && slighter.empty()) sentences.push_back(nothing_stands_out(report));
    sentences.push_back(slighter);
    sentences.push_back(not_looked_at(report));
    sentences.push_back(what_changed(report));
  }
  sentences.push_back(how_complete(report));
  std::erase(sentences, "");
  return fmt::format("{}", fmt::join(sentences, " "));
}

}  // namespace nhs::report::page
