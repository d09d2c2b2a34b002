#include "collector/allowance.h"

#include "collector/spend_guard.h"
#include "tests/collector/poller_setting.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;

namespace {

Allowance allowance_in(const char* zone) {
  Allowance allowance{std::nullopt, std::nullopt, TimeZone::named(zone).value()};
  return allowance;
}

/// A dollar a day, thirty a month; half a cent a post, a hundred posts a page.
Allowance of_x() {
  Allowance allowance = allowance_in("UTC");
  allowance.per_day = 1'000'000;
  allowance.per_month = 30'000'000;
  allowance.page_at_most = 500'000;
  return allowance;
}

struct Spending : Setting {
  Spending(Allowance allowance, std::int64_t page_cost) {
    watched.allowance = std::move(allowance);
    source->page_cost = page_cost;
  }
};

}  // namespace

TEST_CASE("Days and months begin where the allowance says, summer time included", "[allowance]") {
  const Allowance youtube = allowance_in("America/Los_Angeles");
  CHECK(day_began(youtube, at("2026-11-20T07:59:59Z")) == at("2026-11-19T08:00:00Z"));
  CHECK(day_began(youtube, at("2026-11-20T08:00:00Z")) == at("2026-11-20T08:00:00Z"));
  CHECK(day_began(youtube, at("2026-07-20T09:00:00Z")) == at("2026-07-20T07:00:00Z"));
  CHECK(month_began(youtube, at("2026-11-20T09:00:00Z")) == at("2026-11-01T07:00:00Z"));
  CHECK(next_day(youtube, at("2026-11-01T07:30:00Z")) == at("2026-11-02T08:00:00Z"));
  const Allowance x = allowance_in("UTC");
  CHECK(month_began(x, at("2026-12-31T23:59:59Z")) == at("2026-12-01T00:00:00Z"));
}

TEST_CASE("A request is affordable while its dearest answer still fits, to the unit", "[allowance]") {
  const UtcTime now = at("2026-12-31T09:00:00Z");
  CHECK_FALSE(affordable_from(of_x(), {500'000, 500'000}, now));
  CHECK(affordable_from(of_x(), {500'001, 500'001}, now) == at("2027-01-01T00:00:00Z"));
  const UtcTime in_month = at("2026-11-20T09:00:00Z");
  CHECK(affordable_from(of_x(), {500'001, 500'001}, in_month) == at("2026-11-21T00:00:00Z"));
  CHECK(affordable_from(of_x(), {0, 29'500'001}, in_month) == at("2026-12-01T00:00:00Z"));
  CHECK_FALSE(affordable_from(allowance_in("UTC"), {1'000'000'000, 1'000'000'000}, now));
}

TEST_CASE("What can never be afforded is said to be so", "[allowance]") {
  Allowance nothing = of_x();
  nothing.per_day = 0;
  CHECK(limit_reached(nothing, {}) == SpendLimit::ever);
  CHECK(affordable_from(nothing, {}, at("2026-11-20T09:00:00Z")) == at("2026-11-21T00:00:00Z"));
}

