#include <set>

#include "collector/schedule.h"
#include "tests/collector/poller_setting.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;

namespace {

std::vector<SteadyTime::duration> intervals(const Setting& setting) {
  std::vector<SteadyTime::duration> between;
  for (std::size_t i = 1; i < setting.http.asked_at.size(); ++i)
    between.push_back(setting.http.asked_at[i] - setting.http.asked_at[i - 1]);
  return between;
}

}  // namespace

TEST_CASE("A quiet source is asked less often, and at its pace again once something is new", "[pace]") {
  Setting setting;
  setting.watched.slowest = 1h;
  setting.http.always = "nothing";
  setting.watch_for(12h);
  CHECK(intervals(setting).front() < 6min);
  CHECK(intervals(setting).back() >= 1h);
  CHECK(intervals(setting).back() <= 66min);

  setting.archive.news = true;
  setting.http.answer(200, "last");
  setting.watch(Patience{});
  CHECK(setting.state().quiet_runs == 0);
  CHECK(*setting.state().next_poll_at - setting.clock.time < 6min);
}

TEST_CASE("A source with something new every time keeps its pace", "[pace]") {
  Setting setting;
  setting.watched.slowest = 1h;
  setting.archive.news = true;
  setting.http.always = "last";
  setting.watch_for(6h);
  for (const auto interval : intervals(setting)) CHECK(interval < 6min);
}

TEST_CASE("A start with many sources overdue does not ask all of them at once", "[pace]") {
  std::set<std::chrono::milliseconds> waits;
  for (int i = 0; i < 20; ++i) {
    Setting setting;
    setting.watched.phase = phase_of("source-" + std::to_string(i), 5min);
    setting.http.answer(200, "last");
    setting.watch(Patience{});
    REQUIRE(setting.http.asked.size() == 1);
    waits.insert(setting.pause.waits.front());
  }
  CHECK(waits.size() > 15);
  CHECK(*waits.rbegin() < 60s);
}

TEST_CASE("A restart keeps to the plan, and `--once` asks at once", "[pace]") {
  Setting setting;
  setting.state().last_attempt_at = setting.clock.time - 1min;
  setting.state().next_poll_at = setting.clock.time + 4min;
  setting.watched.phase = 30s;
  setting.http.answer(200, "last");
  SECTION("daemon") {
    setting.watch(Patience{});
    CHECK(setting.pause.waits.front() == 4min);
  }
  SECTION("once") {
    setting.run(patient(2min));
    CHECK(setting.pause.waits.empty());
  }
}

TEST_CASE("A shorter interval is kept to from the next start on, whatever was planned before", "[pace]") {
  Setting setting;
  setting.state().last_attempt_at = setting.clock.time - 1min;
  setting.state().next_poll_at = setting.clock.time + 23h;
  setting.http.answer(200, "last");
  setting.watch(Patience{});
  // Every five minutes, and a tenth of that by chance at most.
  CHECK(setting.pause.waits.front() == 4min + 30s);
}

TEST_CASE("A request budget that is nearly used up is left to others over a restart, too", "[pace]") {
  Setting setting;
  const ScriptedHttp::Headers nearly_used_up = {
      {"X-RateLimit-Limit", "300"}, {"X-RateLimit-Remaining", "3"}, {"X-RateLimit-Reset", "21600"}};
  SECTION("after an answer") { setting.http.answer(200, "last", nearly_used_up); }
  SECTION("after a failure that no second try mends") { setting.http.answer(200, "closed", nearly_used_up); }
  setting.run(Patience{});
  REQUIRE(setting.http.asked.size() == 1);
  CHECK(setting.state().asked_to_wait_until == setting.clock.time + 6h);
  // Another process knows the state alone.
  CHECK(wish_left(setting.state(), setting.clock.time + 1h) == 5h);
}

TEST_CASE("Older posts are read a few pages a turn, and new ones are asked for in between", "[pace]") {
  Setting setting;
  setting.http.always = "old";
  CHECK(setting.run(Patience{}) == RunEnd::caught_up);
  CHECK(setting.http.asked.size() == 21);
  CHECK(setting.state().caught_up_at);
  CHECK(setting.state().cursor.rfind("old", 0) == 0);
  CHECK(*setting.state().next_poll_at - setting.clock.time < 6min);
}

TEST_CASE("Reading older posts slowly ends the turn in time, but never without a page", "[pace]") {
  Setting setting;
  setting.http.always = "old";
  setting.http.when_asked = [&] { setting.pass(4min); };
  CHECK(setting.run(Patience{}) == RunEnd::caught_up);
  CHECK(setting.http.asked.size() == 2);
  setting.http.asked.clear();
  setting.http.when_asked = [&] { setting.pass(10min); };
  CHECK(setting.run(Patience{}) == RunEnd::caught_up);
  CHECK(setting.http.asked.size() == 1);
}

TEST_CASE("In `--once` older posts are read to the end", "[pace]") {
  Setting setting;
  for (int i = 0; i < 60; ++i) setting.http.answer(200, "old");
  setting.http.answer(200, "last");
  CHECK(setting.run(patient(2min)) == RunEnd::caught_up);
  CHECK(setting.http.asked.size() == 61);
}

TEST_CASE("A source is called silent once, and once when it answers again", "[silence]") {
  const SeenLog log;
  Setting setting;
  setting.watched.silent_after = 4h;
  for (int i = 0; i < 60; ++i) setting.http.fail(net::FetchFailure::cannot_connect);
  for (int i = 0; i < 3; ++i) setting.http.answer(200, "nothing");
  setting.watch(Patience{});
  CHECK(log.times("one: no answer for 4h") == 1);
  CHECK(log.times("one: it answers again") == 1);
}

TEST_CASE("A quiet hashtag is no silent source", "[silence]") {
  const SeenLog log;
  Setting setting;
  setting.watched.silent_after = 1h;
  setting.http.always = "nothing";
  setting.watch_for(24h);
  CHECK(log.times("no answer") == 0);
}

TEST_CASE("From one request to the next passes as long as a source's pace asks for, and no longer",
          "[pace]") {
  Setting setting{{"a", "b"}};
  setting.watched.pace = 10s;
  setting.http.hangs = 4s;
  for (const char* body : {"more", "last", "last"}) setting.http.answer(200, body);
  CHECK(setting.run(Patience{}) == RunEnd::caught_up);
  CHECK(setting.pause.waits == std::vector<std::chrono::milliseconds>{6s, 6s});
  CHECK(intervals(setting) == std::vector<SteadyTime::duration>{10s, 10s});

  setting.pass(1h);
  for (int i = 0; i < 2; ++i) setting.http.answer(200, "last");
  setting.run(Patience{});
  CHECK(setting.pause.waits.size() == 3);
}

TEST_CASE("Waiting for a source's pace uses up patience, and the rest is read at the next turn", "[pace]") {
  Setting setting;
  setting.watched.pace = 10s;
  setting.state().failures = 3;
  setting.http.always = "more";
  CHECK(setting.run(patient(25s)) == RunEnd::behind);
  CHECK(setting.http.asked.size() == 3);
  CHECK(setting.state().cursor == "start+++");
  CHECK(setting.state().failures == 0);
  CHECK_FALSE(setting.state().caught_up_at);
  CHECK(*setting.state().next_poll_at - setting.clock.time <= 11s);
}
