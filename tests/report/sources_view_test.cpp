#include "report/sources_view.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "core/json.h"
#include "core/text.h"
#include "tests/report/watched.h"
#include "tests/support/holds.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = parse_rfc3339("2026-11-20T09:00:00Z").value();
SourceState working(const std::string& source, const std::string& topic = "NHSvalues") {
  SourceState state;
  state.source = source;
  state.topic = topic;
  state.last_success_at = state.caught_up_at = kNow - 3min;
  state.next_poll_at = kNow + 2min;
  return state;
}

SourceState failing(const std::string& source, std::string cause, FailureClass failure,
                    const std::string& topic = "NHSvalues") {
  SourceState state = working(source, topic);
  state.failures = 4;
  state.failure = failure;
  state.last_error = std::move(cause);
  state.failing_since = parse_rfc3339("2026-11-03T10:00:00Z");
  return state;
}

struct View {
  SourcesAccount account;
  StatusSurroundings around;

  View() {
    around.now = kNow;
    around.writer = "nhsvaluesd (process 7)";
    around.configured_sources = {watched("leeds.example")};
    account.status.sources = {working("leeds.example")};
  }
  std::string table(const Terminal& terminal = terminal_of(400)) const {
    return sources_table(account, around, london(), terminal);
  }
  std::string state() const {
    const auto document = JsonDocument::parse(sources_json(account, around, london()));
    REQUIRE(document);
    return document->root()["sources"].at(0)["state"].text_or_empty();
  }
};

}  // namespace

TEST_CASE("A source that works is one line with nothing more to say", "[sources]") {
  View view;
  store::SourceCoverage day;
  day.source = "leeds.example";
  day.fetches.asked = 288;
  view.account.since_yesterday.sources = {day};
  CHECK(view.table() ==
        "Source         Kind      State    Last answer  Next      Since yesterday\n"
        "leeds.example  mastodon  working  3 min ago    in 2 min  asked 288 times\n");
}

TEST_CASE("A refused token is told with its date and with what to do", "[sources]") {
  View view;
  view.account.status.sources = {failing("leeds.example",
                                         "leeds.example refused the token (HTTP 401): make a new one",
                                         FailureClass::needs_token)};
  CHECK(view.state() == "refused");
  CHECK(holds(view.table(),
              "\nleeds.example: refused since Tue 3 Nov 2026 10:00 (4 tries): leeds.example refused "
              "the token (HTTP 401): make a new one\n"));
  // Refused for so long that it is silent too, but that it is refused says more.
  view.account.status.sources[0].last_success_at = kNow - 400h;
  CHECK(view.state() == "refused");
  view.account.status.sources[0] = failing("leeds.example", "no answer", FailureClass::transient);
  CHECK(view.state() == "failing");
  CHECK(holds(view.table(), "leeds.example: failing since Tue 3 Nov 2026 10:00"));
}

TEST_CASE("A source that its spending limit keeps from being asked is not well", "[sources]") {
  SourceState state;
  state.source = "x";
  state.topic = "NHSvalues";
  state.failure = FailureClass::money;
  state.last_error = "one request may cost more than this source is allowed";
  CHECK(is_failing(state));
  CHECK(source_in_words(state, kNow) == "not asked: one request may cost more than this source is allowed");
  CHECK_FALSE(is_failing(working("leeds.example")));
}

TEST_CASE("What holds for all topics is said once, what holds for some names them", "[sources]") {
  View view;
  auto& states = view.account.status.sources;
  for (const char* topic : {"NHSvalues", "TeamLeeds", "Hearts"})
    states.push_back(failing("leeds.example", "no answer", FailureClass::transient, topic));
  states.erase(states.begin());
  const auto lines_with = [&](const std::string& part) {
    std::istringstream lines{view.table()};
    int found = 0;
    for (std::string line; std::getline(lines, line);) found += holds(line, part);
    return found;
  };
  CHECK(lines_with("no answer") == 1);
  CHECK(lines_with("#") == 0);
  states[1] = working("leeds.example", "TeamLeeds");
  CHECK(lines_with("no answer") == 1);
  CHECK(lines_with("leeds.example: #NHSvalues, #Hearts: failing since") == 1);
}

TEST_CASE("A source that answers nothing is silent, a quiet hashtag and an absent daemon are not",
          "[sources]") {
  View view;
  SourceState& state = view.account.status.sources[0];
  state.last_success_at = kNow - 3h;
  CHECK(view.state() == "silent");

  // Quiet: asked and answered with empty pages for weeks.
  state.last_success_at = state.caught_up_at = kNow - 10min;
  state.quiet_runs = 5000;
  CHECK(view.state() == "working");

  // Nobody asked it, so it could not answer.
  state.last_success_at = state.caught_up_at = kNow - 72h;
  state.next_poll_at = kNow - 71h;
  CHECK(view.state() == "overdue");
  view.around.writer.reset();
  CHECK(holds(view.table(), "Nothing is asked for now: nhsvaluesd is not running."));

  view.around.configured_sources[0].silent_after = 0s;
  state.next_poll_at = kNow + 1min;
  CHECK(view.state() == "working");
}

