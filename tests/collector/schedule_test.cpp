#include "collector/schedule.h"

#include <catch2/catch.hpp>

#include "collector/backoff.h"

using namespace nhs;
using namespace nhs::collector;
using namespace std::chrono_literals;

namespace {
const UtcTime kNow = parse_rfc3339("2026-11-20T09:00:00Z").value();
}

TEST_CASE("A source is asked at its own pace, and up to a tenth later", "[schedule]") {
  CHECK(next_turn(Turn{}, kNow, 0.0) == kNow + 5min);
  CHECK(next_turn(Turn{}, kNow, 0.999) <= kNow + 5min + 30s);
}

TEST_CASE("A publisher's wish makes the pace slower, never faster", "[schedule]") {
  Turn turn;
  turn.ask_again_in = 1h;
  CHECK(next_turn(turn, kNow, 0.0) == kNow + 1h);
  turn.ask_again_in = 1s;
  CHECK(next_turn(turn, kNow, 0.0) == kNow + 5min);
}

TEST_CASE("After failures a source rests twice as long each time, up to six hours", "[schedule]") {
  Turn turn;
  turn.failures = 1;
  CHECK(next_turn(turn, kNow, 0.0) == kNow + 5min);
  turn.failures = 3;
  CHECK(next_turn(turn, kNow, 0.0) == kNow + 20min);
  turn.failures = 100;
  CHECK(next_turn(turn, kNow, 0.0) == kNow + 6h);
}

TEST_CASE("A walk that was asked to pause goes on as soon as it may", "[schedule]") {
  Turn turn;
  turn.asked_to_wait_until = kNow + 40s;
  CHECK(next_turn(turn, kNow, 0.0) == kNow + 40s);
  turn.failures = 1;
  CHECK(next_turn(turn, kNow, 0.0) == kNow + 5min);
  turn.asked_to_wait_until = kNow + 2h;
  CHECK(next_turn(turn, kNow, 0.0) == kNow + 2h);
}

TEST_CASE("Back-off grows by doubling, is spread by chance, and is capped", "[backoff]") {
  const BackoffLimits limits{2s, 15min};
  CHECK(backoff(1, 0.0, limits) == 0ms);
  CHECK(backoff(1, 0.5, limits) == 1s);
  CHECK(backoff(4, 0.5, limits) == 8s);
  CHECK(backoff(1000, 0.999, limits) < 15min);
  CHECK(backoff(1000, 0.999, limits) > 14min);
}
