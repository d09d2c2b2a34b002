#include "notify/standing.h"

#include <catch2/catch.hpp>
#include <random>

#include "notify/evaluation.h"
#include "notify/quiet_hours.h"
#include "notify/retry.h"

using namespace nhs;
using namespace nhs::notify;
using namespace std::chrono_literals;
using store::AlertEvent;
using store::AlertPhase;

namespace {

constexpr UtcTime kStart{std::chrono::sys_days{std::chrono::year{2026} / 11 / 2} + 9h};

config::AlertRule rule_of(config::AlertKind kind = config::AlertKind::stale_source) {
  config::AlertRule rule;
  rule.name = "rule";
  rule.kind = kind;
  return rule;
}

Observation seen(Reading reading, std::int64_t mark = 0) {
  Observation one{"thing"};
  one.reading = reading;
  one.title = "It holds";
  one.over = "It is over";
  one.mark = mark;
  return one;
}

/// A rule that is looked at again and again; what it told, in the order.
struct Watch {
  config::AlertRule rule = rule_of();
  std::optional<store::AlertStanding> standing = {};
  UtcTime now = kStart;

  std::optional<AlertEvent> look(Reading reading, std::chrono::seconds later = 1min, std::int64_t mark = 0,
                                 bool may_tell = true) {
    now += later;
    Step step = advance(rule, standing, seen(reading, mark), now, may_tell);
    standing = step.standing;
    return step.tell;
  }
};

}  // namespace

TEST_CASE("An alert fires once, however often it is looked at, and says when it is over", "[notify]") {
  Watch watch;
  CHECK(watch.look(Reading::clear) == std::nullopt);
  CHECK(watch.look(Reading::holds) == AlertEvent::fired);
  CHECK(watch.look(Reading::holds) == std::nullopt);
  CHECK(watch.look(Reading::holds, 48h) == std::nullopt);
  CHECK(watch.look(Reading::clear) == AlertEvent::recovered);
  CHECK(watch.look(Reading::clear) == std::nullopt);
  CHECK(is_forgettable(*watch.standing));
}

TEST_CASE("What holds shorter than `after` tells nobody, and what flickers is told once", "[notify]") {
  Watch watch;
  watch.rule.after = 10min;
  CHECK(watch.look(Reading::holds) == std::nullopt);
  CHECK(watch.look(Reading::holds, 9min) == std::nullopt);
  CHECK(watch.look(Reading::clear) == std::nullopt);
  CHECK(watch.look(Reading::holds) == std::nullopt);
  CHECK(watch.look(Reading::holds, 10min) == AlertEvent::fired);
  for (int i = 0; i < 20; ++i) {
    CHECK(watch.look(Reading::clear, 3min) == std::nullopt);
    CHECK(watch.look(Reading::holds, 3min) == std::nullopt);
  }
  CHECK(watch.look(Reading::clear) == std::nullopt);
  CHECK(watch.look(Reading::clear, 10min) == AlertEvent::recovered);
}

TEST_CASE("Where nobody is to hear of its end, an alert ends without a word and may begin anew", "[notify]") {
  Watch watch;
  watch.rule.on_recovery = false;
  REQUIRE(watch.look(Reading::holds) == AlertEvent::fired);
  // In quiet hours too: there is nothing to tell that would have to wait for their end.
  const bool may_tell = GENERATE(true, false);
  CHECK(watch.look(Reading::clear, 1min, 0, may_tell) == std::nullopt);
  CHECK(is_forgettable(*watch.standing));
  CHECK(watch.look(Reading::clear) == std::nullopt);
  CHECK(watch.look(Reading::holds) == AlertEvent::fired);
}

TEST_CASE("Between its borders an alert goes on, but does not begin", "[notify]") {
  Watch watch;
  CHECK(watch.look(Reading::between) == std::nullopt);
  CHECK(watch.look(Reading::holds) == AlertEvent::fired);
  CHECK(watch.look(Reading::between) == std::nullopt);
  CHECK(watch.standing->phase == AlertPhase::firing);
}

TEST_CASE("It is told again after `repeat_every`, and new causes at once but not too often", "[notify]") {
  Watch watch;
  watch.rule.repeat_every = 24h;
  CHECK(watch.look(Reading::holds, 1min, 1) == AlertEvent::fired);
  CHECK(watch.look(Reading::holds, 1min, 2) == std::nullopt);
  CHECK(watch.look(Reading::holds, 15min, 3) == AlertEvent::more);
  CHECK(watch.look(Reading::holds, 23h, 3) == std::nullopt);
  CHECK(watch.look(Reading::holds, 1h, 3) == AlertEvent::still);
}

