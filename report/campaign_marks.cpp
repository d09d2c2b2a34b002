#include "report/campaign_marks.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/json_members.h"

namespace nhs::report {

std::string campaign_in_words(const Campaign& campaign) {
  const std::string from = format_day(campaign.since);
  if (!campaign.until) return fmt::format("{} (since {})", title_of(campaign), from);
  const LocalDay last = *campaign.until - std::chrono::days{1};
  if (last == campaign.since) return fmt::format("{} ({})", title_of(campaign), from);
  return fmt::format("{} ({} to {})", title_of(campaign), from, format_day(last));
}

std::string campaigns_in_words(const std::vector<Campaign>& campaigns) {
  std::string text;
  for (const Campaign& each : campaigns) text += (text.empty() ? "" : "; ") + campaign_in_words(each);
  return text;
}

std::vector<bool> in_campaign(const std::vector<Period>& periods, const std::vector<Campaign>& campaigns) {
  std::vector<bool> marked;
  for (const Period& period : periods)
    marked.push_back(std::any_of(campaigns.begin(), campaigns.end(), [&](const Campaign& each) {
      return touches(each, period.from, period.to);
    }));
  return marked;
}

std::string campaign_caution(const std::vector<Campaign>& campaigns) {
  if (campaigns.empty()) return {};
  return fmt::format("{} {}: {}.", kCampaignMark, campaigns.size() == 1 ? "a campaign ran" : "campaigns ran",
                     campaigns_in_words(campaigns));
}

std::string ran_in_this_time(const std::vector<Campaign>& campaigns) {
  if (campaigns.empty()) return {};
  return fmt::format("{} in this time: {}.", campaigns.size() == 1 ? "A campaign ran" : "Campaigns ran",
                     campaigns_in_words(campaigns));
}

namespace {

/// `title`, `since`, `until`.
void write_title_and_days(JsonWriter& json, const Campaign& campaign) {
  json.key("title").text(title_of(campaign));
  json.key("since").text(format_day(campaign.since));
  write_day(json, "until", campaign.until);
}

}  // namespace

void write_campaign_members(JsonWriter& json, const Campaign& campaign) {
  json.key("name").text(campaign.name);
  write_title_and_days(json, campaign);
  write_texts(json, "tags", campaign.tags);
  json.key("values").begin_array();
  for (const Value value : campaign.values) json.text(id_of(value));
  json.end_array();
}

void write_campaigns(JsonWriter& json, const std::vector<Campaign>& campaigns) {
  json.key("campaigns").begin_array();
  for (const Campaign& each : campaigns) {
    json.begin_object();
    write_campaign_members(json, each);
    json.end_object();
  }
  json.end_array();
}

void write_campaigns_for_others(JsonWriter& json, const std::vector<Campaign>& campaigns) {
  json.key("campaigns").begin_array();
  for (const Campaign& each : campaigns) {
    json.begin_object();
    write_title_and_days(json, each);
    json.end_object();
  }
  json.end_array();
}

}  // namespace nhs::report
