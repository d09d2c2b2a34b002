#include "store/day_after_post.h"

#include <fmt/format.h>

namespace nhs::store {

Result<void> check_day_after_post(const TimeZone& zone, const StoredPost& post, LocalDay day, UtcTime now,
                                  const DayRefusal& words) {
  if (day > zone.day_of(now))
    return fail(ExitStatus::usage, fmt::format("{} lies in the future{}", format_day(day), words.in_future));
  if (post.created_at && day < zone.day_of(*post.created_at))
    return fail(ExitStatus::usage, fmt::format("{} lies before {} {}", format_day(day), words.before,
                                               format_day(zone.day_of(*post.created_at))));
  return {};
}

}  // namespace nhs::store
