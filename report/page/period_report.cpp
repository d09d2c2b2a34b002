#include "report/page/period_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/page/campaigns.h"
#include "report/page/dates.h"
#include "report/page/sections.h"
#include "report/signals_text.h"

namespace nhs::report::page {
namespace {

std::string subtitle_of(const PeriodReport& report) {
  std::string text = fmt::format("Public posts from {}", dates_in_words(report.period));
  if (!report.filters.empty()) text += fmt::format("; only {}", report.filters);
  return text + ".";
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

}  // namespace

std::string_view PeriodReport::against_noun() const {
  const Period whole = period_holding(period.from, by());
  const bool is_one = whole.from == period.from && whole.to == period.to;
  return is_one ? noun_of(by()) : std::string_view{"time of equal length"};
}

void work_out_from_told(PeriodReport& report, const ToldRow* before) {
  SignalsFound& usual = report.usual;
  usual.trends.rows = counts_told(report.rows);
  usual.charts = control_charts(usual.trends, usual.asked, {Measure::share, Measure::volume});
  std::erase_if(usual.charts, [&](const ControlChart& chart) { return needs_hidden(chart, report.rows); });
  if (before == nullptr || before->posts().hidden || report.now.posts().hidden) return;
  const std::vector<store::TrendRow> both = counts_told({*before, report.now});
  auto shares = compare_shares(both[0], both[1], {});
  std::erase_if(shares, [&](const ComparedShare& share) {
    return before->at(cell_of(share)).hidden || report.now.at(cell_of(share)).hidden;
  });
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
  document.sections.push_back(method(report));
  document.footer = fmt::format("Made by nhsvalues on {}. Days are those of {}.",
                                format_day(report.zone.day_of(report.made_at)), report.usual.trends.timezone);
  return document;
}

}  // namespace nhs::report::page