TEST_CASE("Waiting, catching up and never asked have their own words", "[sources]") {
  View view;
  SourceState& state = view.account.status.sources[0];
  state.asked_to_wait_until = kNow + 90min;
  CHECK(view.state() == "asked to wait");
  CHECK(holds(view.table(), "leeds.example: the server asked us to wait until Fri 20 Nov 2026 10:30\n"));
  state.asked_to_wait_until.reset();
  state.unread = TimeSpan{kNow - 48h, kNow - 24h};
  CHECK(view.state() == "catching up");
  CHECK(holds(view.table(),
              "leeds.example: still to be read: posts from Wed 18 Nov 2026 09:00 to Thu 19 Nov "
              "2026 09:00\n"));
  view.account.status.sources.clear();
  CHECK(view.state() == "not asked yet");
  view.around.configured_sources.clear();
  CHECK(holds(view.table(), "No sources are configured"));
}

TEST_CASE("Notices, waits, gaps and unreadable items are told of the source that has them", "[sources]") {
  View view;
  view.around.configured_sources.push_back(watched("other.example"));
  view.account.status.sources[0].notice = "this server hides its tag pages from visitors; add a token";
  view.account.status.gaps = {{"leeds.example", kNow - 50h, kNow - 49h, "the server forgot"},
                              {"leeds.example", kNow - 10h, kNow - 8h, "the server was down"}};
  view.account.quarantine.items = {{"leeds.example", "no date that can be read", 1, 3, kNow - 5h, kNow - 2h}};
  view.account.quarantine.counts = {{"leeds.example", 2, 6}, {"other.example", 1, 1}};
  store::SourceCoverage day;
  day.source = "leeds.example";
  day.fetches.throttled = 12;
  view.account.since_yesterday.sources = {day};
  const std::string table = view.table();
  INFO(table);
  CHECK(holds(table, "leeds.example: this server hides its tag pages from visitors; add a token\n"));
  CHECK(holds(table, "leeds.example: told us to wait 12 times since yesterday\n"));
  CHECK(holds(table,
              "leeds.example: posts may have been missed in the last 30 days: 2 gaps, 3.0 hours; the "
              "latest: the server was down\n"));
  CHECK(
      holds(table, "leeds.example: 2 items could not be read, the last 2 h ago: no date that can be read\n"));
  CHECK(holds(table, "other.example: 1 item could not be read\n"));
}

TEST_CASE("What a source costs stands with what the month may come to", "[sources]") {
  View view;
  SpendCaps caps;
  caps.money = true;
  caps.per_day = 2'000'000;
  caps.per_month = 20'000'000;
  caps.month_began = parse_rfc3339("2026-11-01T00:00:00Z").value();
  caps.month_ends = parse_rfc3339("2026-12-01T00:00:00Z").value();
  view.around.configured_sources[0].caps = caps;
  view.account.status.spending = {
      {"leeds.example", 400'000, 3'200'000, parse_rfc3339("2026-11-12T09:00:00Z").value()}};
  CHECK(holds(view.table(),
              "leeds.example: used $0.40 of $2.00 today, $3.20 of $20.00 this month, about $7.45 "
              "by its end\n"));
  const auto document = JsonDocument::parse(sources_json(view.account, view.around, london()));
  const JsonView spending = document->root()["sources"].at(0)["spending"];
  CHECK(spending["unit"].text() == "usd");
  CHECK(spending["this_month"].number() == 3.2);
  CHECK(spending["month_forecast"].number() == 7.45);
}

TEST_CASE("The list of sources fits 80 columns by leaving out what matters least", "[sources]") {
  View view;
  view.around.configured_sources = {watched("mastodon.of-some.example"),
                                    watched("a.very.long.name.of.some.server.somewhere.example")};
  for (const WatchedSource& source : view.around.configured_sources)
    view.account.status.sources.push_back(
        failing(source.name, std::string(20, 'e') + " " + std::string(70, 'w'), FailureClass::transient));
  std::istringstream lines{view.table(terminal_of(80))};
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(display_width(line) <= 80);
  }
  CHECK(holds(view.table(terminal_of(80)), "State    Last answer\n"));
  view.around.configured_sources.pop_back();
  CHECK(holds(view.table(terminal_of(80)), "State    Last answer  Next      Since yesterday\n"));
  Terminal file = terminal_of(80);
  file.interactive = false;
  CHECK(holds(view.table(file), "Kind"));
}

TEST_CASE("What servers say cannot act in the terminal", "[sources]") {
  View view;
  view.account.status.sources = {failing("leeds.example", kHostile, FailureClass::content)};
  view.account.status.sources[0].notice = kHostile;
  view.account.status.gaps = {{"leeds.example", kNow - 2h, kNow - 1h, kHostile}};
  view.account.quarantine.items = {{"leeds.example", kHostile, 1, 1, kNow, kNow}};
  view.account.quarantine.counts = {{"leeds.example", 1, 1}};
  const std::string table = view.table();
  CHECK(holds(table, "desrever"));
  CHECK(is_harmless(table));
}
