#include "report/spending_text.h"
#include "tests/support/times.h"

#include <catch2/catch.hpp>

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// $2 a day and $20 a month, in a month of 30 days.
SpendCaps november() {
  SpendCaps caps;
  caps.money = true;
  caps.per_day = 2'000'000;
  caps.per_month = 20'000'000;
  caps.day_began = at("2026-11-16T00:00:00Z");
  caps.month_began = at("2026-11-01T00:00:00Z");
  caps.month_ends = at("2026-12-01T00:00:00Z");
  return caps;
}

store::SourceSpending spent(std::int64_t today, std::int64_t month, const char* first) {
  return {"x", today, month, at(first)};
}

}  // namespace

TEST_CASE("Half a month's spending comes to twice that by its end", "[spending]") {
  CHECK(forecast_of_month(spent(0, 5'000'000, "2026-11-01T00:00:00Z"), november(),
                          at("2026-11-16T00:00:00Z")) == 10'000'000);
}

TEST_CASE("The pace counts from the first spending, not from the month's first day", "[spending]") {
  // $1 in the first of five days that are left.
  CHECK(forecast_of_month(spent(0, 1'000'000, "2026-11-25T12:00:00Z"), november(),
                          at("2026-11-26T12:00:00Z")) == 5'500'000);
}

TEST_CASE("Spending from before this month does not stretch its pace", "[spending]") {
  CHECK(forecast_of_month(spent(0, 1'000'000, "2026-10-03T00:00:00Z"), november(),
                          at("2026-11-11T00:00:00Z")) == 3'000'000);
}

TEST_CASE("No forecast is made without spending, within the first hour, or once the month is over",
          "[spending]") {
  const UtcTime noon = at("2026-11-16T12:00:00Z");
  CHECK_FALSE(forecast_of_month({"x", 0, 0, std::nullopt}, november(), noon));
  const auto fresh = spent(900'000, 900'000, "2026-11-16T12:00:00Z");
  CHECK_FALSE(forecast_of_month(fresh, november(), noon + 59min));
  CHECK(forecast_of_month(fresh, november(), noon + 60min));
  CHECK_FALSE(forecast_of_month(fresh, november(), november().month_ends));
  // At the very end, what was used is what it came to.
  CHECK(forecast_of_month(fresh, november(), november().month_ends - 1s) == 900'001);
}

TEST_CASE("A first day's backfill does not pass for the pace: a day can cost no more than its cap",
          "[spending]") {
  CHECK(forecast_of_month(spent(2'000'000, 2'000'000, "2026-11-30T00:00:00Z"), november(),
                          at("2026-11-30T12:00:00Z")) == 3'000'000);
}

TEST_CASE("Spending is told in dollars or requests, with what the month will come to", "[spending]") {
  const auto words = [](const store::SourceSpending& spending, const SpendCaps& caps) {
    return spending_in_words(spending, caps, at("2026-11-16T00:00:00Z"));
  };
  CHECK(words(spent(400'000, 5'000'000, "2026-11-01T00:00:00Z"), november()) ==
        "$0.40 of $2.00 today, $5.00 of $20.00 this month, about $10.00 by its end");
  CHECK(
      words(spent(2'000'000, 15'000'000, "2026-11-01T00:00:00Z"), november()) ==
      "$2.00 of $2.00 today, $15.00 of $20.00 this month, which at this pace is used up before the month ends");
  CHECK(words(spent(0, 20'000'000, "2026-11-01T00:00:00Z"), november()) ==
        "$0.00 of $2.00 today, $20.00 of $20.00 this month");
  CHECK(words({"x", 0, 0, std::nullopt}, november()) == "$0.00 of $2.00 today, $0.00 of $20.00 this month");
  SpendCaps requests;
  requests.per_day = 100;
  CHECK(words({"youtube", 12, 300, std::nullopt}, requests) == "12 of 100 requests today");
}

TEST_CASE("Spending has a JSON shape in whole dollars or requests", "[spending]") {
  JsonWriter json;
  json.begin_object();
  write_spending(json, spent(400'000, 5'000'000, "2026-11-01T00:00:00Z"), november(),
                 at("2026-11-16T00:00:00Z"));
  json.end_object();
  CHECK(json.str() ==
        R"({"unit": "usd", "today": 0.4, "per_day": 2.0, "this_month": 5.0, "per_month": 20.0, )"
        R"("month_forecast": 10.0})");
  SpendCaps requests;
  requests.per_day = 100;
  json.clear();
  json.begin_object();
  write_spending(json, {"youtube", 12, 300, std::nullopt}, requests, at("2026-11-16T00:00:00Z"));
  json.end_object();
  CHECK(json.str() == R"({"unit": "requests", "today": 12, "per_day": 100, "this_month": 300, )"
                      R"("per_month": null, "month_forecast": null})");
}
