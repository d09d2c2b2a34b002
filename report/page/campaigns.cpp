#include "report/page/campaigns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/page/dates.h"
#include "report/page/sections.h"
#include "report/page/wording.h"
#include "report/signals_text.h"

namespace nhs::report::page {
namespace {

std::string dates_of(const Campaign& campaign) {
  const LocalDay next = campaign.since + std::chrono::days{1};
  if (!campaign.until) return fmt::format("since {}", dates_in_words({"", campaign.since, next}));
  return dates_in_words({"", campaign.since, *campaign.until});
}

/// "2026-W40 to 2026-W47", "2026-W47".
std::string rows_of(const PeriodReport& report, const CampaignSpan& span) {
  const std::string& first = report.rows[span.first].period.label;
  const std::string& last = report.rows[span.last].period.label;
  return first == last ? first : fmt::format("{} to {}", first, last);
}

}  // namespace

std::vector<CampaignSpan> campaign_spans(const PeriodReport& report) {
  std::vector<CampaignSpan> spans;
  for (const Campaign& campaign : report.campaigns) {
    std::optional<CampaignSpan> span;
    for (std::size_t row = 0; row < report.rows.size(); ++row) {
      if (!touches(campaign, report.rows[row].period.from, report.rows[row].period.to)) continue;
      if (!span) span = CampaignSpan{row, row, title_of(campaign)};
      span->last = row;
    }
    if (span) spans.push_back(*std::move(span));
  }
  return spans;
}

std::string with_campaigns(const std::string& reading, const PeriodReport& report) {
  std::vector<std::string> marked;
  for (const CampaignSpan& span : campaign_spans(report))
    marked.push_back(fmt::format("{}, {}", span.title, rows_of(report, span)));
  if (marked.empty()) return reading;
  return fmt::format("{} Marked above it: {}.", reading, fmt::join(marked, "; "));
}

std::string campaigns_of_period(const PeriodReport& report) {
  std::vector<std::string> named;
  for (const Campaign& each : report.campaigns)
    if (touches(each, report.period.from, report.period.to))
      named.push_back(fmt::format("{} ({})", title_of(each), dates_of(each)));
  if (named.empty()) return {};
  return fmt::format("{} in this time: {}.", named.size() == 1 ? "Campaign" : "Campaigns",
                     fmt::join(named, "; "));
}

Section campaigns(const PeriodReport& report) {
  Section section{"Campaigns"};
  section.blocks.emplace_back(Paragraph{"What changed in the time of a campaign may have other causes.",
                                        "In the charts a line with a name above it spans that time."});
  Table table{fmt::format("Campaigns marked in the charts, by {}", noun_of(report.by())),
              {"Campaign", "When", "Marked at"},
              {}};
  for (const Campaign& campaign : report.campaigns)
    for (const CampaignSpan& span : campaign_spans(report))
      if (span.title == title_of(campaign)) {
        table.rows.push_back({title_of(campaign), upper_first(dates_of(campaign)), rows_of(report, span)});
        break;
      }
  section.blocks.emplace_back(std::move(table));
  if (!report.for_public())
    section.blocks.emplace_back(
        Paragraph{"nhsvalues compare --campaign holds one against a time as long before it."});
  return section;
}

}  // namespace nhs::report::page
