#include <fmt/format.h>

#include "report/page/sections.h"
#include "report/page/wording.h"
#include "report/voices_view.h"

namespace nhs::report::page {
namespace {

Table groups_table(const PeriodReport& report) {
  Table table{"Posts about each inclusion group", {"Group", "Posts", "Share", "95% range"}, {}};
  const PublicCount whole =
      report.for_public() ? report.now.posts() : exactly(report.inside->coverage.voices.classified);
  for (const Group group : all_of<Group>()) {
    const PublicCount posts = report.for_public()
                                  ? report.now.at(Cell::of(group))
                                  : exactly(report.inside->coverage.voices.groups[index_of(group)]);
    table.rows.push_back({std::string{name_of_group(group)}, number_of(posts), part_in_words(posts, whole),
                          range_in_words(posts, whole)});
  }
  return table;
}

std::vector<std::string> told_to_others(const PeriodReport& report) {
  std::vector<std::string> lines;
  for (const Group group : all_of<Group>()) {
    const PublicCount& posts = report.now.at(Cell::of(group));
    if (posts.hidden)
      lines.push_back(fmt::format("About {}: the number of posts is not shown.", name_of_group(group)));
    else if (posts.number == 0)
      lines.push_back(fmt::format("No post about {} in this period.", name_of_group(group)));
    else
      lines.push_back(fmt::format("About {}: {}.", name_of_group(group), posts_in_words(posts)));
  }
  lines.emplace_back(
      "Silence is no sign that all is well: who has no telephone, or fears to be known, does not post.");
  return lines;
}

}  // namespace

Section voices(const PeriodReport& report) {
  Section section{"Whose voice is missing"};
  // Who is heard is told of all posts, not only of those that could be searched.
  if (!report.now.is_known() && !report.now.cannot_be_searched) {
    section.blocks.emplace_back(Paragraph{"Nothing was collected: silence here is ours."});
    return section;
  }
  section.blocks.emplace_back(Bullets{report.for_public()
                                          ? told_to_others(report)
                                          : voices_in_words(report.inside->coverage, report.inside->around)});
  if (!report.filters.empty())
    section.blocks.emplace_back(
        Caution{"This part is of all posts, not only of those that the report is about."});
  section.blocks.emplace_back(groups_table(report));
  return section;
}

}  // namespace nhs::report::page
