#include "report/page/period_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "report/page/campaigns.h"
#include "report/page/dates.h"
#include "report/page/sections.h"
#include "report/public_numbers.h"
#include "report/signals_text.h"
#include "report/small_numbers.h"
#include "report/week_dates.h"

namespace nhs::report::page {
namespace {

std::string subtitle_of(const PeriodReport& report) {
  std::string text = fmt::format("{} from {}", report.of_what(), dates_in_words(report.period));
  if (!report.filters.empty()) text += fmt::format("; only {}", report.filters);
  text += ".";
  const std::string quarter =
      report.rows.empty() ? std::string{} : calendar_quarter(report.rows.back().period);
  return quarter.empty() ? text : text + " " + quarter;
}

std::size_t cell_of(std::optional<Value> value, std::optional<Direction> direction) {
  if (!value) return Cell::classified;
  return direction ? Cell::of(*value, *direction) : Cell::of(*value);
}

bool needs_hidden(const ControlChart& chart, const std::vector<ToldRow>& rows) {
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (!chart.points[row].left_out && rows[row].at(cell_of(chart.value, chart.direction)).hidden)
      return true;
  return false;
}

std::size_t cell_of(const ComparedShare& share) {
  return share.sentiment ? Cell::of(*share.sentiment) : cell_of(share.value, share.direction);
}

/// The numbers of a block that has any.
const Table* table_of(const Block& block) {
  if (const auto* table = std::get_if<Table>(&block)) return table;
  if (const auto* figure = std::get_if<Figure>(&block)) return &figure->table;
  if (const auto* cards = std::get_if<Cards>(&block)) return &cards->table;
  return nullptr;
}

bool hides(const Block& block) {
  const Table* table = table_of(block);
  return table != nullptr && std::any_of(table->rows.begin(), table->rows.end(), [](const auto& row) {
           return std::find(row.begin(), row.end(), kHiddenMark) != row.end();
         });
}

/// Beneath the first numbers of which some are hidden stands what their mark means. Whether there are any.
bool explain_hidden(std::vector<Section>& sections, const std::vector<std::string>& notes) {
  for (Section& section : sections) {
    const auto first = std::find_if(section.blocks.begin(), section.blocks.end(), hides);
    if (first == section.blocks.end()) {
      if (explain_hidden(section.parts, notes)) return true;
      continue;
    }
    const auto note = std::find_if(notes.begin(), notes.end(),
                                   [](const std::string& each) { return each.rfind(kHiddenMark, 0) == 0; });
    if (note != notes.end()) section.blocks.insert(first + 1, Caution{*note});
    return true;
  }
  return false;
}

}  // namespace

std::string_view PeriodReport::against_noun() const {
  const Period whole = period_holding(period.from, by());
  const bool is_one = whole.from == period.from && whole.to == period.to;
  return is_one ? noun_of(by()) : std::string_view{"time of equal length"};
}

std::string_view PeriodReport::of_what() const {
  bool files = false;
  bool posts = false;
  for (std::size_t place = 0; place < networks.size(); ++place) {
    const std::size_t cell = Cell::of_network(place);
    if (cell >= now.numbers.size() || (!now.at(cell).hidden && now.at(cell).number == 0)) continue;
    const bool is_file = std::find(from_files.begin(), from_files.end(), networks[place]) != from_files.end();
    (is_file ? files : posts) = true;
  }
  if (!files) return "Public posts";
  return posts ? "Public posts and texts from files" : "Texts from files";
}

void work_out_from_told(PeriodReport& report, const ToldRow* before) {
  SignalsFound& usual = report.usual;
  usual.trends.rows = counts_told(report.rows);
  usual.charts = control_charts(usual.trends, usual.asked, {Measure::share, Measure::volume}, kRoundedTo / 2);
  std::erase_if(usual.charts, [&](const ControlChart& chart) { return needs_hidden(chart, report.rows); });
  if (before == nullptr || before->posts().hidden || report.now.posts().hidden) return;
  const std::vector<store::TrendRow> both = counts_told({*before, report.now});
  SharesAsked told;
  told.rounded_by = kRoundedTo / 2;
  // Before they are read at once: a hidden number is no 0, whose finding would let others pass for clear. Of
  // few rounded posts there is no share to compare.
  const bool too_few = is_few_rounded(before->posts()) || is_few_rounded(report.now.posts());
  told.leaves_out = [&](const ComparedShare& share) {
    return too_few || before->at(cell_of(share)).hidden || report.now.at(cell_of(share)).hidden;
  };
  auto shares = compare_shares(both[0], both[1], told);
  report.against = Comparison{{both[0], {}}, {both[1], {}}, usual.trends.timezone, {}, std::move(shares)};
}

Document period_document(const PeriodReport& report) {
  Document document;
  document.title = fmt::format("How the NHS values are lived: {}", name_in_words(report.period));
  document.subtitle = subtitle_of(report);
  document.audience =
      report.for_public()
          ? "For the public: small numbers are hidden, and nobody is quoted without having agreed."
          : "Internal: contains posts; not for publication.";
  document.summary = story(report);
  document.sections = {values_at_a_glance(report), feelings(report), shifts(report), changes(report)};
  if (!campaign_spans(report).empty()) document.sections.push_back(campaigns(report));
  document.sections.push_back(where_and_who(report));
  document.sections.push_back(lived_and_announced(report));
  document.sections.push_back(people(report));
  document.sections.push_back(voices(report));
  document.sections.push_back(pledges(report));
  if (!report.to_read.empty()) document.sections.push_back(posts_to_read(report));
  document.sections.push_back(completeness(report));
  const bool some_hidden = explain_hidden(document.sections, report.notes);
  document.sections.push_back(method(report, some_hidden));
  document.footer = fmt::format("Made by nhsvalues on {}. Days are those of {}.",
                                format_day(report.zone.day_of(report.made_at)), report.usual.trends.timezone);
  return document;
}

}  // namespace nhs::report::page
