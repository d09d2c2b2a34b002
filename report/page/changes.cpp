#include <fmt/format.h>

#include <utility>

#include "report/comparison_text.h"
#include "report/page/dates.h"
#include "report/page/sections.h"
#include "report/page/wording.h"

namespace nhs::report::page {
namespace {

/// Without the colon that announces a list elsewhere.
std::string sentence_of(const Comparison& comparison) {
  std::string text = comparison_sentence(comparison);
  if (!text.empty() && text.back() == ':') text.back() = '.';
  return text;
}

/// Where nothing is known of one of the two, all shares would stand as 0 of 0; empty for a comparison.
std::string why_not_compared(const PeriodReport& report) {
  if (!report.now.is_known()) return nothing_known_in_words(report.now);
  if (!report.against)
    return report.now.posts().hidden ? "There are too few posts to compare."
                                     : "There is no earlier time of this length to compare with.";
  if (report.against->first.counts.collected == store::Collected::none)
    return report.against->first.counts.cannot_be_searched
               ? fmt::format(
                     "The posts of the {} before are kept without their texts and cannot be searched.",
                     report.against_noun())
               : fmt::format("Of the {} before nothing was collected.", report.against_noun());
  if (report.against->shares.empty()) return "There are too few posts to compare.";
  return {};
}

bool some_not_collected(const Comparison& comparison) {
  return comparison.first.counts.collected == store::Collected::part ||
         comparison.second.counts.collected == store::Collected::part;
}

}  // namespace

Section changes(const PeriodReport& report) {
  Section section{"Against the time before"};
  if (std::string why = why_not_compared(report); !why.empty()) {
    section.blocks.emplace_back(Paragraph{std::move(why)});
    return section;
  }
  const Comparison& comparison = *report.against;
  section.blocks.emplace_back(Paragraph{sentence_of(comparison)});
  Bullets clear;
  Table table{fmt::format("{} against {}", comparison.second.counts.period.label,
                          comparison.first.counts.period.label),
              {"Posts about", "Then", "Now", "Points", "95% range", "Change"},
              {}};
  for (const ComparedShare& share : comparison.shares) {
    if (share.is_clear()) clear.items.push_back(change_in_words(share, comparison, about(report)) + ".");
    const int decimals = decimals_of(share, comparison);
    table.rows.push_back({share_name(share), share_in_words(share.first, decimals),
                          share_in_words(share.second, decimals),
                          points_between(share.first, share.second, decimals),
                          fmt::format("{} to {}", points(share.difference.low, decimals),
                                      points(share.difference.high, decimals)),
                          std::string{change_in_words(share.change)}});
  }
  section.blocks.emplace_back(std::move(clear));
  section.blocks.emplace_back(std::move(table));
  if (report.for_public() && some_not_collected(comparison))
    section.blocks.emplace_back(
        Caution{"Not all posts of these times were collected. Shares are compared as if what is missing were "
                "like the rest; numbers of posts are not compared."});
  if (report.for_public() && is_judged_by_several_models(comparison))
    section.blocks.emplace_back(Caution{
        "Not all of these posts were judged by one version of the program, which may be why shares differ."});
  if (report.for_public())
    section.blocks.emplace_back(Caution{
        "Both times are told in rounded numbers; more or fewer is only what was so whatever the numbers were "
        "before. Ranges hold chance alone, not the program's own errors."});
  else
    for (const std::string& caution : comparison_cautions(comparison))
      section.blocks.emplace_back(Caution{caution});
  return section;
}

}  // namespace nhs::report::page
