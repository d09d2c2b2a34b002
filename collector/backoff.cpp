#include "collector/backoff.h"

#include <algorithm>

namespace nhs::collector {

std::chrono::milliseconds backoff(int failures, double unit_random, const BackoffLimits& limits) {
  // 2^20 times any base is beyond any cap; stopping there keeps the shift defined.
  const int doublings = std::clamp(failures - 1, 0, 20);
  const auto ceiling = std::min(limits.cap, limits.base * (1LL << doublings));
  return std::chrono::milliseconds{
      static_cast<long long>(unit_random * static_cast<double>(ceiling.count()))};
}

}  // namespace nhs::collector
