#include "collector/host_breaker.h"

#include "tests/collector/poller_setting.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;

namespace {

const SteadyTime kNow{1'000h};
using Admission = HostBreaker::Admission;
using Change = HostBreaker::Change;

HostBreaker opened_at(SteadyTime now) {
  HostBreaker breaker;
  for (int i = 0; i < 5; ++i) {
    REQUIRE(breaker.admit(now) == Admission::granted);
    breaker.run_ended(Admission::granted, ServerSeen::failing, now, 5min);
  }
  return breaker;
}

}  // namespace

TEST_CASE("Five failed runs in a row open the breaker, and one success before starts the count anew",
          "[breaker]") {
  HostBreaker breaker;
  for (int i = 0; i < 4; ++i)
    CHECK(breaker.run_ended(Admission::granted, ServerSeen::failing, kNow, 5min) == Change::none);
  CHECK(breaker.run_ended(Admission::granted, ServerSeen::answering, kNow, 5min) == Change::none);
  for (int i = 0; i < 4; ++i)
    CHECK(breaker.run_ended(Admission::granted, ServerSeen::failing, kNow, 5min) == Change::none);
  CHECK(breaker.admit(kNow) != Admission::refused);
  CHECK(breaker.run_ended(Admission::granted, ServerSeen::failing, kNow, 5min) == Change::opened);
  CHECK(breaker.admit(kNow) == Admission::refused);
  CHECK(breaker.admit(kNow + 5min - 1s) == Admission::refused);
}

TEST_CASE("After its rest one run at a time goes through, and its success closes the breaker", "[breaker]") {
  HostBreaker breaker = opened_at(kNow);
  CHECK(breaker.admit(kNow + 5min) != Admission::refused);
  CHECK(breaker.admit(kNow + 5min) == Admission::refused);
  CHECK(breaker.run_ended(Admission::probe, ServerSeen::answering, kNow + 5min, 5min) == Change::closed);
  CHECK(breaker.admit(kNow + 5min) != Admission::refused);
  CHECK(breaker.admit(kNow + 5min) != Admission::refused);
}

TEST_CASE("A probe that shows nothing makes room for another", "[breaker]") {
  HostBreaker breaker = opened_at(kNow);
  CHECK(breaker.admit(kNow + 5min) != Admission::refused);
  CHECK(breaker.run_ended(Admission::probe, ServerSeen::not_at_all, kNow + 5min, 5min) == Change::none);
  CHECK(breaker.admit(kNow + 5min) != Admission::refused);
}

TEST_CASE("Every failed probe doubles the rest, up to six hours", "[breaker]") {
  HostBreaker breaker = opened_at(kNow);
  SteadyTime now = kNow;
  for (const auto rest : {5min, 10min, 20min, 40min, 80min, 160min, 320min, 360min, 360min}) {
    CHECK(*breaker.rests_until() - now == rest);
    now = *breaker.rests_until();
    CHECK(breaker.admit(now) != Admission::refused);
    CHECK(breaker.run_ended(Admission::probe, ServerSeen::failing, now, 5min) == Change::none);
  }
}

TEST_CASE("Runs that end while it is open do not lengthen the rest", "[breaker]") {
  HostBreaker breaker = opened_at(kNow);
  for (int i = 0; i < 10; ++i) breaker.run_ended(Admission::granted, ServerSeen::failing, kNow + 1min, 5min);
  CHECK(*breaker.rests_until() == kNow + 5min);
}

TEST_CASE("A long run that ends after the rest is not taken for the probe", "[breaker]") {
  HostBreaker breaker = opened_at(kNow);
  const SteadyTime later = kNow + 6min;
  CHECK(breaker.run_ended(Admission::granted, ServerSeen::failing, later, 5min) == Change::none);
  CHECK(*breaker.rests_until() == kNow + 5min);
  CHECK(breaker.admit(later) == Admission::probe);
  CHECK(breaker.run_ended(Admission::granted, ServerSeen::not_at_all, later, 5min) == Change::none);
  CHECK(breaker.admit(later) == Admission::refused);
  CHECK(breaker.run_ended(Admission::probe, ServerSeen::failing, later, 5min) == Change::none);
  CHECK(*breaker.rests_until() == later + 10min);
}

TEST_CASE("Sources of one server that fails all of them are left alone together, then tried by one",
          "[breaker][poller]") {
  const SeenLog log;
  Setting setting{{"a", "b", "c", "d", "e", "f", "g"}};
  for (int i = 0; i < 15; ++i) setting.http.fail(net::FetchFailure::cannot_connect);
  CHECK(setting.run(Patience{}) == RunEnd::behind);
  CHECK(setting.http.asked.size() == 15);
  CHECK(setting.state("f").failures == 0);
  CHECK(setting.state("f").next_poll_at >= setting.clock.time + 4min);
  CHECK_FALSE(setting.state("f").last_error.empty());
  CHECK(log.times("it is left alone") == 1);

  setting.pass(6min);
  for (int i = 0; i < 7; ++i) setting.http.answer(200, "last");
  CHECK(setting.run(Patience{}) == RunEnd::caught_up);
  CHECK(setting.state("f").last_error.empty());
  CHECK(log.times("https://one.example: it answers again") == 1);
}

TEST_CASE("Refusals are answers: they leave the breaker closed", "[breaker][poller]") {
  Setting setting;
  for (int i = 0; i < 8; ++i) {
    setting.http.answer(200, "closed");
    setting.run(Patience{});
  }
  CHECK(setting.http.asked.size() == 8);
}
