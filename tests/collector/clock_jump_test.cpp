#include "tests/collector/poller_setting.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;

namespace {

/// The wall clock is set to another time as the third question is asked.
void jump_at_third(Setting& setting, std::chrono::seconds jump) {
  setting.http.when_asked = [&setting, jump] {
    if (setting.http.asked.size() == 3) setting.clock.time += jump;
  };
}

}  // namespace

TEST_CASE("A wall clock that jumps neither hurries a source nor holds it up", "[clock]") {
  // A day either way, and what a machine that keeps local time makes of the end of summer time.
  const std::chrono::seconds jump = GENERATE(24h, -24h, 1h, -1h);
  Setting setting;
  setting.archive.news = true;
  setting.http.always = "last";
  jump_at_third(setting, jump);
  setting.watch_for(2h);
  const auto& asked_at = setting.http.asked_at;
  CHECK(asked_at.size() >= 20);
  for (std::size_t i = 1; i < asked_at.size(); ++i) {
    CHECK(asked_at[i] - asked_at[i - 1] >= 5min);
    CHECK(asked_at[i] - asked_at[i - 1] <= 6min);
  }
}

TEST_CASE("A server's wish to wait lasts as long as it said, whatever the wall clock does", "[clock]") {
  const std::chrono::seconds jump = GENERATE(24h, -24h);
  Setting setting;
  setting.http.answer(200, "last");
  setting.http.answer(429, "slow down for long");
  setting.http.answer(200, "last");
  setting.run(Patience{});
  setting.run(Patience{});
  setting.clock.time += jump;
  setting.watch(Patience{});
  REQUIRE(setting.http.asked.size() == 3);
  CHECK(setting.http.asked_at[2] - setting.http.asked_at[1] >= 1h);
  CHECK(setting.http.asked_at[2] - setting.http.asked_at[1] <= 70min);
}

TEST_CASE("A clock that was a day ahead yesterday silences nobody today", "[clock]") {
  Setting setting;
  setting.state().last_attempt_at = setting.clock.time + 23h;
  setting.state().next_poll_at = setting.clock.time + 29h;
  setting.state().asked_to_wait_until = setting.clock.time + 30h;
  setting.state().last_rescan_at = setting.clock.time + 23h;
  setting.http.answer(200, "last");
  setting.watch(Patience{});
  REQUIRE(setting.http.asked.size() == 1);
  CHECK(setting.pause.waits.front() < 60s);
  CHECK(setting.source->rescans >= 1);
}
