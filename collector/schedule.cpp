#include "collector/schedule.h"

#include <algorithm>
#include <cstdint>

#include "collector/backoff.h"

namespace nhs::collector {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr hours kOneDay{24};
constexpr hours kLongestRetry{6};
constexpr hours kFirstTokenProbe{1};
constexpr hours kFirstPermanentProbe{6};
constexpr minutes kMostByChance{10};
constexpr seconds kLongestPhase{60};
/// A quiet hour is no reason to ask less: after so many quiet runs the pace is halved.
constexpr int kQuietRunsPerStep = 3;

seconds doubling(int failures, seconds base, seconds cap) {
  return std::chrono::duration_cast<seconds>(backoff(failures, 1.0, BackoffLimits{base, cap}));
}

seconds rest_after_failure(const Turn& turn) {
  switch (turn.failure) {
    case FailureClass::transient:
    case FailureClass::content:
      break;
    case FailureClass::needs_token:
      return doubling(turn.failures, kFirstTokenProbe, kOneDay);
    case FailureClass::permanent:
      return doubling(turn.failures, kFirstPermanentProbe, kOneDay);
    case FailureClass::money:
      return turn.wait.value_or(kOneDay);
  }
  return doubling(turn.failures, turn.every, kLongestRetry);
}

seconds rest_without_chance(const Turn& turn) {
  const seconds wished = turn.ask_again_in.value_or(seconds{0});
  if (turn.failures > 0)
    return std::max({turn.every, wished, rest_after_failure(turn), turn.wait.value_or(seconds{0})});
  if (turn.wait) return std::max(*turn.wait, seconds{1});
  return std::max(pace(turn.every, turn.slowest, turn.quiet_runs), wished);
}

bool clock_was_ahead(const SourceState& state, UtcTime now) {
  return state.last_attempt_at && *state.last_attempt_at > now;
}

/// A token, an address or a credit: who starts the daemon anew may just have put that right.
bool mended_by_people(const SourceState& state) {
  return state.failure == FailureClass::needs_token || state.failure == FailureClass::permanent ||
         state.failure == FailureClass::money;
}

/// When the next turn would be, at the latest, by what is configured today.
UtcTime latest_turn(const SourceState& state, seconds every, seconds slowest,
                    std::optional<seconds> ask_again_in) {
  Turn turn;
  turn.every = every;
  turn.slowest = slowest;
  turn.ask_again_in = ask_again_in;
  turn.quiet_runs = state.quiet_runs;
  turn.failures = state.failures_alike;
  turn.failure = state.failure.value_or(FailureClass::transient);
  // A run may take long, and is planned from at its end.
  const UtcTime ended = std::max(*state.last_attempt_at, state.last_success_at.value_or(UtcTime{}));
  return std::max(ended + rest_before(turn, 1.0), state.asked_to_wait_until.value_or(UtcTime{}));
}

}  // namespace

seconds pace(seconds every, seconds slowest, int quiet_runs) {
  return doubling(quiet_runs / kQuietRunsPerStep + 1, every, std::max(every, slowest));
}

seconds rest_before(const Turn& turn, double unit_random) {
  const seconds rest = rest_without_chance(turn);
  const seconds by_chance{static_cast<std::int64_t>(0.1 * unit_random * static_cast<double>(rest.count()))};
  return rest + std::min<seconds>(by_chance, kMostByChance);
}

milliseconds phase_of(std::string_view source, seconds every) {
  // FNV-1a, 32 bits: the same on every machine and in every build, unlike std::hash.
  std::uint32_t hash = 2166136261U;
  for (const char c : source) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  const milliseconds longest = std::min(every, kLongestPhase);
  return milliseconds{hash % std::max<milliseconds::rep>(longest.count(), 1)};
}

seconds planned_rest(const SourceState& state, UtcTime now, seconds every, seconds slowest,
                     std::optional<seconds> ask_again_in) {
  if (!state.next_poll_at || clock_was_ahead(state, now)) return seconds{0};
  UtcTime planned = *state.next_poll_at;
  if (state.last_attempt_at) planned = std::min(planned, latest_turn(state, every, slowest, ask_again_in));
  const seconds longest = mended_by_people(state) ? every : std::max<seconds>(kOneDay, slowest);
  return std::clamp<seconds>(planned - now, seconds{0}, longest);
}

seconds wish_left(const SourceState& state, UtcTime now) {
  if (!state.asked_to_wait_until || clock_was_ahead(state, now)) return seconds{0};
  return std::clamp<seconds>(*state.asked_to_wait_until - now, seconds{0}, kOneDay);
}

}  // namespace nhs::collector
