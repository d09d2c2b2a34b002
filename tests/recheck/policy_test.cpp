#include <catch2/catch.hpp>

#include "collector/allowance.h"
#include "collector/host_budget.h"
#include "collector/recheck_policy.h"

using namespace nhs;
using namespace nhs::collector;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = *parse_rfc3339("2026-11-20T12:00:00Z");
constexpr std::chrono::hours kDay{24};

UtcTime asked_again(std::chrono::seconds age) { return next_recheck(RecheckPace::by_age, kNow - age, kNow); }

PostToRecheck called_gone(std::optional<std::chrono::seconds> ago = std::nullopt) {
  PostToRecheck post;
  post.ref = 7;
  post.created_at = kNow - 3 * kDay;
  if (ago) post.gone_at = kNow - *ago;
  return post;
}

RecheckRuling ruled(const PostToRecheck& post, Sight sight, std::optional<UtcTime> present_at = kNow) {
  return rule(post, sight, present_at, RecheckPace::by_age, kNow);
}

}  // namespace

TEST_CASE("The newer a post, the sooner it is asked for again", "[recheck]") {
  CHECK(asked_again(10min) == kNow + 1h);
  CHECK(asked_again(1h) == kNow + 5h);
  CHECK(asked_again(5h + 55min) == kNow + 1h);
  CHECK(asked_again(6h) == kNow + 18h);
  CHECK(asked_again(kDay) == kNow + 7 * kDay);
  CHECK(asked_again(90 * kDay) == kNow + 7 * kDay);
  CHECK(asked_again(91 * kDay) == kNow + 30 * kDay);
  CHECK(asked_again(-2h) == kNow + 1h);
  CHECK(next_recheck(RecheckPace::by_age, std::nullopt, kNow) == kNow + 1h);
}

TEST_CASE("A post on X is asked for again within a day, however old it is", "[recheck]") {
  for (const std::chrono::seconds age : {std::chrono::seconds{60}, std::chrono::seconds{400 * kDay}})
    CHECK(next_recheck(RecheckPace::daily, kNow - age, kNow) - kNow < kDay);
  CHECK(first_recheck(RecheckPace::daily) < kDay);
}

TEST_CASE("Gone once is noted, and asked once more after an hour", "[recheck]") {
  const RecheckRuling once = ruled(called_gone(), Sight::gone);
  CHECK_FALSE(once.removed);
  CHECK(once.gone_at == kNow);
  CHECK(once.due_at == kNow + 1h);
}

TEST_CASE("Gone twice an hour apart is gone; sooner it is not", "[recheck]") {
  CHECK(ruled(called_gone(1h), Sight::gone).removed);
  const RecheckRuling sooner = ruled(called_gone(59min), Sight::gone);
  CHECK_FALSE(sooner.removed);
  CHECK(sooner.gone_at == kNow - 59min);
  CHECK(sooner.due_at == kNow + 1min);
}

TEST_CASE("A server that has shown nothing else since is believed after a day only", "[recheck]") {
  for (const std::optional<UtcTime> never : {std::optional<UtcTime>{}, std::optional{kNow - 25h}}) {
    const RecheckRuling doubted = ruled(called_gone(4h), Sight::gone, never);
    CHECK_FALSE(doubted.removed);
    CHECK(doubted.due_at == kNow + 6h);
    CHECK(ruled(called_gone(20h), Sight::gone, never).due_at == kNow + 4h);
    CHECK(ruled(called_gone(24h), Sight::gone, kNow - 25h).removed);
  }
}

TEST_CASE("A post that is there again has to be called gone twice anew", "[recheck]") {
  const RecheckRuling back = ruled(called_gone(30h), Sight::present);
  CHECK_FALSE(back.removed);
  CHECK_FALSE(back.gone_at);
  CHECK(back.due_at == kNow + 7 * kDay);
}

TEST_CASE("An answer that does not say counts neither way", "[recheck]") {
  const RecheckRuling unclear = ruled(called_gone(5h), Sight::unclear);
  CHECK_FALSE(unclear.removed);
  CHECK(unclear.gone_at == kNow - 5h);
  CHECK(unclear.due_at == kNow + 1h);
}

TEST_CASE("A clock that was set back makes no gone of one word, and waits for no yesterday", "[recheck]") {
  const RecheckRuling set_back = ruled(called_gone(-3 * kDay), Sight::gone);
  CHECK_FALSE(set_back.removed);
  CHECK(set_back.gone_at == kNow);
  CHECK(set_back.due_at == kNow + 1h);
}

TEST_CASE("Rechecks leave half of the day and of the month to polls", "[recheck][allowance]") {
  Allowance allowance{std::nullopt, std::nullopt, *TimeZone::named("UTC")};
  CHECK(affordable_beside_polls(allowance, {9, 9}, 5) > 1'000'000);
  allowance.per_day = 100;
  CHECK(affordable_beside_polls(allowance, {0, 0}, 5) == 10);
  CHECK(affordable_beside_polls(allowance, {26, 26}, 5) == 4);
  CHECK(affordable_beside_polls(allowance, {60, 60}, 5) == 0);
  allowance.per_month = 200;
  CHECK(affordable_beside_polls(allowance, {0, 95}, 5) == 1);
  allowance.per_request = 2;
  CHECK(affordable_beside_polls(allowance, {0, 85}, 5) == 2);
}

TEST_CASE("A server of whose limit half is used is not asked for what can wait", "[recheck][budget]") {
  HostBudget budget;
  const SteadyTime steady{100h};
  CHECK(budget.has_spare(steady));
  const auto tells = [](const std::string& remaining) {
    net::HttpResponse response;
    response.status = 200;
    response.headers = {{"X-RateLimit-Limit", "300"},
                        {"X-RateLimit-Remaining", remaining},
                        {"X-RateLimit-Reset", "2026-11-20T12:05:00Z"}};
    return response;
  };
  budget.observe(tells("151"), kNow, steady);
  CHECK(budget.has_spare(steady));
  budget.observe(tells("150"), kNow, steady);
  CHECK_FALSE(budget.has_spare(steady));
  CHECK_FALSE(budget.hold(steady));
  CHECK(budget.has_spare(steady + 5min));
}
