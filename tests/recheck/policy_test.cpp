#include <catch2/catch.hpp>

#include "collector/allowance.h"
#include "collector/host_budget.h"
#include "collector/recheck.h"
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

namespace {

/// A search costs 20 at the most, a post that is asked for again 5; noon of the twentieth of thirty days.
Allowance small_allowance() {
  Allowance allowance{100, 1000, *TimeZone::named("UTC")};
  allowance.page_at_most = 20;
  return allowance;
}

Spent used(DayAndMonth all, DayAndMonth on_rechecks) {
  Spent spent;
  spent.today = all.today;
  spent.this_month = all.this_month;
  spent.on_rechecks = on_rechecks;
  return spent;
}

}  // namespace

TEST_CASE("Polls leave to rechecks what those will need, up to half of the day and of the month",
          "[recheck][allowance]") {
  const Allowance allowance = small_allowance();
  const auto held = [&](const Spent& spent, DayAndMonth need) {
    return held_for_rechecks(allowance, spent, need);
  };
  CHECK(held({}, {0, 0}).today == 0);
  CHECK(held({}, {15, 15}).today == 15);
  CHECK(held({}, {5000, 5000}).today == 50);
  CHECK(held({}, {5000, 5000}).this_month == 500);
  CHECK(held(used({60, 60}, {30, 30}), {5000, 5000}).today == 20);
  CHECK(held(used({90, 90}, {60, 60}), {5000, 5000}).today == 0);

  CHECK(limit_reached(allowance, {31, 31}) == SpendLimit::none);
  CHECK(limit_reached(allowance, {31, 31}, {50, 0}) == SpendLimit::day);
  CHECK(limit_reached(allowance, {30, 30}, {50, 0}) == SpendLimit::none);
  CHECK(limit_reached(allowance, {0, 481}, {0, 500}) == SpendLimit::month);
}

TEST_CASE("Rechecks have half of the day and of the month, whatever polls used, and what those leave",
          "[recheck][allowance]") {
  const Allowance allowance = small_allowance();
  const UtcTime morning = *parse_rfc3339("2026-11-20T00:00:00Z");
  const UtcTime night = *parse_rfc3339("2026-11-20T23:59:00Z");
  const auto affordable = [&](const Spent& spent, UtcTime now) {
    return affordable_rechecks(allowance, spent, 5, now);
  };
  CHECK(affordable({}, morning) == 10);
  CHECK(affordable(used({50, 50}, {0, 0}), morning) == 10);
  CHECK(affordable(used({80, 80}, {30, 30}), morning) == 4);
  CHECK(affordable(used({50, 50}, {50, 50}), morning) == 0);
  // With half of the day gone half of the polls' half is free; at its end all but one search is.
  CHECK(affordable(used({50, 50}, {50, 50}), kNow) == 5);
  CHECK(affordable(used({50, 50}, {50, 50}), night) == 6);
  // What was spent already is never more than there is.
  CHECK(affordable(used({95, 95}, {0, 0}), morning) == 1);
  CHECK(affordable(used({10, 990}, {0, 0}), night) == 2);
  Allowance unlimited{std::nullopt, std::nullopt, *TimeZone::named("UTC")};
  CHECK(affordable_rechecks(unlimited, used({9, 9}, {9, 9}), 5, kNow) > 1'000'000);
  Allowance dear = allowance;
  dear.per_request = 2;
  CHECK(affordable_rechecks(dear, used({0, 985}, {0, 0}), 5, morning) == 2);
}

TEST_CASE("A post that lost its topic by an edit is told from one whose topic is no longer watched",
          "[recheck]") {
  const Topic topic{"NHSvalues", {"NHSvalues", "TeamLeeds"}};
  PostToRecheck stored;
  stored.tags = {"nhsvalues", "tea"};
  Post shown;
  shown.tags = {"tea"};
  shown.edited_at = kNow;
  CHECK(has_lost_topic(stored, shown, topic, true));
  SECTION("one that still carries another topic has lost nothing") {
    shown.tags = {"tea", "TEAMLEEDS"};
    CHECK_FALSE(has_lost_topic(stored, shown, topic, true));
  }
  SECTION("an older view, or one that was never edited, says nothing where edits are dated") {
    shown.edited_at.reset();
    CHECK_FALSE(has_lost_topic(stored, shown, topic, true));
    CHECK(has_lost_topic(stored, shown, topic, false));
    shown.edited_at = kNow - 1h;
    stored.edited_at = kNow;
    CHECK_FALSE(has_lost_topic(stored, shown, topic, true));
  }
  SECTION("where no tag of it is watched any more, one that stays is enough") {
    stored.tags = {"OldCampaign", "tea"};
    CHECK_FALSE(has_lost_topic(stored, shown, topic, true));
    shown.tags = {"cake"};
    CHECK(has_lost_topic(stored, shown, topic, true));
  }
  SECTION("one that was imported without any tag cannot lose one") {
    stored.tags.clear();
    CHECK_FALSE(has_lost_topic(stored, shown, topic, false));
  }
}

TEST_CASE("The longer there is no word of a post, the less often it is asked for", "[recheck]") {
  PostToRecheck post = called_gone();
  const auto next = [&](std::chrono::seconds since) {
    post.unclear_since = kNow - since;
    return ruled(post, Sight::unclear).due_at - kNow;
  };
  CHECK(next(10min) == 1h);
  CHECK(next(2h) == 2h);
  CHECK(next(5h) == 5h);
  CHECK(next(50h) == 6h);
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
