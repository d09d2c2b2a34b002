#include "core/time.h"
#include "tests/support/times.h"

#include <catch2/catch.hpp>

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

TEST_CASE("Moments in every RFC 3339 dress are read as the same second", "[time]") {
  const UtcTime expected = at("2026-11-01T09:30:00Z");
  for (const char* text :
       {"2026-11-01T09:30:00.999Z", "2026-11-01T09:30:00+00:00", "2026-11-01T09:30:00+0000",
        "2026-11-01T10:30:00+01:00", "2026-11-01T04:00:00-05:30", "2026-11-01t09:30:00z"})
    CHECK(parse_rfc3339(text) == expected);
  CHECK(format_utc(expected) == "2026-11-01T09:30:00Z");
}

TEST_CASE("What is no moment is refused, not guessed", "[time]") {
  for (const char* text :
       {"", "2026-11-01", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-01T24:00:00Z",
        "2026-11-01T09:30:00", "2026-11-01T09:30:00Zx", "2026-11-01T09:30:00.Z", "yesterday"})
    CHECK_FALSE(parse_rfc3339(text));
}

TEST_CASE("A leap second is read as the second before", "[time]") {
  CHECK(parse_rfc3339("2016-12-31T23:59:60Z") == at("2016-12-31T23:59:59Z"));
}

TEST_CASE("London days have 23, 24 and 25 hours", "[time]") {
  const TimeZone london = TimeZone::named("Europe/London").value();
  const auto length = [&](LocalDay d) {
    return london.start_of(d + std::chrono::days{1}) - london.start_of(d);
  };
  CHECK(length(day("2026-03-29")) == 23h);
  CHECK(length(day("2026-07-01")) == 24h);
  CHECK(length(day("2026-10-25")) == 25h);
}

TEST_CASE("A post late on a summer evening in UTC belongs to the next London day", "[time]") {
  const TimeZone london = TimeZone::named("Europe/London").value();
  CHECK(format_day(london.day_of(at("2026-07-01T23:30:00Z"))) == "2026-07-02");
  CHECK(format_day(london.day_of(at("2026-12-01T23:30:00Z"))) == "2026-12-01");
}

TEST_CASE("A file that is there and no time zone of the library's is refused, and not tried again",
          "[time]") {
  for (const std::string name :
       {"../../../etc/passwd", "Europe/../../../../etc/passwd", "Europe//London", "Europe/./London",
        "/usr/share/zoneinfo/Europe/London", "right/Europe/London", "posix/Europe/London"}) {
    INFO(name);
    const auto zone = TimeZone::named(name);
    REQUIRE_FALSE(zone);
    CHECK(zone.error().status == ExitStatus::configuration);
  }
}

TEST_CASE("A time zone that does not exist is refused in words", "[time]") {
  const auto zone = TimeZone::named("Europe/Leeds");
  REQUIRE_FALSE(zone);
  CHECK(zone.error().message.find("Europe/Leeds: no such time zone") == 0);
}

TEST_CASE("Durations are read and written as people write them", "[time]") {
  CHECK(parse_duration("90s") == 90s);
  CHECK(parse_duration("5m") == 5min);
  CHECK(parse_duration("7d") == 168h);
  for (const char* text : {"", "5", "m", "5 m", "-1s", "1.5h", "5min"}) CHECK_FALSE(parse_duration(text));
  CHECK(parse_duration("36525d") == kLongestDuration);
  for (const char* text : {"36526d", "5218w", "3155760001s", "9223372036854775807w", "99999999999999999999s"})
    CHECK_FALSE(parse_duration(text));
  CHECK(format_duration(5min) == "5m");
  CHECK(format_duration(90s) == "90s");
  CHECK(format_duration(48h) == "2d");
}
