#include "net/rate_headers.h"
#include "tests/support/times.h"

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

using namespace nhs;
using namespace nhs::net;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Our clock, in all of these.
const UtcTime kNow = at("2026-11-22T10:00:00Z");
/// What a server with the right time says then, and what one says that is ten minutes behind.
const char* const kSameDate = "Sun, 22 Nov 2026 10:00:00 GMT";
const char* const kLateDate = "Sun, 22 Nov 2026 09:50:00 GMT";

HttpResponse with(Headers headers) {
  HttpResponse response;
  response.headers = std::move(headers);
  return response;
}

/// Seconds from now, -1 for nothing.
long wait(const Headers& headers) {
  const auto until = retry_after(with(headers), kNow);
  return until ? static_cast<long>((*until - kNow).count()) : -1;
}

long reset_in(const char* name, const char* value, const char* date = kSameDate) {
  const RateBudget budget = rate_budget(with({{"Date", date}, {name, value}}), kNow);
  return budget.reset_at ? static_cast<long>((*budget.reset_at - kNow).count()) : -1;
}

}  // namespace

TEST_CASE("A date is read in all three forms of HTTP", "[http-date]") {
  const UtcTime expected = at("1994-11-06T08:49:37Z");
  for (const char* text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sun, 6 Nov 1994 08:49:37 UTC", "Mon, 06 Nov 1994 08:49:37 GMT"}) {
    INFO(text);
    CHECK(parse_http_date(text) == expected);
  }
  CHECK(parse_http_date("Saturday, 01-Jan-00 00:00:00 GMT") == at("2000-01-01T00:00:00Z"));
  CHECK(parse_http_date("Sat, 31 Dec 2016 23:59:60 GMT") == at("2016-12-31T23:59:59Z"));
  CHECK(parse_http_date("Thu, 29 Feb 2024 00:00:00 GMT") == at("2024-02-29T00:00:00Z"));
}

TEST_CASE("What is no date of HTTP is refused, not guessed", "[http-date]") {
  for (const char* text :
       {"", "0", "-1", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 PST",
        "Sun, 31 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT",
        "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 199x 08:49:37 GMT", "Sun, 06 Now 1994 08:49:37 GMT",
        "Sun, 06 Nov 123 08:49:37 GMT", "1994-11-06T08:49:37Z", "Thu, 29 Feb 2023 00:00:00 GMT"}) {
    INFO(text);
    CHECK_FALSE(parse_http_date(text));
  }
}

TEST_CASE("Retry-After is read in seconds and as a date", "[rate]") {
  CHECK(wait({{"Retry-After", "120"}}) == 120);
  CHECK(wait({{"retry-after", " 1.5 "}}) == 2);
  CHECK(wait({{"Retry-After", "Sun, 22 Nov 2026 10:02:00 GMT"}, {"Date", kSameDate}}) == 120);
  CHECK(wait({{"Retry-After", "Sun, 22 Nov 2026 10:02:00 GMT"}}) == 120);
}

TEST_CASE("A server with the wrong time is waited for as long as it means", "[rate]") {
  CHECK(wait({{"Retry-After", "Sun, 22 Nov 2026 09:52:00 GMT"}, {"Date", kLateDate}}) == 120);
  CHECK(wait({{"Retry-After", "Sun, 22 Nov 2026 09:53:00 GMT"}, {"Date", kLateDate}, {"Age", "60"}}) == 120);
  CHECK(wait({{"Retry-After", "120"}, {"Date", kLateDate}}) == 120);
}

TEST_CASE("Of several Retry-After the longest that can be read counts", "[rate]") {
  CHECK(wait({{"Retry-After", "10"}, {"Retry-After", "300"}, {"Retry-After", "20"}}) == 300);
  CHECK(wait({{"Retry-After", "10"}, {"Retry-After", "soon"}}) == 10);
  CHECK(
      wait({{"Retry-After", "10"}, {"Retry-After", "Sun, 22 Nov 2026 10:02:00 GMT"}, {"Date", kSameDate}}) ==
      120);
}

TEST_CASE("Retry-After is never less than a second and never more than a day", "[rate]") {
  CHECK(wait({{"Retry-After", "0"}}) == 1);
  CHECK(wait({{"Retry-After", "Sun, 22 Nov 2020 10:00:00 GMT"}}) == 1);
  CHECK(wait({{"Retry-After", "86401"}}) == 86400);
  CHECK(wait({{"Retry-After", "99999999999999999999999999"}}) == 86400);
  CHECK(wait({{"Retry-After", "Sun, 22 Nov 2099 10:00:00 GMT"}}) == 86400);
}

TEST_CASE("A Retry-After that says nothing is no Retry-After", "[rate]") {
  CHECK(wait({}) == -1);
  for (const char* text : {"", "-5", "soon", "12s", "1e9x", "inf", "nan", "0x10"}) {
    INFO(text);
    CHECK(wait({{"Retry-After", text}}) == -1);
  }
}

