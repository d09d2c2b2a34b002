#include <fmt/format.h>

#include "report/collected_text.h"
#include "report/coverage_text.h"
#include "report/coverage_view.h"
#include "report/page/sections.h"
#include "report/page/wording.h"

namespace nhs::report::page {

Section completeness(const PeriodReport& report) {
  Section section{"How complete this is"};
  const std::string gaps = gaps_in_words(report.gaps);
  if (!report.for_public())
    section.blocks.emplace_back(Paragraph{coverage_sentence(report.inside->coverage, report.inside->around)});
  else if (!report.now.is_known())
    section.blocks.emplace_back(Paragraph{"Nothing was collected in this period."});
  else if (!report.sources_asked)
    section.blocks.emplace_back(Paragraph{
        "No source was asked in this period: its posts were read later, as far as the servers still "
        "showed them, or imported. What is missing among them cannot be told."});
  else if (gaps.empty() && report.now.collected == store::Collected::whole)
    section.blocks.emplace_back(Paragraph{"Collection went on without a gap in this period."});
  if (!gaps.empty())
    section.blocks.emplace_back(
        Caution{fmt::format("Collection was interrupted: {}. Posts may be missing.", gaps)});
  for (const std::string& caution : collected_cautions(report.usual.trends))
    section.blocks.emplace_back(Caution{caution});
  if (report.for_public()) return section;
  Table table{"Sources in this period", {"Source", "Posts", "Hours answered", "Hours without an answer"}, {}};
  for (const store::SourceCoverage& each : report.inside->coverage.sources)
    table.rows.push_back(
        {each.source, grouped(each.posts), grouped(each.hours_answered),
         grouped(each.hours_unanswered +
                 hours_not_asked(each, report.inside->around.configured_sources).value_or(0))});
  if (!table.rows.empty()) section.blocks.emplace_back(std::move(table));
  return section;
}

}  // namespace nhs::report::page
