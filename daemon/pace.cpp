#include "daemon/pace.h"

#include <algorithm>

namespace nhs::daemon {
namespace {

constexpr Pace::Duration kLongestStep = std::chrono::milliseconds{30};

}  // namespace

void Pace::learn(Duration worked) {
  if (worked > kLongestStep)
    posts_ = std::max<std::int64_t>(1, posts_ / 2);
  else if (worked < kLongestStep / 3)
    posts_ = std::min(limits_.most, posts_ * 2);
}

Pace::Duration Pace::rest_after(Duration worked) const {
  return std::max(limits_.shortest_rest, worked * limits_.rest_for_work);
}

}  // namespace nhs::daemon
