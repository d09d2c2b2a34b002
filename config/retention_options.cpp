#include <algorithm>
#include <cmath>

#include "config/checks.h"

#include "config/option_values.h"

namespace nhs::config {
namespace {

/// What the terms of networks ask for where nobody's permission was given to keep longer.
///
/// youtube: "YouTube API Services - Developer Policies", III.E.4: refreshed or deleted within 30 days.
constexpr std::pair<const char*, int> kDaysByTerms[] = {{"youtube", 30}};

bool is_days(double number) { return number >= 1 && number <= kMostTextDays && number == std::floor(number); }

bool are_days(const OptionValue& value) { return is_days(std::get<double>(value)); }

bool are_days_by_network(const OptionValue& value) {
  const auto& networks = std::get<std::map<std::string, double>>(value);
  return std::all_of(networks.begin(), networks.end(),
                     [](const auto& each) { return is_small_name(each.first) && is_days(each.second); });
}

}  // namespace

std::map<std::string, int> text_days_by_network(const Retention& retention) {
  std::map<std::string, int> days = retention.networks;
  for (const auto& [network, by_terms] : kDaysByTerms)
    if (by_terms < retention.text_days) days.emplace(network, by_terms);
  return days;
}

OptionTable retention_options() {
  return {
      {.key = "retention.text_days",
       .type = OptionType::number,
       .fallback = "365",
       .is_allowed = are_days,
       .allowed = "a whole number of days from 1 to 36500",
       .put =
           [](const OptionValue& value, const Place& place) {
             place.config->retention.text_days = static_cast<int>(std::get<double>(value));
           },
       .help = "So many days after a post was published its text goes, and with it what could lead to its "
               "author; what was found in it goes on counting. One without a date is as old as its being "
               "stored here. There is no \"never\": personal data is not kept without an end."},
      {.key = "retention.networks",
       .type = OptionType::numbers_by_name,
       .fallback = "{}",
       .is_allowed = are_days_by_network,
       .allowed = "names of networks, each with a whole number of days from 1 to 36500, such as { x = 30 }",
       .put =
           [](const OptionValue& value, const Place& place) {
             for (const auto& [network, days] : std::get<std::map<std::string, double>>(value))
               place.config->retention.networks[network] = static_cast<int>(days);
           },
       .help =
           "Days for networks that ask for others than `text_days`. `youtube` has 30 unless you say "
           "otherwise: its developer policies (III.E.4) have what was not refreshed deleted by then. The terms of "
           "X, Bluesky, Mastodon servers, Reddit and Threads name no number of days: there it is deletions "
           "that have to be followed. What your licence with Care Opinion says, put here for `careopinion`."},
  };
}

}  // namespace nhs::config
