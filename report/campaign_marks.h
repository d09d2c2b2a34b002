#pragma once

#include <string>
#include <vector>

#include "core/campaign.h"
#include "core/json.h"
#include "core/period.h"

namespace nhs::report {

/// What stands behind a period that has a day of a campaign.
inline constexpr char kCampaignMark = '^';

/// "Launch of the network (2015-05-11)", "Hearts and Minds (2022-01-10 to 2022-09-30)", "Stall (since
/// 2026-11-02)".
std::string campaign_in_words(const Campaign& campaign);
/// "one; other; third".
std::string campaigns_in_words(const std::vector<Campaign>& campaigns);

/// For each period, whether it has a day of one of them.
std::vector<bool> in_campaign(const std::vector<Period>& periods, const std::vector<Campaign>& campaigns);

/// Puts the mark behind the label of each row (of something with a `period`) that has a day of a campaign.
template <typename Rows>
void mark_campaigns(std::vector<std::string>& labels, const Rows& rows,
                    const std::vector<Campaign>& campaigns) {
  std::vector<Period> periods;
  for (const auto& row : rows) periods.push_back(row.period);
  const std::vector<bool> marked = in_campaign(periods, campaigns);
  for (std::size_t row = 0; row < labels.size(); ++row)
    if (marked[row]) labels[row] += kCampaignMark;
}

/// "^ a campaign ran: Launch of the network (2015-05-11)." Empty without any.
std::string campaign_caution(const std::vector<Campaign>& campaigns);

/// "A campaign ran in this time: Launch of the network (2015-05-11)." Empty without any.
std::string ran_in_this_time(const std::vector<Campaign>& campaigns);

/// The members of a campaign as its team sees them, into an object that is open: `name`, `title`, `since`,
/// `until` (exclusive; null while it has no end), `tags`, `values`.
void write_campaign_members(JsonWriter& json, const Campaign& campaign);
/// The member `campaigns`.
void write_campaigns(JsonWriter& json, const std::vector<Campaign>& campaigns);
/// The same member as others are told it: of each `title`, `since` and `until`.
void write_campaigns_for_others(JsonWriter& json, const std::vector<Campaign>& campaigns);

}  // namespace nhs::report
