#include <fmt/format.h>

#include "report/campaign_text.h"
#include "report/campaign_view.h"
#include "report/comparison_numbers.h"
#include "report/control_charts.h"
#include "report/finding_name.h"
#include "report/table.h"
#include "report/trends_view.h"

namespace nhs::report {
namespace {

using Align = Table::Align;

std::string heading(std::size_t stage, const Terminal& terminal) {
  return "\n" + bold(kEvaluationStages[stage], terminal) + "\n";
}

/// Posts with each tag, with any, and by whom.
std::string outputs_table(const CampaignEvaluation& evaluation, const Terminal& terminal) {
  Table table;
  table.column("Posts");
  for (const char* time : {"Baseline", "Campaign"}) table.column(time, Align::right);
  const auto row = [&](std::string name, std::int64_t before, std::int64_t during) {
    table.row({std::move(name), evaluation.is_known_before() ? fmt::format("{}", before) : "-",
               evaluation.is_known_during() ? fmt::format("{}", during) : "-"});
  };
  if (evaluation.tagged_before && evaluation.tagged_during) {
    const TaggedPosts& before = *evaluation.tagged_before;
    const TaggedPosts& during = *evaluation.tagged_during;
    const std::vector<std::string>& tags = evaluation.campaign.tags;
    for (std::size_t i = 0; i < tags.size(); ++i)
      row("#" + terminal_safe(tags[i]), before.by_tag[i], during.by_tag[i]);
    if (tags.size() > 1) row("With any of these", before.posts, during.posts);
    if (before.own && during.own) {
      row("  your own", *before.own, *during.own);
      row("  by others", before.posts - *before.own, during.posts - *during.own);
    }
  }
  const auto all = [](const ComparedPeriod& period) {
    return period.counts.classified + period.counts.unclassified;
  };
  row("All posts, tagged or not", all(evaluation.comparison.first), all(evaluation.comparison.second));
  return table.text(terminal);
}

/// "12 (30%)"; of few posts the number alone.
std::string part_cell(std::int64_t part, std::int64_t whole) {
  if (whole < kFewestPosts) return fmt::format("{}", part);
  return fmt::format("{} ({})", part, percent(static_cast<double>(part) / static_cast<double>(whole)));
}

std::string outtakes_table(const CampaignEvaluation& evaluation, const Terminal& terminal) {
  // Nothing stands for what is not known.
  std::vector<const Heard*> columns = {evaluation.is_known_before() ? &evaluation.before : nullptr,
                                       evaluation.is_known_during() ? &evaluation.during : nullptr};
  if (evaluation.tagged_during && columns.back() != nullptr)
    columns.push_back(&evaluation.tagged_during->heard);
  Table table;
  table.column("What was said");
  for (const char* time : {"Baseline", "Campaign", "With its tags"})
    if (time != std::string_view{"With its tags"} || columns.size() > 2) table.column(time, Align::right);
  const auto row = [&](std::string_view name, const auto& cell_of) {
    std::vector<std::string> cells = {std::string{name}};
    for (const Heard* heard : columns) cells.push_back(heard == nullptr ? "-" : cell_of(*heard));
    table.row(std::move(cells));
  };
  row("Posts", [](const Heard& heard) { return fmt::format("{}", heard.posts); });
  row("People",
      [](const Heard& heard) { return heard.people ? fmt::format("{}", *heard.people) : std::string{"-"}; });
  for (const Sentiment each : all_of<Sentiment>())
    row(kFeelingsHeard[index_of(each)],
        [each](const Heard& heard) { return part_cell(heard.feelings[index_of(each)], heard.posts); });
  for (const Kind each : all_of<Kind>())
    row(kKindsHeard[index_of(each)],
        [each](const Heard& heard) { return part_cell(heard.kinds[index_of(each)], heard.posts); });
  return table.text(terminal);
}

std::string outcomes(const CampaignEvaluation& evaluation, const Terminal& terminal, bool drawn) {
  const Comparison comparison = called_by_role(evaluation.comparison);
  std::string text;
  if (evaluation.only_its_values)
    text += wrapped_lines(
        {"Only the values that it is about are compared, so that a change is found more easily."}, terminal);
  text += comparison_answer(comparison, terminal) + "\n" +
          comparison_numbers(comparison, terminal, drawn || terminal.interactive) + "\n" +
          comparison_closing(comparison, terminal);
  return drawn ? text + comparison_drawing(comparison, terminal) : text;
}

std::string written(const CampaignEvaluation& evaluation, const Terminal& terminal, bool drawn) {
  std::string text = wrapped_lines(times_in_words(evaluation), terminal) + "\n" +
                     wrapped_lines(objectives_in_words(evaluation.campaign), terminal) +
                     wrapped_lines({outcome_in_words(evaluation)}, terminal);
  text += heading(0, terminal) + wrapped_lines(inputs_in_words(evaluation.campaign), terminal, "- ");
  text += heading(1, terminal) + outputs_table(evaluation, terminal) +
          wrapped_lines(output_cautions(evaluation), terminal);
  text += heading(2, terminal) + wrapped_lines({outtakes_in_words(evaluation)}, terminal) +
          outtakes_table(evaluation, terminal);
  if (const std::string changes = outtake_changes_in_words(evaluation); !changes.empty())
    text += wrapped_lines({changes}, terminal);
  text += heading(3, terminal) + outcomes(evaluation, terminal, drawn);
  text += heading(4, terminal) + wrapped_lines(impact_in_words(), terminal);
  text += heading(5, terminal) + wrapped_lines(learning_in_words(evaluation), terminal, "- ");
  return text + "\n" +
         wrapped_lines({"Headings: Government Communication Service, The GCS Evaluation Cycle (2024)."},
                       terminal);
}

}  // namespace

std::string campaign_table(const CampaignEvaluation& evaluation, const Terminal& terminal) {
  return written(evaluation, terminal, false);
}

std::string campaign_chart(const CampaignEvaluation& evaluation, const Terminal& terminal) {
  return written(evaluation, terminal, true);
}

}  // namespace nhs::report
