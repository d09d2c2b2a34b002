#include "collector/host_budget.h"

#include "collector/sources/web_address.h"
#include "tests/collector/poller_setting.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;

namespace {

const UtcTime kWall = parse_rfc3339("2026-11-20T09:00:00Z").value();
const SteadyTime kNow{1'000h};

using Headers = ScriptedHttp::Headers;

net::HttpResponse with(Headers headers) {
  net::HttpResponse response;
  response.status = 200;
  response.headers = std::move(headers);
  return response;
}

/// How long this answer makes us hold.
std::chrono::seconds held_by(const Headers& headers) {
  HostBudget budget;
  budget.observe(with(headers), kWall, kNow);
  const auto hold = budget.hold(kNow);
  return hold ? std::chrono::duration_cast<std::chrono::seconds>(hold->until - kNow) : 0s;
}

std::unique_ptr<Poller> poller_of(World& world, const std::string& name, const std::string& credential = "") {
  WatchedSource watched;
  watched.name = name;
  watched.source = std::make_unique<ScriptedSource>();
  watched.topics.push_back(Topic{"NHSvalues", {"NHSvalues"}});
  watched.credential = credential;
  return std::make_unique<Poller>(std::move(watched), world.surroundings(), Patience{});
}

const Headers kNearlyUsedUp = {
    {"X-RateLimit-Limit", "300"}, {"X-RateLimit-Remaining", "15"}, {"X-RateLimit-Reset", "240"}};

}  // namespace

TEST_CASE("At a twentieth of a limit no more is asked, in every way to say when it resets", "[budget]") {
  // Mastodon: a moment in ISO 8601. X and Bluesky: Unix time. Reddit: seconds from now, counted in fractions.
  CHECK(held_by({{"X-RateLimit-Limit", "300"},
                 {"X-RateLimit-Remaining", "15"},
                 {"X-RateLimit-Reset", "2026-11-20T09:05:00.000000Z"}}) == 5min);
  CHECK(held_by({{"x-rate-limit-limit", "450"},
                 {"x-rate-limit-remaining", "0"},
                 {"x-rate-limit-reset", std::to_string((kWall + 15min).time_since_epoch().count())}}) ==
        15min);
  CHECK(held_by({{"RateLimit-Limit", "3000"},
                 {"RateLimit-Remaining", "150"},
                 {"RateLimit-Reset", std::to_string((kWall + 4min).time_since_epoch().count())},
                 {"RateLimit-Policy", "3000;w=300"}}) == 4min);
  CHECK(
      held_by({{"X-Ratelimit-Used", "96"}, {"X-Ratelimit-Remaining", "0.0"}, {"X-Ratelimit-Reset", "312"}}) ==
      312s);
}

TEST_CASE("Above the reserve nothing is held", "[budget]") {
  CHECK(held_by({{"X-RateLimit-Limit", "300"},
                 {"X-RateLimit-Remaining", "16"},
                 {"X-RateLimit-Reset", "2026-11-20T09:05:00.000000Z"}}) == 0s);
  CHECK(held_by({}) == 0s);
}

TEST_CASE("A reset is counted on the server's clock, however wrong ours is", "[budget]") {
  CHECK(held_by({{"Date", "Fri, 20 Nov 2026 10:00:00 GMT"},
                 {"X-RateLimit-Limit", "300"},
                 {"X-RateLimit-Remaining", "0"},
                 {"X-RateLimit-Reset", "2026-11-20T10:05:00.000000Z"}}) == 5min);
  CHECK(held_by({{"X-RateLimit-Limit", "300"},
                 {"X-RateLimit-Remaining", "0"},
                 {"X-RateLimit-Reset", "2036-11-20T10:05:00.000000Z"}}) == 24h);
}

TEST_CASE("The longer word stands, and the server's own goes before our reserve", "[budget]") {
  HostBudget budget;
  budget.observe(with(kNearlyUsedUp), kWall, kNow);
  CHECK_FALSE(budget.hold(kNow)->wished);
  budget.hold_until(kNow + 1h);
  budget.hold_until(kNow + 1min);
  CHECK(budget.hold(kNow)->until == kNow + 1h);
  CHECK(budget.hold(kNow)->wished);
  CHECK_FALSE(budget.hold(kNow + 1h));
}

TEST_CASE("A budget is shared by all sources that ask one server with one credential", "[budget][poller]") {
  World world;
  const auto first = poller_of(world, "first"), second = poller_of(world, "second"),
             known = poller_of(world, "known", "its-token");
  world.http.answer(200, "last", kNearlyUsedUp);
  CHECK(world.run(*first) == RunEnd::caught_up);
  CHECK(world.run(*second) == RunEnd::behind);
  CHECK(world.http.asked.size() == 1);
  CHECK(world.archive.states[{"second", "NHSvalues"}].failures == 0);
  CHECK(world.archive.states[{"second", "NHSvalues"}].next_poll_at >= world.clock.time + 240s);
  CHECK(world.archive.states[{"first", "NHSvalues"}].next_poll_at >= world.clock.time + 240s);

  world.http.answer(200, "last");
  CHECK(world.run(*known) == RunEnd::caught_up);
  world.pass(240s);
  world.http.answer(200, "last");
  CHECK(world.run(*second) == RunEnd::caught_up);
}

TEST_CASE("A walk stops at the reserve before it is told to, and goes on after the reset",
          "[budget][poller]") {
  Setting setting;
  setting.http.answer(200, "more", kNearlyUsedUp);
  setting.http.answer(200, "last");
  setting.watch(Patience{});
  REQUIRE(setting.http.asked_at.size() == 2);
  CHECK(setting.http.asked_at[1] - setting.http.asked_at[0] >= 240s);
  CHECK(setting.archive.counted.throttled == 0);
  CHECK(setting.state().caught_up_at);
}

TEST_CASE("A server that answers again, and then wants a rest, is not left alone as one that fails",
          "[budget][poller]") {
  Setting setting;
  setting.state().failures = setting.state().failures_alike = 8;
  setting.state().failure = FailureClass::transient;
  setting.state().failing_since = setting.clock.time - 8h;
  setting.http.answer(200, "more");
  setting.http.answer(429, "slow down for long");
  setting.watch(Patience{});
  CHECK(setting.state().failures == 0);
  CHECK_FALSE(setting.state().failing_since);
  CHECK(*setting.state().next_poll_at - setting.clock.time < 2h);
}

TEST_CASE("A server's wish to wait binds the other sources that ask it, after a restart too",
          "[budget][poller]") {
  World world;
  const auto first = poller_of(world, "first"), second = poller_of(world, "second");
  world.http.answer(429, "slow down for long");
  CHECK(world.run(*first) == RunEnd::behind);
  CHECK(world.run(*second) == RunEnd::behind);
  world.hosts = Hosts{};
  const auto third = poller_of(world, "third"), first_again = poller_of(world, "first");
  CHECK(world.run(*third) == RunEnd::behind);
  CHECK(world.http.asked.size() == 1);
  world.pass(1h);
  world.http.answer(200, "last");
  CHECK(world.run(*first_again) == RunEnd::caught_up);
}

TEST_CASE("A server is known by scheme, host and port", "[budget]") {
  CHECK(origin_of("https://Social.Example/tags/x?y=1") == "https://social.example");
  CHECK(origin_of("http://user:word@127.0.0.1:8080?x") == "http://127.0.0.1:8080");
  CHECK(origin_of("https://a.example/@b") == "https://a.example");
  CHECK(origin_of("nonsense").empty());
}