TEST_CASE("In quiet hours nothing is told; what still holds is told after them, what is over is not",
          "[notify]") {
  Watch watch;
  CHECK(watch.look(Reading::holds, 1min, 0, false) == std::nullopt);
  CHECK(watch.standing->phase == AlertPhase::firing);
  CHECK(watch.look(Reading::holds, 8h, 0, true) == AlertEvent::fired);
  SECTION("its end waits for their end, too") {
    CHECK(watch.look(Reading::clear, 1min, 0, false) == std::nullopt);
    CHECK(watch.look(Reading::clear, 8h, 0, true) == AlertEvent::recovered);
  }
  SECTION("what began and ended in them is not told") {
    CHECK(watch.look(Reading::clear) == AlertEvent::recovered);
    CHECK(watch.look(Reading::holds, 1min, 0, false) == std::nullopt);
    CHECK(watch.look(Reading::clear, 1min, 0, false) == std::nullopt);
    CHECK(watch.look(Reading::clear, 8h, 0, true) == std::nullopt);
  }
}

TEST_CASE("Where it cannot be told whether it still holds, nobody is told that it does", "[notify]") {
  Watch watch;
  watch.rule.repeat_every = 1h;
  REQUIRE(watch.look(Reading::holds) == AlertEvent::fired);
  watch.now += 2h;
  Observation unknown = seen(Reading::between);
  CHECK(advance(watch.rule, watch.standing, unknown, watch.now, true).tell == AlertEvent::still);
  unknown.title.clear();
  CHECK(advance(watch.rule, watch.standing, unknown, watch.now, true).tell == std::nullopt);
}

TEST_CASE("New posts about a group are told once each, and never those from before the rule", "[notify]") {
  Watch watch;
  watch.rule = rule_of(config::AlertKind::inclusion_group);
  CHECK(watch.look(Reading::clear, 1min, 500) == std::nullopt);
  CHECK(watch.standing->mark == 500);
  CHECK(watch.look(Reading::holds, 1min, 510) == AlertEvent::fired);
  CHECK(watch.standing->mark == 510);
  CHECK(watch.look(Reading::clear, 1min, 511) == std::nullopt);
  CHECK(watch.standing->mark == 511);  // what was looked through is not looked through each minute
  CHECK(watch.look(Reading::holds, 1min, 512, false) == std::nullopt);
  CHECK(watch.standing->mark == 511);
  CHECK(watch.look(Reading::holds, 8h, 520) == AlertEvent::fired);
}

TEST_CASE("However fast posts about a group come, they are told together, every 15 minutes at the most",
          "[notify]") {
  Watch watch;
  watch.rule = rule_of(config::AlertKind::inclusion_group);
  REQUIRE(watch.look(Reading::clear, 1min, 500) == std::nullopt);
  REQUIRE(watch.look(Reading::holds, 1min, 501) == AlertEvent::fired);
  // A post a minute for an hour after the first: at 15, 30, 45 and 60 minutes.
  int told = 0;
  for (int minute = 1; minute <= 60; ++minute) {
    const std::int64_t mark_before = watch.standing->mark;
    const bool tells = watch.look(Reading::holds, 1min, 501 + minute).has_value();
    CHECK(tells == (minute % 15 == 0));
    CHECK(watch.standing->mark == (tells ? 501 + minute : mark_before));  // what waits is looked at again
    told += tells ? 1 : 0;
  }
  CHECK(told == 4);
  SECTION("what goes again before it is told, is not told") {
    CHECK(watch.look(Reading::holds, 1min, 562) == std::nullopt);
    CHECK(watch.look(Reading::clear, 1min, 562) == std::nullopt);
    CHECK(watch.standing->phase == AlertPhase::quiet);
    CHECK(watch.look(Reading::clear, 1h, 562) == std::nullopt);
    CHECK(watch.look(Reading::holds, 1min, 563) == AlertEvent::fired);
  }
}

TEST_CASE("Whatever a rule sees, it tells a beginning before an end, and never two of one", "[notify]") {
  std::mt19937 random{20261126};
  for (int run = 0; run < 300; ++run) {
    Watch watch;
    watch.rule.after = std::chrono::minutes{random() % 20};
    watch.rule.repeat_every = std::chrono::minutes{random() % 90};
    bool open = false;
    for (int look = 0; look < 200; ++look) {
      const auto told = watch.look(static_cast<Reading>(random() % 3), std::chrono::minutes{1 + random() % 9},
                                   0, random() % 4 != 0);
      if (!told) continue;
      CHECK(open == (*told != AlertEvent::fired));
      open = *told != AlertEvent::recovered;
    }
  }
}

