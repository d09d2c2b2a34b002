#include "notify/quiet_hours.h"

#include <string>

namespace nhs::notify {

bool is_quiet(const config::QuietHours& hours, UtcTime moment, const TimeZone& zone) {
  // What people read there, `… 09:30`: minutes since midnight are others on the days when clocks change.
  const std::string shown = zone.format(moment);
  const int minute =
      std::stoi(shown.substr(shown.size() - 5, 2)) * 60 + std::stoi(shown.substr(shown.size() - 2));
  if (hours.from < hours.until) return minute >= hours.from && minute < hours.until;
  return minute >= hours.from || minute < hours.until;
}

}  // namespace nhs::notify
