#include "report/campaign_times.h"

#include <fmt/format.h>

#include <algorithm>

namespace nhs::report {
namespace {

constexpr std::chrono::weeks kYear{52};

/// The fewest steps back, each of so many weeks, that leave the campaign's own days behind.
std::chrono::weeks back_by(std::chrono::weeks step, std::chrono::days length) {
  const auto of_step = std::chrono::duration_cast<std::chrono::days>(step).count();
  return step * ((length.count() + of_step - 1) / of_step);
}

}  // namespace

std::string span_of(LocalDay from, LocalDay to) {
  const LocalDay last = to - std::chrono::days{1};
  return last == from ? format_day(from) : fmt::format("{}..{}", format_day(from), format_day(last));
}

Result<CampaignTimes> times_of(const Campaign& campaign, CampaignBaseline baseline, LocalDay today) {
  if (campaign.since > today)
    return fail(ExitStatus::usage, fmt::format("the campaign {} begins on {}: nothing can have been said yet",
                                               campaign.name, format_day(campaign.since)));
  CampaignTimes times;
  times.running = !campaign.until || *campaign.until > today;
  times.during.from = campaign.since;
  times.during.to = times.running ? std::max(today, campaign.since + std::chrono::days{1}) : *campaign.until;
  const std::chrono::weeks step = baseline == CampaignBaseline::before ? std::chrono::weeks{1} : kYear;
  const std::chrono::weeks back = back_by(step, times.during.to - times.during.from);
  times.baseline.from = times.during.from - back;
  times.baseline.to = times.during.to - back;
  times.weeks_between = back.count();
  for (Period* each : {&times.during, &times.baseline}) each->label = span_of(each->from, each->to);
  return times;
}

}  // namespace nhs::report
