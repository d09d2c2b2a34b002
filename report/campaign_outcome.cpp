#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "report/campaign_text.h"
#include "report/comparison_text.h"
#include "report/control_charts.h"
#include "report/finding_name.h"
#include "report/one_voice.h"

namespace nhs::report {
namespace {

constexpr std::size_t kOthersTold = 3;

/// What was said, to go before "more often than before".
std::string came_up(const ComparedShare& share) {
  if (!share.value) return share_name(share) + " came";
  const std::string name = std::string{plain_name_of(*share.value)} + " came up";
  return share.direction ? fmt::format("{} as {}", name, said_of_value(*share.direction)) : name;
}

std::string change_of(const ComparedShare& share, const CampaignEvaluation& evaluation) {
  const int decimals = decimals_of(share, evaluation.comparison);
  std::string text = fmt::format(
      "{} {} often than before: {} of posts, {} in the baseline ({} points, {} to {}).", came_up(share),
      share.change == Change::more ? "more" : "less", share_in_words(share.second, decimals),
      share_in_words(share.first, decimals), points_between(share.first, share.second, decimals),
      points(share.difference.low, decimals), points(share.difference.high, decimals));
  for (const std::string& voice :
       {one_voice_in_words(share.first_by_one_author, share.first.part, "the baseline"),
        one_voice_in_words(share.second_by_one_author, share.second.part, "the campaign")})
    if (!voice.empty()) text += fmt::format(" {}.", voice);
  return text;
}

/// "Also clear: Negative posts (fewer), and 2 more."
std::string also_clear(const std::vector<const ComparedShare*>& clear) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i < std::min(clear.size(), kOthersTold + 1); ++i)
    names.push_back(fmt::format("{} ({})", share_name(*clear[i]), change_in_words(clear[i]->change)));
  if (names.empty()) return {};
  const std::size_t rest = clear.size() - 1 - names.size();
  return fmt::format(" Also clear: {}{}.", fmt::join(names, "; "),
                     rest > 0 ? fmt::format("; and {} more", rest) : std::string{});
}

/// The one that chance explains least comes first.
std::vector<const ComparedShare*> clear_changes(const Comparison& comparison) {
  std::vector<const ComparedShare*> clear;
  for (const ComparedShare& share : comparison.shares)
    if (share.is_clear()) clear.push_back(&share);
  std::stable_sort(clear.begin(), clear.end(),
                   [](const auto* a, const auto* b) { return a->p.value_or(1) < b->p.value_or(1); });
  return clear;
}

struct NamedPart {
  std::string_view name;
  Proportion before;
  Proportion during;
};

std::vector<NamedPart> parts_of(const CampaignEvaluation& evaluation) {
  const Heard& before = evaluation.before;
  const Heard& during = evaluation.during;
  std::vector<NamedPart> parts;
  const auto add = [&](std::string_view name, std::int64_t earlier, std::int64_t later) {
    if (earlier + later > 0) parts.push_back({name, {earlier, before.posts}, {later, during.posts}});
  };
  for (const Sentiment each : all_of<Sentiment>())
    add(kFeelingsHeard[index_of(each)], before.feelings[index_of(each)], during.feelings[index_of(each)]);
  for (const Kind each : all_of<Kind>())
    add(kKindsHeard[index_of(each)], before.kinds[index_of(each)], during.kinds[index_of(each)]);
  return parts;
}

}  // namespace

std::string outcome_in_words(const CampaignEvaluation& evaluation) {
  const Comparison& comparison = evaluation.comparison;
  const std::string asked =
      comparison.filters.empty() ? "" : fmt::format(" Asked for: {}.", comparison.filters);
  if (!evaluation.is_known_before() || !evaluation.is_known_during()) {
    const bool during_is_known = evaluation.is_known_during();
    const store::TrendRow& unknown = (during_is_known ? comparison.first : comparison.second).counts;
    return fmt::format(
        "What changed cannot be told: {} {}.",
        unknown.cannot_be_searched ? "no text is left to search of" : "nothing was collected of",
        during_is_known ? "the baseline" : "the campaign");
  }
  const std::int64_t before = comparison.first.counts.classified;
  const std::int64_t during = comparison.second.counts.classified;
  if (std::min(before, during) < kFewestPosts)
    return fmt::format("Too few posts to tell what changed: {} in the campaign, {} in the baseline.{}",
                       during, before, asked);
  const std::vector<const ComparedShare*> clear = clear_changes(comparison);
  if (clear.empty()) return "Nothing clearly changed." + asked;
  return fmt::format("{}{}{} Whether the campaign did it, posts cannot tell.",
                     change_of(*clear.front(), evaluation), also_clear(clear), asked);
}

std::string outtake_changes_in_words(const CampaignEvaluation& evaluation) {
  if (!evaluation.is_known_before() || !evaluation.is_known_during() ||
      std::min(evaluation.before.posts, evaluation.during.posts) < kFewestPosts)
    return {};
  const std::vector<NamedPart> parts = parts_of(evaluation);
  std::vector<std::string> beyond;
  for (const NamedPart& part : parts) {
    const ShareDifference apart = newcombe_difference(part.before, part.during);
    if (apart.low <= 0 && apart.high >= 0) continue;
    const int decimals = points(apart.low, 0) == "0" || points(apart.high, 0) == "0" ? 1 : 0;
    beyond.push_back(fmt::format("{} {} points ({} to {})", part.name, points(apart.difference, decimals),
                                 points(apart.low, decimals), points(apart.high, decimals)));
  }
  if (beyond.empty())
    return "No difference between baseline and campaign here is more than chance may do: each 95% range "
           "(Newcombe) holds 0.";
  return fmt::format(
      "Baseline to campaign, 95% range (Newcombe) without 0: {}. Of {} rows about {:.1f} would be so by chance; "
      "the others may be chance.",
      fmt::join(beyond, "; "), parts.size(), static_cast<double>(parts.size()) * kFalseDiscoveryRate);
}

}  // namespace nhs::report
