#include "core/campaign.h"

#include <algorithm>
#include <iterator>

namespace nhs {

const std::string& title_of(const Campaign& campaign) {
  return campaign.title.empty() ? campaign.name : campaign.title;
}

bool touches(const Campaign& campaign, LocalDay from, LocalDay to) {
  return campaign.since < to && (!campaign.until || *campaign.until > from);
}

std::vector<Campaign> campaigns_between(const std::vector<Campaign>& campaigns, LocalDay from, LocalDay to) {
  std::vector<Campaign> there;
  std::copy_if(campaigns.begin(), campaigns.end(), std::back_inserter(there),
               [&](const Campaign& each) { return touches(each, from, to); });
  std::stable_sort(there.begin(), there.end(), [](const Campaign& a, const Campaign& b) {
    if (a.since != b.since) return a.since < b.since;
    return !a.until ? b.until.has_value() : b.until && *a.until > *b.until;
  });
  return there;
}

std::vector<Campaign> public_campaigns_between(const std::vector<Campaign>& campaigns, LocalDay from,
                                               LocalDay to) {
  std::vector<Campaign> there = campaigns_between(campaigns, from, to);
  std::erase_if(there, [](const Campaign& each) { return !each.is_public; });
  return there;
}

}  // namespace nhs
