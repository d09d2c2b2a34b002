#pragma once

#include <vector>

#include "core/campaign.h"
#include "core/period.h"
#include "core/result.h"

namespace nhs::report {

/// What a campaign is held against.
enum class CampaignBaseline : std::uint8_t {
  before,       ///< as many days, ended before it began
  year_before,  ///< as many days, 52 weeks earlier: the season counts, too
};

/// A campaign's days as they are counted, and those they are held against.
struct CampaignTimes {
  Period during;
  /// As long, and begun on the same weekday: a week has other posts on a Sunday than on a Monday. Never one
  /// of the campaign's own days.
  Period baseline;
  std::int64_t weeks_between = 0;  ///< from the beginning of the one to that of the other
  /// Not over: only its days up to yesterday are counted, or today alone when it began today.
  bool running = false;

  std::int64_t days() const { return (during.to - during.from).count(); }
};

/// Days are calendar days, so that one on which clocks change counts as any other. The labels are the days:
/// `2015-05-11`, `2026-11-02..2026-11-15`. Fails with usage (64) for a campaign that has not begun.
Result<CampaignTimes> times_of(const Campaign& campaign, CampaignBaseline baseline, LocalDay today);

/// `2015-05-11`, `2026-11-02..2026-11-15`, both included: as `report --period` takes it.
std::string span_of(LocalDay from, LocalDay to);

}  // namespace nhs::report