TEST_CASE("A clock that was ahead and was put right holds back neither news nor the end", "[notify]") {
  constexpr auto kAhead = 365 * 24h;
  Watch watch;
  watch.rule.after = 10min;
  watch.now += kAhead;
  CHECK(watch.look(Reading::holds) == std::nullopt);
  watch.now -= kAhead;
  CHECK(watch.look(Reading::holds) == std::nullopt);
  CHECK(watch.look(Reading::holds, 10min) == AlertEvent::fired);

  watch.now += kAhead;
  CHECK(watch.look(Reading::holds, 1h, 1) == AlertEvent::more);
  watch.now -= kAhead;
  CHECK(watch.look(Reading::holds, 1min, 2) == std::nullopt);
  CHECK(watch.look(Reading::holds, kBetweenNews, 2) == AlertEvent::more);

  watch.now += kAhead;
  CHECK(watch.look(Reading::clear) == std::nullopt);
  watch.now -= kAhead;
  CHECK(watch.look(Reading::clear) == std::nullopt);
  CHECK(watch.look(Reading::clear, 10min) == AlertEvent::recovered);
}

TEST_CASE("Quiet hours go by the clock on the wall, over midnight and when clocks change", "[notify]") {
  const TimeZone london = TimeZone::named("Europe/London").value();
  const config::QuietHours night = config::parse_quiet_hours("22:00-07:00").value();
  const auto at = [](const char* moment) { return parse_rfc3339(moment).value(); };
  CHECK(is_quiet(night, at("2026-11-02T22:00:00Z"), london));
  CHECK(is_quiet(night, at("2026-11-02T06:59:00Z"), london));
  CHECK_FALSE(is_quiet(night, at("2026-11-02T07:00:00Z"), london));
  CHECK(is_quiet(night, at("2026-07-02T21:00:00Z"), london));        // 22:00 in summer
  CHECK_FALSE(is_quiet(night, at("2026-07-02T06:00:00Z"), london));  // 07:00 in summer
  CHECK_FALSE(is_quiet(night, at("2026-03-29T06:00:00Z"), london));  // the night that has an hour less
  CHECK(is_quiet(night, at("2026-03-29T05:59:00Z"), london));
  for (const char* wrong : {"", "22:00", "22:00-22:00", "24:00-07:00", "22-07", "22:00-07:60", "22:00 07:00"})
    CHECK_FALSE(config::parse_quiet_hours(wrong));
}

TEST_CASE("What is no longer configured is forgotten, and what was not looked at is not", "[notify]") {
  config::Config config;
  config.alerts = {rule_of(), rule_of()};
  config.alerts[1].name = "other";
  const std::vector<store::AlertStanding> standings = {{"gone", "", AlertPhase::firing, kStart},
                                                       {"other", "", AlertPhase::firing, kStart},
                                                       {"rule", "old thing", AlertPhase::firing, kStart}};
  const TimeZone utc = TimeZone::named("UTC").value();
  const Looked looked{&config.alerts[0], {seen(Reading::holds)}};
  const store::AlertChanges changes = evaluated({looked}, standings, config, utc, kStart);
  CHECK(changes.dropped ==
        std::vector<std::pair<std::string, std::string>>{{"gone", ""}, {"rule", "old thing"}});
  REQUIRE(changes.messages.size() == 1);
  CHECK(changes.messages[0].first.title == "It holds");
}

TEST_CASE("What is over after a clock was put right did not hold for less than no time", "[notify]") {
  config::Config config;
  config.alerts = {rule_of()};
  const TimeZone utc = TimeZone::named("UTC").value();
  // As noted by a clock that was ahead.
  const store::AlertStanding standing{"rule", "thing", AlertPhase::firing, kStart + 37min, kStart + 37min};
  const Looked looked{&config.alerts[0], {seen(Reading::clear)}};
  const store::AlertChanges changes = evaluated({looked}, {standing}, config, utc, kStart);
  REQUIRE(changes.messages.size() == 1);
  CHECK(changes.messages[0].first.text == "It held for 0 min.");
}

TEST_CASE("What cannot be delivered is tried later each time, up to an hour, for three days", "[notify]") {
  CHECK(next_try(1, kStart, kStart, 0.0) == kStart + 15s);
  CHECK(next_try(1, kStart, kStart, 0.999) <= kStart + 30s);
  CHECK(next_try(2, kStart, kStart, 0.0) == kStart + 30s);
  CHECK(next_try(8, kStart, kStart, 0.0) == kStart + 30min);
  CHECK(next_try(1000, kStart, kStart, 0.999) <= kStart + 1h);
  CHECK(next_try(100, kStart, kStart + 71h, 0.5).has_value());
  CHECK_FALSE(next_try(1, kStart, kStart + 72h, 0.5));
}