TEST_CASE("Each network's rate headers give the same budget", "[rate]") {
  struct Dialect {
    const char* whose;
    Headers headers;
  };
  for (const Dialect& dialect : {Dialect{"Mastodon",
                                         {{"X-RateLimit-Limit", "300"},
                                          {"X-RateLimit-Remaining", "299"},
                                          {"X-RateLimit-Reset", "2026-11-22T10:05:00.000000Z"}}},
                                 Dialect{"GoToSocial",
                                         {{"X-Ratelimit-Limit", "300"},
                                          {"X-Ratelimit-Remaining", "299"},
                                          {"X-Ratelimit-Reset", "2026-11-22T10:05:00.000Z"}}},
                                 Dialect{"X",
                                         {{"x-rate-limit-limit", "300"},
                                          {"x-rate-limit-remaining", "299"},
                                          {"x-rate-limit-reset", "1795341900"}}},
                                 Dialect{"Bluesky",
                                         {{"RateLimit-Limit", "300"},
                                          {"RateLimit-Remaining", "299"},
                                          {"RateLimit-Reset", "1795341900"},
                                          {"RateLimit-Policy", "300;w=300"}}},
                                 Dialect{"IETF draft",
                                         {{"RateLimit-Limit", "300, 300;w=300"},
                                          {"RateLimit-Remaining", "299"},
                                          {"RateLimit-Reset", "300"}}},
                                 Dialect{"milliseconds",
                                         {{"X-RateLimit-Limit", "300"},
                                          {"X-RateLimit-Remaining", "299"},
                                          {"X-RateLimit-Reset", "1795341900000"}}},
                                 Dialect{"Reddit",
                                         {{"X-Ratelimit-Limit", "300"},
                                          {"X-Ratelimit-Remaining", "299.0"},
                                          {"X-Ratelimit-Reset", "300"}}}}) {
    INFO(dialect.whose);
    Headers headers = dialect.headers;
    headers.emplace_back("Date", kSameDate);
    const RateBudget budget = rate_budget(with(headers), kNow);
    CHECK(budget.limit == 300);
    CHECK(budget.remaining == 299);
    CHECK(budget.reset_at == at("2026-11-22T10:05:00Z"));
  }
}

TEST_CASE("A reset is told on our clock, whatever the server's says", "[rate]") {
  CHECK(reset_in("X-RateLimit-Reset", "2026-11-22T09:55:00Z", kLateDate) == 300);
  CHECK(reset_in("x-rate-limit-reset", "1795341300", kLateDate) == 300);
  CHECK(reset_in("RateLimit-Reset", "300", kLateDate) == 300);
  CHECK(reset_in("X-RateLimit-Reset", "2026-11-22T10:05:00Z", "garbled") == 300);
}

TEST_CASE("A part of the budget that cannot be read is absent, not zero", "[rate]") {
  for (const char* value : {"", "soon", "-1", "5000000", "1e99"}) {
    INFO(value);
    CHECK(reset_in("X-RateLimit-Reset", value) == -1);
  }
  const RateBudget budget =
      rate_budget(with({{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Limit", "-1"}}), kNow);
  CHECK(budget.remaining == 0);
  CHECK_FALSE(budget.limit);
  CHECK_FALSE(budget.reset_at);
  CHECK_FALSE(rate_budget(with({}), kNow).remaining);
  CHECK(rate_budget(with({{"X-Ratelimit-Remaining", "0.9"}}), kNow).remaining == 0);
}

TEST_CASE("An answer stays fresh for max-age, else until Expires", "[cache]") {
  struct Row {
    Headers headers;
    std::optional<std::chrono::seconds> lifetime;
  };
  const char* const expires = "Sun, 22 Nov 2026 10:02:00 GMT";
  for (const Row& row :
       std::vector<Row>{{{}, std::nullopt},
                        {{{"Cache-Control", "public"}}, std::nullopt},
                        {{{"Cache-Control", "public, max-age=600"}}, 600s},
                        {{{"Cache-Control", "MAX-AGE=\"600\" , public"}}, 600s},
                        {{{"Cache-Control", "s-maxage=5"}}, std::nullopt},
                        {{{"Cache-Control", "max-age=0, must-revalidate"}}, 0s},
                        {{{"Cache-Control", "max-age=600"}, {"Cache-Control", "max-age=60"}}, 60s},
                        {{{"Cache-Control", "max-age=600, no-cache"}}, 0s},
                        {{{"Cache-Control", "no-store"}}, 0s},
                        {{{"Cache-Control", "max-age=99999999999999999999"}}, 2147483648s},
                        {{{"Cache-Control", "max-age=-1"}}, std::nullopt},
                        {{{"Cache-Control", "max-age"}}, std::nullopt},
                        {{{"Cache-Control", "max-age=600"}, {"Expires", expires}, {"Date", kSameDate}}, 600s},
                        {{{"Expires", expires}, {"Date", kSameDate}}, 120s},
                        {{{"Expires", expires}, {"Date", kLateDate}}, 720s},
                        {{{"Expires", expires}}, 120s},
                        {{{"Expires", kLateDate}, {"Date", kSameDate}}, 0s},
                        {{{"Expires", "0"}}, 0s},
                        {{{"Expires", "-1"}}, 0s}}) {
    INFO((row.headers.empty() ? "" : row.headers.front().second));
    CHECK(cache_lifetime(with(row.headers), kNow) == row.lifetime);
  }
}
