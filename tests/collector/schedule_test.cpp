#include "collector/schedule.h"

#include <catch2/catch.hpp>

#include "collector/backoff.h"

using namespace nhs;
using namespace nhs::collector;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = parse_rfc3339("2026-11-20T09:00:00Z").value();

Turn after_failures(int failures, FailureClass kind) {
  Turn turn;
  turn.failures = failures;
  turn.failure = kind;
  return turn;
}

}  // namespace

TEST_CASE("A source is asked at its own pace, and up to a tenth later", "[schedule]") {
  CHECK(rest_before(Turn{}, 0.0) == 5min);
  CHECK(rest_before(Turn{}, 0.999) > 5min);
  CHECK(rest_before(Turn{}, 0.999) <= 5min + 30s);
}

TEST_CASE("A publisher's wish makes the pace slower, never faster", "[schedule]") {
  Turn turn;
  turn.ask_again_in = 1h;
  CHECK(rest_before(turn, 0.0) == 1h);
  turn.ask_again_in = 1s;
  CHECK(rest_before(turn, 0.0) == 5min);
}

TEST_CASE("A source that brings nothing new is asked less and less, down to its slowest pace", "[schedule]") {
  CHECK(pace(5min, 1h, 0) == 5min);
  CHECK(pace(5min, 1h, 2) == 5min);
  CHECK(pace(5min, 1h, 3) == 10min);
  CHECK(pace(5min, 1h, 6) == 20min);
  CHECK(pace(5min, 1h, 9) == 40min);
  CHECK(pace(5min, 1h, 12) == 1h);
  CHECK(pace(5min, 1h, 1'000'000) == 1h);
  CHECK(pace(5min, 0s, 1'000) == 5min);
}

TEST_CASE("After failures that may pass a source rests twice as long each time, up to six hours",
          "[schedule]") {
  const FailureClass kind = GENERATE(FailureClass::transient, FailureClass::content);
  CHECK(rest_before(after_failures(1, kind), 0.0) == 5min);
  CHECK(rest_before(after_failures(3, kind), 0.0) == 20min);
  CHECK(rest_before(after_failures(100, kind), 0.0) == 6h);
}

TEST_CASE("Without a valid token it is tried after an hour, and at last once a day", "[schedule]") {
  CHECK(rest_before(after_failures(1, FailureClass::needs_token), 0.0) == 1h);
  CHECK(rest_before(after_failures(3, FailureClass::needs_token), 0.0) == 4h);
  CHECK(rest_before(after_failures(100, FailureClass::needs_token), 0.0) == 24h);
}

TEST_CASE("What is gone is tried after six hours at the soonest", "[schedule]") {
  CHECK(rest_before(after_failures(1, FailureClass::permanent), 0.0) == 6h);
  CHECK(rest_before(after_failures(100, FailureClass::permanent), 0.0) == 24h);
}

TEST_CASE("Where the money is used up it waits until there is more, and a day when nobody knows",
          "[schedule]") {
  Turn turn = after_failures(7, FailureClass::money);
  CHECK(rest_before(turn, 0.0) == 24h);
  turn.wait = 3h;
  CHECK(rest_before(turn, 0.0) == 3h);
}

TEST_CASE("A walk that was asked to pause goes on as soon as it may", "[schedule]") {
  Turn turn;
  turn.wait = 40s;
  CHECK(rest_before(turn, 0.0) == 40s);
  turn.failures = 1;
  CHECK(rest_before(turn, 0.0) == 5min);
  turn.wait = 2h;
  CHECK(rest_before(turn, 0.0) == 2h);
}

TEST_CASE("A source's phase is its own, lies within a minute, and within its pace", "[schedule]") {
  CHECK(phase_of("mastodon.social", 5min) == phase_of("mastodon.social", 5min));
  CHECK(phase_of("mastodon.social", 5min) != phase_of("mastodon.online", 5min));
  std::chrono::milliseconds latest{0};
  for (int i = 0; i < 100; ++i) {
    const std::string name = "source-" + std::to_string(i);
    latest = std::max(latest, phase_of(name, 5min));
    CHECK(phase_of(name, 5min) < 60s);
    CHECK(phase_of(name, 1s) < 1s);
  }
  CHECK(latest > 45s);
}

TEST_CASE("An earlier process's plan is followed, unless its clock or ours was wrong", "[schedule]") {
  SourceState state;
  CHECK(planned_rest(state, kNow, 5min, 20min, {}) == 0s);
  state.last_attempt_at = kNow - 1min;
  state.next_poll_at = kNow + 4min;
  CHECK(planned_rest(state, kNow, 5min, 20min, {}) == 4min);
  state.next_poll_at = kNow - 4min;
  CHECK(planned_rest(state, kNow, 5min, 20min, {}) == 0s);
  state.next_poll_at = kNow + std::chrono::hours{24 * 365};
  CHECK(planned_rest(state, kNow, std::chrono::hours{24 * 3}, 0s, {}) == 24h);
  state.last_attempt_at = kNow + 23h;
  state.next_poll_at = kNow + 23h + 5min;
  CHECK(planned_rest(state, kNow, 5min, 20min, {}) == 0s);
}

TEST_CASE("What a person has to mend is tried soon after a start, for it may be mended", "[schedule]") {
  SourceState state;
  state.last_attempt_at = kNow - 1min;
  state.next_poll_at = kNow + 20h;
  state.failures_alike = 1;
  for (const FailureClass kind : {FailureClass::needs_token, FailureClass::permanent, FailureClass::money}) {
    state.failure = kind;
    CHECK(planned_rest(state, kNow, 5min, 20min, {}) == 5min);
  }
  state.failures_alike = 7;
  state.next_poll_at = kNow + 5h;
  for (const FailureClass kind : {FailureClass::transient, FailureClass::content}) {
    state.failure = kind;
    CHECK(planned_rest(state, kNow, 5min, 20min, {}) == 5h);
  }
}

TEST_CASE("A plan by a longer interval than today's is not waited out", "[schedule]") {
  SourceState state;
  state.last_attempt_at = state.last_success_at = kNow - 10min;
  state.next_poll_at = kNow + 23h;
  // A tenth of 15 minutes is 90 seconds, which the next turn may be late by chance.
  CHECK(planned_rest(state, kNow, 15min, 0s, {}) == 5min + 90s);
  CHECK(planned_rest(state, kNow, 5min, 0s, {}) == 0s);
  SECTION("but quiet runs in a row slow it down as they do") {
    state.quiet_runs = 3;
    CHECK(planned_rest(state, kNow, 15min, 1h, {}) == 20min + 180s);
  }
  SECTION("but failed ones are waited out as they are") {
    state.failure = FailureClass::transient;
    state.failures_alike = 2;
    CHECK(planned_rest(state, kNow, 15min, 0s, {}) == 20min + 180s);
  }
  SECTION("but the publisher's wish stands, and the server's") {
    // The ten minutes are the most by chance: a tenth of two hours is more.
    CHECK(planned_rest(state, kNow, 15min, 0s, 2h) == 110min + 10min);
    state.asked_to_wait_until = kNow + 3h;
    CHECK(planned_rest(state, kNow, 15min, 0s, {}) == 3h);
  }
  SECTION("and one by a shorter interval is kept") {
    state.next_poll_at = kNow + 4min;
    CHECK(planned_rest(state, kNow, 24h, 0s, {}) == 4min);
  }
}

TEST_CASE("A server's wish outlives the process, for a day at most", "[schedule]") {
  SourceState state;
  CHECK(wish_left(state, kNow) == 0s);
  state.last_attempt_at = kNow - 1min;
  state.asked_to_wait_until = kNow + 1h;
  CHECK(wish_left(state, kNow) == 1h);
  state.asked_to_wait_until = kNow + 100h;
  CHECK(wish_left(state, kNow) == 24h);
  state.last_attempt_at = kNow + 99h;
  CHECK(wish_left(state, kNow) == 0s);
}

TEST_CASE("Back-off grows by doubling, is spread by chance, and is capped", "[backoff]") {
  const BackoffLimits limits{2s, 15min};
  CHECK(backoff(1, 0.0, limits) == 0ms);
  CHECK(backoff(1, 0.5, limits) == 1s);
  CHECK(backoff(4, 0.5, limits) == 8s);
  CHECK(backoff(1000, 0.999, limits) < 15min);
  CHECK(backoff(1000, 0.999, limits) > 14min);
}
