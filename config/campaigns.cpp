#include "config/campaigns.h"

#include <utility>

namespace nhs::config {
namespace {

bool is_written(const Lines& lines, std::string_view key) { return lines.keys.count(key) != 0; }

void check_times(const Campaign& campaign, const Lines& lines, Faults& faults) {
  for (const char* key : {"campaign.since", "campaign.until"})
    if (is_written(lines, "campaign.period") && is_written(lines, key)) {
      faults.add(lines.of(key), key, "must not stand beside period, which says when it began and ended");
      return;
    }
  if (lines.is_wrong("campaign.period") || lines.is_wrong("campaign.since")) return;
  if (campaign.since == LocalDay{})
    faults.add(lines.of("campaign.since"), "campaign.since",
               "missing; say when it was: period = \"2015-05-11\" for one day, or since and until");
  else if (campaign.until && *campaign.until <= campaign.since)
    faults.add(lines.of("campaign.until"), "campaign.until",
               "must be later than since: it is the day after the last, as after --until");
}

}  // namespace

void read_campaigns(const OptionReader& reader, const TomlValue& root, Config& config, Faults& faults) {
  TakenNames names;
  for (const TomlValue* table : tables_of(root, "campaign", "campaign", faults)) {
    Campaign campaign;
    Place place;
    place.config = &config;
    place.campaign = &campaign;
    const Lines lines = reader.read(*table, "campaign", place, faults);
    check_times(campaign, lines, faults);
    names.check(campaign.name, "campaign.name", lines.of("campaign.name"), faults);
    config.campaigns.push_back(std::move(campaign));
  }
}

}  // namespace nhs::config
