#include "notify/retry.h"

#include <algorithm>

#include "store/alert.h"

namespace nhs::notify {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds kFirst = 30s;
constexpr std::chrono::hours kGivenUpAfter{72};

}  // namespace

std::optional<UtcTime> next_try(int tries, UtcTime message_at, UtcTime now, double unit_random) {
  if (now - message_at >= kGivenUpAfter) return std::nullopt;
  // Of more than so many the longest is reached; a larger shift would overflow.
  const std::chrono::seconds most =
      std::min<std::chrono::seconds>(store::kLongestUntilRetry, kFirst * (1 << std::clamp(tries - 1, 0, 10)));
  const double share = 0.5 + unit_random / 2;
  return now + std::chrono::seconds{static_cast<std::int64_t>(static_cast<double>(most.count()) * share)};
}

}  // namespace nhs::notify
