#include "collector/backoff.h"

#include <algorithm>
#include <cstdint>

namespace nhs::collector {

std::chrono::milliseconds backoff(int failures, double unit_random, const BackoffLimits& limits) {
  // 2^20 times any base is beyond any cap; stopping there keeps the shift defined.
  const std::int64_t doubled = limits.base.count() << std::clamp(failures - 1, 0, 20);
  const auto ceiling = static_cast<double>(std::min<std::int64_t>(limits.cap.count(), doubled));
  return std::chrono::milliseconds{static_cast<std::int64_t>(unit_random * ceiling)};
}

}  // namespace nhs::collector
