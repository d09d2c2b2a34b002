#pragma once

#include <string_view>

#include "core/result.h"
#include "core/time.h"
#include "store/stored_post.h"

namespace nhs::store {

/// What is said of a day that cannot be.
struct DayRefusal {
  std::string_view in_future;  ///< after "… lies in the future"
  std::string_view before;     ///< between "… lies before" and the post's day
};

/// Whether something that came of a post can have happened on this day: not before the post, and not after
/// now. Fails with usage (64). Pure.
Result<void> check_day_after_post(const TimeZone& zone, const StoredPost& post, LocalDay day, UtcTime now,
                                  const DayRefusal& words);

}  // namespace nhs::store
