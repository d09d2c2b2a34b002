#include "cli/periods_for_others.h"
#include "tests/support/times.h"

#include <catch2/catch.hpp>

using namespace nhs;
using namespace nhs::test;

namespace {

/// The end of what is told on this day where no time is asked for.
std::string told_until(const char* today, Bucket by) {
  return format_day(cli::window_for_others({}, by, day(today), 3).value().until);
}

}  // namespace

TEST_CASE("Others are told a period from the third day after its last one on, and not before",
          "[small-numbers]") {
  for (const char* today : {"2026-02-28", "2026-03-01", "2026-03-02"}) {
    CAPTURE(today);
    CHECK(told_until(today, Bucket::month) == "2026-02-01");
    CHECK(cli::period_for_others("", day(today)).value().label == "2026-01");
  }
  CHECK(told_until("2026-03-03", Bucket::month) == "2026-03-01");
  CHECK(cli::period_for_others("", day("2026-03-03")).value().label == "2026-02");

  CHECK(told_until("2027-01-02", Bucket::quarter) == "2026-10-01");
  CHECK(told_until("2027-01-03", Bucket::quarter) == "2027-01-01");
  CHECK(told_until("2026-04-02", Bucket::nhs_year) == "2025-04-01");
  CHECK(told_until("2026-04-03", Bucket::nhs_year) == "2026-04-01");
}

TEST_CASE("Who asks for a period that ended just now is told no part of it", "[small-numbers]") {
  store::Filter asked;
  asked.since = day("2026-01-01");
  asked.until = day("2026-03-01");
  for (const char* today : {"2026-03-01", "2026-03-02"}) {
    CAPTURE(today);
    const auto window = cli::window_for_others(asked, Bucket::month, day(today), 3);
    REQUIRE(window);
    CHECK(format_day(window->until) == "2026-02-01");
    store::Filter alone;
    alone.since = day("2026-02-01");
    const auto refused = cli::window_for_others(alone, Bucket::month, day(today), 3);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().status == ExitStatus::usage);
    for (const char* period : {"2026-02", "last-month"}) {
      const auto named = cli::period_for_others(period, day(today));
      REQUIRE_FALSE(named);
      CHECK(named.error().message.find("told from 2026-03-03 on") != std::string::npos);
    }
  }
  CHECK(format_day(cli::window_for_others(asked, Bucket::month, day("2026-03-03"), 3)->until) ==
        "2026-03-01");
  CHECK(cli::period_for_others("2026-02", day("2026-03-03")));
}

TEST_CASE("By default so many periods are told as are asked for, whichever month it is", "[small-numbers]") {
  const auto window = cli::window_for_others({}, Bucket::month, day("2026-03-02"), 3);
  REQUIRE(window);
  CHECK(window->since_by_default);
  CHECK(format_day(window->since) == "2025-11-01");
}