TEST_CASE("A walk stops below the day's cap, over a restart too, and goes on the next day",
          "[allowance][poller]") {
  Spending setting{of_x(), 300'000};
  setting.http.always = "more";
  CHECK(setting.run(Patience{}) == RunEnd::behind);
  // 0.3 and 0.6 fit with a page of at most 0.5 beside them only up to 0.5 spent.
  CHECK(setting.http.asked.size() == 2);
  CHECK(setting.archive.spent_since("one", UtcTime{}).value() == 600'000);
  CHECK(setting.state().notice.find("the day's allowance is used up until Sat 21 Nov 2026 00:00") == 0);
  CHECK(setting.state().failures == 0);
  CHECK(setting.state().next_poll_at >= at("2026-11-21T00:00:00Z"));

  Spending restarted{of_x(), 300'000};
  restarted.archive.spending = setting.archive.spending;
  restarted.clock.time = at("2026-11-20T23:59:59Z");
  restarted.http.always = "more";
  CHECK(restarted.run(Patience{}) == RunEnd::behind);
  CHECK(restarted.http.asked.empty());
  restarted.pass(1s);
  restarted.http.answer(200, "last");
  CHECK(restarted.run(Patience{}) == RunEnd::caught_up);
  CHECK(restarted.state().notice.empty());
}

TEST_CASE("A watch that used up its day asks again when the next begins", "[allowance][poller]") {
  Spending setting{of_x(), 500'000};
  setting.http.always = "last";
  setting.watch_for(47h);
  CHECK(setting.http.asked.size() >= 4);
  for (const UtcTime day : {at("2026-11-20T00:00:00Z"), at("2026-11-21T00:00:00Z")}) {
    const auto spent = setting.archive.spent_since("one", day).value() -
                       setting.archive.spent_since("one", day + 24h).value();
    CHECK(spent == 1'000'000);
  }
}

TEST_CASE("What was spent while the clock was ahead counts on that day, not on every day until then",
          "[allowance][poller]") {
  Spending setting{of_x(), 500'000};
  const UtcTime today = setting.clock.time;
  setting.clock.time = today + 24h * 20;
  setting.http.always = "last";
  setting.watch_for(1h);
  REQUIRE(setting.archive.spent_since("one", today).value() > 0);
  const Allowance allowance = of_x();
  const auto spent = spent_now(setting.archive, "one", allowance, today).value();
  CHECK(spent.today == 0);
  CHECK(spent_now(setting.archive, "one", allowance, today + 24h * 20).value().today > 0);
}

TEST_CASE("A month's cap, or none allowed, is a matter of money and is told once", "[allowance][poller]") {
  const SeenLog log;
  Allowance allowance = of_x();
  const bool month = GENERATE(true, false);
  (month ? allowance.per_month : allowance.per_day) = 400'000;
  if (month) allowance.page_at_most = 100'000;
  Spending setting{allowance, 0};
  if (month) setting.archive.spending.emplace_back("one", at("2026-11-02T09:00:00Z"), 350'000);
  for (int i = 0; i < 3; ++i) CHECK(setting.run(Patience{}) == RunEnd::behind);
  CHECK(setting.http.asked.empty());
  CHECK(setting.state().failure == FailureClass::money);
  CHECK(log.times(setting.state().last_error) == 1);
  CHECK(setting.state().next_poll_at >= at(month ? "2026-12-01T00:00:00Z" : "2026-11-21T00:00:00Z"));
}

TEST_CASE("Every request costs, also one that fails", "[allowance][poller]") {
  Allowance allowance = allowance_in("America/Los_Angeles");
  allowance.per_day = 10;
  allowance.per_request = 1;
  Spending setting{allowance, 0};
  for (int i = 0; i < 30; ++i) setting.http.fail(net::FetchFailure::timed_out);
  for (int i = 0; i < 8; ++i) {
    setting.run(Patience{});
    setting.pass(1h);
  }
  CHECK(setting.http.asked.size() == 10);
  CHECK(setting.archive.spent_since("one", UtcTime{}).value() == 10);
}

TEST_CASE("Whatever an answer may have been billed at counts, unless it surely was free",
          "[allowance][poller]") {
  struct Row {
    const char* what;
    int status;
    const char* body;
    std::optional<net::FetchFailure> failure;
    std::int64_t cost;
  };
  // Of a cent a request, and half a dollar a page at most.
  constexpr std::int64_t kRequest = 10'000, kDearest = 510'000;
  const Row row =
      GENERATE(Row{"a page that is kept", 200, "rest", {}, kRequest + 300'000},
               Row{"a step that is read", 200, "signed in", {}, kRequest},
               Row{"nothing changed", 304, "same", {}, kRequest},
               Row{"a refusal", 401, "closed", {}, kRequest}, Row{"trouble", 503, "broken", {}, kRequest},
               Row{"the wish to wait", 429, "slow down for long", {}, kRequest},
               Row{"a page that cannot be read", 200, "garbage", {}, kDearest},
               Row{"a page with the wish to wait in it", 200, "slow down for long", {}, kDearest},
               Row{"a page that was cut off", 0, "", net::FetchFailure::cut_off, kDearest},
               Row{"no answer in time", 0, "", net::FetchFailure::timed_out, kDearest},
               Row{"no answer before the end", 0, "", net::FetchFailure::cancelled, kDearest},
               Row{"no server", 0, "", net::FetchFailure::cannot_connect, 0},
               Row{"no such name", 0, "", net::FetchFailure::name_not_found, 0});
  INFO(row.what);
  Allowance allowance = of_x();
  allowance.per_day = 600'000;
  allowance.per_request = kRequest;
  Spending setting{allowance, 300'000};
  if (row.failure)
    setting.http.fail(*row.failure);
  else
    setting.http.answer(row.status, row.body);
  setting.watch_until_asked();
  CHECK(setting.http.asked.size() == 1);
  CHECK(setting.archive.spent_since("one", UtcTime{}).value() == row.cost);
  CHECK(setting.state().reserved == 0);
}

TEST_CASE("What a request may cost is put down before it is asked, and counts when its process is killed",
          "[allowance][poller]") {
  struct Killed {};
  std::map<std::pair<std::string, std::string>, SourceState> states;
  std::vector<std::tuple<std::string, UtcTime, std::int64_t>> spending;
  std::size_t asked = 0;
  for (int process = 0; process < 4; ++process) {
    // The topic whose request was lost is not the one that the next process begins with.
    Setting setting{process % 2 == 0 ? std::vector<std::string>{"a", "b"}
                                     : std::vector<std::string>{"b", "a"}};
    setting.watched.allowance = of_x();
    if (process > 0) setting.archive.states = states;
    setting.archive.spending = spending;
    setting.http.when_asked = [&] {
      CHECK(setting.archive.kept.back().reserved == 500'000);
      throw Killed{};
    };
    try {
      setting.run(Patience{});
    } catch (const Killed&) {
      ++asked;
    }
    states = setting.archive.states;
    spending = setting.archive.spending;
  }
  // A dollar a day, and half a dollar a page at most.
  CHECK(asked == 2);
  CHECK(spending.size() == 2);
}

TEST_CASE("Nothing is asked that cannot be put down, and nothing forgotten that cannot be kept",
          "[allowance][poller]") {
  Setting setting{{"a", "b"}};
  setting.watched.allowance = of_x();
  setting.source->page_cost = 300'000;
  setting.archive.full = true;
  CHECK(setting.run(Patience{}) == RunEnd::behind);
  CHECK(setting.http.asked.empty());

  setting.archive.full = false;
  setting.http.when_asked = [&] { setting.archive.full = true; };
  setting.http.answer(200, "last");
  CHECK(setting.run(Patience{}) == RunEnd::behind);
  CHECK(setting.http.asked.size() == 1);
  CHECK(setting.state("a").reserved == 500'000);

  setting.archive.full = false;
  setting.http.when_asked = nullptr;
  setting.http.always = "last";
  CHECK(setting.run(Patience{}) == RunEnd::behind);
  // Half a dollar as it was put down, and then one page; no other fits.
  CHECK(setting.http.asked.size() == 2);
  CHECK(setting.archive.spent_since("one", UtcTime{}).value() == 800'000);
  CHECK(setting.archive.counted.asked == 2);
}

TEST_CASE("A source whose credit is used up rests until the next day", "[allowance][poller]") {
  Spending setting{of_x(), 0};
  setting.http.answer(402, "poor");
  CHECK(setting.run(patient(2min)) == RunEnd::behind);
  CHECK(setting.state().failure == FailureClass::money);
  CHECK(setting.state().next_poll_at >= at("2026-11-21T00:00:00Z"));
  CHECK(setting.state().next_poll_at <= at("2026-11-21T00:10:00Z"));
}
