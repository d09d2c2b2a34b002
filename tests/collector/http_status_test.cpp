#include "collector/http_status.h"

#include <catch2/catch.hpp>

#include "source_fixtures.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = at("2026-11-20T09:16:00Z");

std::optional<UtcTime> until(const net::HttpResponse& response) {
  const auto outcome = status_outcome(response, kNow);
  const auto* limited = outcome ? std::get_if<RateLimited>(&*outcome) : nullptr;
  return limited != nullptr ? std::optional{limited->until} : std::nullopt;
}

}  // namespace

TEST_CASE("A good answer is the source's own business", "[http]") {
  for (const int status : {200, 203, 226, 304}) CHECK_FALSE(status_outcome(answer(status, ""), kNow));
}

TEST_CASE("The server's word on when to come back is kept", "[http]") {
  CHECK(until(answer_with_headers("mastodon/error_429.headers", "")) == at("2026-11-20T09:30:00Z"));
  CHECK(until(answer(429, "", {{"Retry-After", "60"}})) == kNow + 60s);
  CHECK(until(answer(503, "", {{"Retry-After", "60"}})) == kNow + 60s);
  CHECK(until(answer(403, "", {{"Retry-After", "60"}})) == kNow + 60s);
  CHECK(until(answer(429, "")) == kNow + 5min);
  CHECK(until(answer(429, "", {{"Retry-After", "99999999"}})) <= kNow + 24h);
  CHECK(until(answer(429, "", {{"Retry-After", "0"}})) > kNow);
  CHECK_FALSE(until(answer(503, "")));
  CHECK_FALSE(until(answer(403, "", {{"X-RateLimit-Limit", "300"}, {"X-RateLimit-Remaining", "200"}})));
}

TEST_CASE("Every other status has a class and a cause in plain words", "[http]") {
  struct Row {
    int status;
    FailureClass kind;
    const char* word;
  };
  const Row rows[] = {
      {500, FailureClass::transient, "trouble"},    {502, FailureClass::transient, "trouble"},
      {503, FailureClass::transient, "trouble"},    {524, FailureClass::transient, "trouble"},
      {408, FailureClass::transient, "in time"},    {425, FailureClass::transient, "in time"},
      {401, FailureClass::needs_token, "who asks"}, {403, FailureClass::needs_token, "who asks"},
      {404, FailureClass::permanent, "nothing at"}, {410, FailureClass::permanent, "gone for good"},
      {451, FailureClass::permanent, "legal"},      {400, FailureClass::permanent, "does not accept"},
      {302, FailureClass::transient, "browser"},    {0, FailureClass::transient, "cannot be used"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    const auto outcome = status_outcome(answer(row.status, ""), kNow);
    REQUIRE(outcome);
    const auto* failed = std::get_if<Failed>(&*outcome);
    REQUIRE(failed != nullptr);
    CHECK(failed->kind == row.kind);
    CHECK(failed->cause.find(row.word) != std::string::npos);
    CHECK(failed->cause.find("HTTP " + std::to_string(row.status)) != std::string::npos);
    CHECK(failed->cause.find('\n') == std::string::npos);
  }
}

TEST_CASE("A bot challenge is named as such, and tried again", "[http]") {
  const auto outcome = status_outcome(answer(403, "<html>", {{"cf-mitigated", "challenge"}}), kNow);
  REQUIRE(outcome);
  CHECK(std::get<Failed>(*outcome).kind == FailureClass::transient);
  CHECK(std::get<Failed>(*outcome).cause.find("bots") != std::string::npos);
}
