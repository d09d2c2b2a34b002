#include "core/period.h"
#include "tests/support/times.h"

#include <catch2/catch.hpp>

using namespace nhs;
using namespace nhs::test;

namespace {
const LocalDay kToday = day("2026-11-25");

std::string span(std::string_view text) {
  const auto period = parse_period(text, kToday);
  return period ? format_day(period->from) + ".." + format_day(period->to) : period.error().message;
}
}  // namespace

TEST_CASE("Words for times mean the days that people expect", "[period]") {
  CHECK(span("yesterday") == "2026-11-24..2026-11-25");
  CHECK(span("today") == "2026-11-25..2026-11-26");
  CHECK(span("7d") == "2026-11-18..2026-11-19");
  CHECK(span("12w") == "2026-09-02..2026-09-03");
  CHECK(span("2026-11-01") == "2026-11-01..2026-11-02");
  CHECK(span("2026-11") == "2026-11-01..2026-12-01");
  CHECK(span("2026-12") == "2026-12-01..2027-01-01");
  CHECK(span("2026-W46") == "2026-11-09..2026-11-16");
  CHECK(span("2026-Q3") == "2026-07-01..2026-10-01");
  CHECK(span("2026/27") == "2026-04-01..2027-04-01");
  CHECK(span("2026/27-Q3") == "2026-10-01..2027-01-01");
  CHECK(span("2026/27-Q4") == "2027-01-01..2027-04-01");
  CHECK(span("2026-11-01T09:30:00Z") == "2026-11-01..2026-11-02");
}

TEST_CASE("Last week and last month are the whole ones that are over, by their names", "[period]") {
  for (const char* text : {"last-week", "last week"}) {
    CHECK(span(text) == "2026-11-16..2026-11-23");
    CHECK(parse_period(text, kToday)->label == "2026-W47");
  }
  CHECK(span("last-month") == "2026-10-01..2026-11-01");
  CHECK(span("last month") == span("last-month"));
  CHECK(parse_period("last-month", day("2027-01-31"))->label == "2026-12");
  CHECK(span("last-weak").find("not a time") != std::string::npos);
}

TEST_CASE("This week and this month are those that are running, by their names", "[period]") {
  for (const char* text : {"this-week", "this week"}) {
    CHECK(span(text) == "2026-11-23..2026-11-30");
    CHECK(parse_period(text, kToday)->label == "2026-W48");
  }
  CHECK(span("this-month") == "2026-11-01..2026-12-01");
}

TEST_CASE("Weeks and quarters may be written small", "[period]") {
  CHECK(span("2026-w46") == span("2026-W46"));
  CHECK(parse_period("2026-w46", kToday)->label == "2026-W46");
  CHECK(span("2026-q3") == span("2026-Q3"));
  CHECK(span("2026/27-q3") == span("2026/27-Q3"));
}

TEST_CASE("A day written the other way round is refused with the way it is written here", "[period]") {
  CHECK(span("1/11/2026") == "1/11/2026: days are named with the year first; write 2026-11-01");
  CHECK(span("01.11.2026").find("write 2026-11-01") != std::string::npos);
  CHECK(span("11-25-2026").find("write 2026-11-25") != std::string::npos);
  for (const char* no_day : {"31/2/2026", "1/11", "1/11/2026/1", "1/11/20266", "//", "-1/11/2026"})
    CHECK(span(no_day).find("not a time; write 7d") != std::string::npos);
}

TEST_CASE("ISO weeks keep their own year at New Year", "[period]") {
  CHECK(span("2020-W53") == "2020-12-28..2021-01-04");
  CHECK(period_holding(day("2021-01-03"), Bucket::week).label == "2020-W53");
  CHECK(period_holding(day("2024-12-30"), Bucket::week).label == "2025-W01");
  CHECK(span("2026-W54") == "2026-W54: 2026 has 53 weeks, W01 to W53");
  CHECK(span("2025-w53") == "2025-w53: 2025 has 52 weeks, W01 to W52");
  CHECK(span("2026-W00") == "2026-W00: 2026 has 53 weeks, W01 to W53");
}

TEST_CASE("A financial year is refused with both NHS years that it could mean", "[period]") {
  const auto period = parse_period("FY2026", kToday);
  REQUIRE_FALSE(period);
  CHECK(period.error().status == ExitStatus::usage);
  CHECK(period.error().message.find("2026/27") != std::string::npos);
  CHECK(period.error().message.find("2025/26") != std::string::npos);
}

TEST_CASE("What is no time is refused with the forms that are", "[period]") {
  for (const char* text : {"", "soon", "7", "d", "-7d", "2026-", "2026/2", "2026/27-", "2026/27-Q"}) {
    const auto period = parse_period(text, kToday);
    REQUIRE_FALSE(period);
    CHECK(period.error().message.find("not a time; write 7d") != std::string::npos);
  }
}

TEST_CASE("What is written as times are and names none is refused with what is wrong", "[period]") {
  CHECK(span("2026-13") == "2026-13: there is no month 13; they are 01 to 12");
  CHECK(span("2026-00-10") == "2026-00-10: there is no month 0; they are 01 to 12");
  CHECK(span("2026-02-30") == "2026-02-30: February 2026 has 28 days");
  CHECK(span("2024-02-30") == "2024-02-30: February 2024 has 29 days");
  CHECK(span("2026-12-32") == "2026-12-32: December 2026 has 31 days");
  CHECK(span("2026-Q5") == "2026-Q5: a year has four quarters, Q1 to Q4");
  CHECK(span("2026/28") == "2026/28: an NHS year ends in the year after it began; write 2026/27");
  CHECK(span("2026/28-Q1") == "2026/28-Q1: an NHS year ends in the year after it began; write 2026/27");
  CHECK(span("2026/27-Q0") == "2026/27-Q0: an NHS year has four quarters, Q1 to Q4");
  CHECK(parse_period("2026-13", kToday).error().status == ExitStatus::usage);
}

TEST_CASE("Every day lies in exactly one period of each length, and periods follow on each other",
          "[period]") {
  for (const Bucket bucket : {Bucket::day, Bucket::week, Bucket::month, Bucket::quarter, Bucket::nhs_year}) {
    const auto periods = periods_between(day("2019-12-20"), day("2028-03-05"), bucket);
    REQUIRE_FALSE(periods.empty());
    for (std::size_t i = 0; i < periods.size(); ++i) {
      REQUIRE(periods[i].from < periods[i].to);
      if (i > 0) REQUIRE(periods[i - 1].to == periods[i].from);
      for (LocalDay d = periods[i].from; d < periods[i].to; d += std::chrono::days{1})
        REQUIRE(period_holding(d, bucket).label == periods[i].label);
    }
  }
}

TEST_CASE("A period's label, read again, is the period", "[period]") {
  for (const Bucket bucket : {Bucket::day, Bucket::week, Bucket::month, Bucket::quarter, Bucket::nhs_year})
    for (const Period& period : periods_between(day("2019-12-20"), day("2028-03-05"), bucket)) {
      const auto again = parse_period(period.label, kToday);
      REQUIRE(again);
      REQUIRE(again->from == period.from);
      REQUIRE(again->to == period.to);
    }
}
