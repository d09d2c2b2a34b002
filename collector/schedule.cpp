#include "collector/schedule.h"

#include <algorithm>

#include "collector/backoff.h"

namespace nhs::collector {
namespace {

using std::chrono::seconds;

constexpr std::chrono::hours kLongestRest{6};

seconds rest_before(const Turn& turn, UtcTime now) {
  const seconds pace = std::max(turn.every, turn.ask_again_in.value_or(seconds{0}));
  if (turn.failures > 0) {
    const auto rest = backoff(turn.failures, 1.0, BackoffLimits{turn.every, kLongestRest});
    const seconds heeded = turn.asked_to_wait_until ? *turn.asked_to_wait_until - now : seconds{0};
    return std::max({pace, std::chrono::duration_cast<seconds>(rest), heeded});
  }
  if (turn.asked_to_wait_until) return std::max(*turn.asked_to_wait_until - now, seconds{1});
  return pace;
}

}  // namespace

UtcTime next_turn(const Turn& turn, UtcTime now, double unit_random) {
  const seconds rest = rest_before(turn, now);
  const seconds by_chance{static_cast<std::int64_t>(0.1 * unit_random * static_cast<double>(rest.count()))};
  return now + rest + by_chance;
}

}  // namespace nhs::collector
