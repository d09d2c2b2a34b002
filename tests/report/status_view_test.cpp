#include "report/status_view.h"

#include <catch2/catch.hpp>

#include "core/json.h"
#include "core/text.h"
#include "tests/report/watched.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

const UtcTime kNow = parse_rfc3339("2026-11-20T09:00:00Z").value();

StatusSurroundings around() {
  StatusSurroundings surroundings;
  surroundings.database = "/var/lib/nhsvalues/nhsvalues.db";
  surroundings.program_version = "0.1.0";
  surroundings.now = kNow;
  return surroundings;
}

SourceState caught_up() {
  SourceState state;
  state.source = "leeds.example";
  state.topic = "NHSvalues";
  state.last_success_at = state.caught_up_at = kNow - 3min;
  return state;
}

}  // namespace

TEST_CASE("A source's state is told in words", "[status]") {
  SourceState state = caught_up();
  CHECK(source_in_words(state, kNow) == "caught up 3 min ago");
  state.failures = 2;
  state.last_error = "leeds.example refused the token: make a new one";
  CHECK(source_in_words(state, kNow) == "failing (2 tries): leeds.example refused the token: make a new one");
  CHECK(source_in_words(SourceState{}, kNow) == "not asked yet");
  state = caught_up();
  state.asked_to_wait_until = kNow + 1h;
  CHECK(source_in_words(state, kNow) == "the server asked us to wait until 2026-11-20T10:00:00Z");
}

TEST_CASE("When all is well, that is said; else each thing that wants attention is a line", "[status]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoreStatus status;
  status.sources = {caught_up()};
  CHECK(status_table(status, around(), zone, Terminal{}).find("All is well.") != std::string::npos);

  status.sources[0].failures = 1;
  status.sources[0].last_error = "no answer";
  StatusSurroundings surroundings = around();
  surroundings.configured_sources = {{"leeds.example", 5min}, {"forgotten.example", 5min}};
  const auto warnings = status_warnings(status, surroundings);
  REQUIRE(warnings.size() == 2);
  CHECK(warnings[0] == "leeds.example: no answer (last caught up 3 min ago)");
  CHECK(warnings[1] == "forgotten.example: configured, but not asked yet; is nhsvaluesd running?");
}

TEST_CASE("Where nobody collects anything, all is not well", "[status]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoreStatus status;
  CHECK(status_warnings(status, around()) ==
        std::vector<std::string>{"nothing is collected: no source is configured; there is no post yet"});
  status.posts = 3;
  status.newest_post_at = kNow - 8 * 24h;
  const std::string table = status_table(status, around(), zone, Terminal{});
  INFO(table);
  CHECK(table.find("All is well.") == std::string::npos);
  CHECK(table.find("! nothing is collected: no source is configured; the newest post") != std::string::npos);

  StatusSurroundings surroundings = around();
  surroundings.configured_sources = {{"leeds.example", 5min}};
  surroundings.configured_sources[0].disabled = Switch{kNow - 1h, "ada"};
  status.sources = {caught_up()};
  CHECK(status_warnings(status, surroundings) ==
        std::vector<std::string>{
            "nothing is collected: every source is disabled; the newest post was written 8 days ago"});
}

TEST_CASE("A daemon that died two weeks ago is not all well", "[status]") {
  store::StoreStatus status;
  status.sources = {caught_up(), caught_up()};
  status.sources[0].next_poll_at = kNow - 14 * 24h;
  status.sources[1].source = "trust.example";
  status.sources[1].next_poll_at = kNow + 2min;
  StatusSurroundings surroundings = around();
  surroundings.configured_sources = {{"leeds.example", 5min}, {"trust.example", 5min}};
  CHECK(status_warnings(status, surroundings) ==
        std::vector<std::string>{"leeds.example: was due 14 days ago; is nhsvaluesd running?"});

  status.sources[1].next_poll_at = kNow - 13 * 24h;
  CHECK(status_warnings(status, surroundings) ==
        std::vector<std::string>{"all 2 sources: were due 13 days ago; is nhsvaluesd running?"});
  surroundings.configured_sources.clear();
  CHECK(status_warnings(status, surroundings).size() == 1);
}

TEST_CASE("A source is late by an hour at least, and by three times its interval", "[status]") {
  store::StoreStatus status;
  status.sources = {caught_up()};
  StatusSurroundings surroundings = around();
  const auto warns = [&](std::chrono::seconds late, std::chrono::seconds every) {
    status.sources[0].next_poll_at = kNow - late;
    surroundings.configured_sources = {{"leeds.example", every}};
    return !status_warnings(status, surroundings).empty();
  };
  CHECK_FALSE(warns(60min, 5min));
  CHECK(warns(61min, 5min));
  CHECK_FALSE(warns(3h, 1h));
  CHECK(warns(3h + 1s, 1h));
  // Where the server asked for a longer wait, that is when it is due.
  status.sources[0].asked_to_wait_until = kNow - 5min;
  CHECK_FALSE(warns(24h, 5min));
}

TEST_CASE("A source that is no longer configured is shown as such and warns of nothing", "[status]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoreStatus status;
  status.sources = {caught_up(), caught_up()};
  status.sources[1].source = "old.example";
  status.sources[1].failures = 3;
  status.sources[1].last_error = "no answer";
  status.sources[1].next_poll_at = kNow - 30 * 24h;
  StatusSurroundings surroundings = around();
  surroundings.configured_sources = {{"leeds.example", 5min}};
  CHECK(status_warnings(status, surroundings).empty());
  const std::string table = status_table(status, surroundings, zone, Terminal{});
  CHECK(table.find("no longer configured") != std::string::npos);
  CHECK(table.find("All is well.") != std::string::npos);
  const auto document = JsonDocument::parse(status_json(status, surroundings));
  CHECK(document->root()["sources"].at(1)["state"].text() == "no longer configured");
}

TEST_CASE("The sources' table says when each was read and will be, and fits the terminal", "[status]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoreStatus status;
  status.sources = {caught_up(), caught_up()};
  status.sources[0].next_poll_at = kNow + 5min;
  status.sources[1].source = "mastodon.of-some.example";
  status.sources[1].failures = 2;
  status.sources[1].last_error = std::string(200, 'e');
  Terminal terminal;
  terminal.interactive = true;
  const auto line_of = [&](const std::string& start) {
    const std::string table = status_table(status, around(), zone, terminal);
    const std::size_t at = table.find("\n" + start) + 1;
    return table.substr(at, table.find('\n', at) - at);
  };
  CHECK(line_of("Source") == "Source                    Topic       Last success  Next      State");
  CHECK(line_of("leeds") == "leeds.example             #NHSvalues  3 min ago     in 5 min  caught up");
  CHECK(line_of("mastodon") ==
        "mastodon.of-some.example  #NHSvalues  3 min ago     -         failing (2 tries)");
  terminal.columns = 70;
  CHECK(line_of("Source") == "Source                    Topic       Last success  State");
  terminal.columns = 60;
  CHECK(line_of("leeds") == "leeds.example             #NHSvalues  caught up 3 min ago");
}

TEST_CASE("A source that is asked and answers nothing is silent; one that nobody asks is overdue",
          "[status]") {
  store::StoreStatus status;
  status.sources = {caught_up()};
  StatusSurroundings surroundings = around();
  surroundings.configured_sources = {watched("leeds.example")};
  SourceState& state = status.sources[0];
  state.last_success_at = kNow - 2h;
  CHECK(status_warnings(status, surroundings).empty());
  state.last_success_at = kNow - 3h;
  CHECK(status_warnings(status, surroundings) ==
        std::vector<std::string>{"leeds.example: silent: its last answer came 3 h ago"});
  // Why it is silent stands on the same line.
  state.failures = 5;
  state.last_error = "no answer";
  CHECK(status_warnings(status, surroundings) ==
        std::vector<std::string>{"leeds.example: no answer (silent: its last answer came 3 h ago)"});
  state.failures = 0;
  state.next_poll_at = kNow - 90min;
  CHECK(status_warnings(status, surroundings) ==
        std::vector<std::string>{"leeds.example: was due 1 h ago; is nhsvaluesd running?"});
  // A quiet hashtag: asked and answered, with nothing new for weeks.
  state = caught_up();
  state.quiet_runs = 5000;
  CHECK(status_warnings(status, surroundings).empty());
}

TEST_CASE("What is alike for several topics is one warning, and notices are among them", "[status]") {
  store::StoreStatus status;
  status.sources = {caught_up(), caught_up(), caught_up()};
  status.sources[1].topic = "TeamLeeds";
  status.sources[2].source = "old.example";
  for (SourceState& state : status.sources) {
    state.failures = 1;
    state.last_error = "no answer";
    state.notice = "add a token";
  }
  StatusSurroundings surroundings = around();
  surroundings.configured_sources = {watched("leeds.example")};
  CHECK(status_warnings(status, surroundings) ==
        std::vector<std::string>{"leeds.example: no answer (last caught up 3 min ago)",
                                 "leeds.example: add a token"});
}

TEST_CASE("Spending stands in status, in words that fit and in JSON", "[status]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoreStatus status;
  status.sources = {caught_up()};
  status.spending = {{"leeds.example", 12, 12, kNow - 3h}};
  StatusSurroundings surroundings = around();
  surroundings.configured_sources = {watched("leeds.example"), watched("free.example")};
  surroundings.configured_sources[0].caps = SpendCaps{};
  surroundings.configured_sources[0].caps->per_day = 100;
  const std::string table = status_table(status, surroundings, zone, terminal_of(80));
  CHECK(table.find("\nleeds.example has used 12 of 100 requests today.\n") != std::string::npos);
  CHECK(table.find("free.example has used") == std::string::npos);
  const auto document = JsonDocument::parse(status_json(status, surroundings));
  REQUIRE(document);
  REQUIRE(document->root()["spending"].size() == 1);
  CHECK(document->root()["spending"].at(0)["source"].text() == "leeds.example");
  CHECK(document->root()["spending"].at(0)["per_day"].integer() == 100);
}

TEST_CASE("Of a purge by a clock that was ahead no time is told, and why the next one waits is", "[status]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoreStatus status;
  status.sources = {caught_up()};
  StatusSurroundings surroundings = around();
  surroundings.retention.emplace();
  surroundings.retention->last_at = kNow + 24h;
  const auto table = [&] { return status_table(status, surroundings, zone, terminal_of(200)); };
  CHECK(table().find("purging last ran while the clock was ahead") != std::string::npos);
  CHECK(status_warnings(status, surroundings).empty());

  surroundings.retention->last_at = kNow - 41 * 24h;
  surroundings.retention->is_clock_doubtful = true;
  surroundings.retention->held_until = surroundings.retention->next_at = kNow + 5h;
  CHECK(status_warnings(status, surroundings).empty());
  surroundings.retention->due = 3;
  REQUIRE(status_warnings(status, surroundings).size() == 1);
  CHECK(
      status_warnings(status, surroundings)[0] ==
      "the clock may be wrong: it says 2026-11-20T09:00:00Z, more than 40 days after purging was last noted here; "
      "nothing is purged before 2026-11-20T14:00:00Z, unless `nhsvalues retention --apply` does");
}

TEST_CASE("Causes and notices cannot act in the terminal", "[status]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoreStatus status;
  status.sources = {caught_up()};
  status.sources[0].failures = 1;
  status.sources[0].last_error = status.sources[0].notice = kHostile;
  for (const std::size_t columns : {60U, 200U}) {
    const std::string table = status_table(status, around(), zone, terminal_of(columns));
    CHECK(table.find("desrever") != std::string::npos);
    CHECK(is_harmless(table));
  }
}

TEST_CASE("Status has a documented JSON shape without cursors", "[status]") {
  store::StoreStatus status;
  status.sources = {caught_up()};
  status.sources[0].cursor = "secret cursor";
  const std::string text = status_json(status, around());
  CHECK(text.find("secret cursor") == std::string::npos);
  const auto document = JsonDocument::parse(text);
  REQUIRE(document);
  CHECK(document->root()["schema"].text() == "nhsvalues.status/1");
  CHECK(document->root()["sources"].at(0)["source"].text() == "leeds.example");
  CHECK(document->root()["sources"].at(0)["lag_s"].integer() == 180);
}

TEST_CASE("Times past are told as people would", "[status]") {
  CHECK(ago(kNow - 20s, kNow) == "just now");
  CHECK(ago(kNow - 61s, kNow) == "1 min ago");
  CHECK(ago(kNow - 5h, kNow) == "5 h ago");
  CHECK(ago(kNow - 72h, kNow) == "3 days ago");
  CHECK(ahead(kNow + 5min, kNow) == "in 5 min");
  CHECK(ahead(kNow + 20s, kNow) == "due");
  CHECK(ahead(kNow - 72h, kNow) == "due");
}

TEST_CASE("Posts that another model judged are told, with who judges them anew", "[status]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoreStatus status;
  status.model = "2026.12";
  CHECK(status_table(status, around(), zone, Terminal{}).find("Older model") == std::string::npos);
  status.of_other_models = 7;
  CHECK(status_table(status, around(), zone, Terminal{})
            .find("7 posts; `nhsvalues reclassify` judges them anew") != std::string::npos);
  StatusSurroundings watched = around();
  watched.writer = "nhsvaluesd (process 1)";
  CHECK(status_table(status, watched, zone, Terminal{}).find("7 posts; they are judged anew, bit by bit") !=
        std::string::npos);
  CHECK(JsonDocument::parse(status_json(status, around()))->root()["of_other_models"].integer() == 7);
}

TEST_CASE("Posts without a date are not told of as if none had come yet", "[status]") {
  const TimeZone zone = TimeZone::named("Europe/London").value();
  store::StoreStatus status;
  CHECK(status_table(status, around(), zone, Terminal{}).find("none yet") != std::string::npos);
  status.posts = status.undated = 30;
  CHECK(status_table(status, around(), zone, Terminal{}).find("none has a date") != std::string::npos);
  CHECK(status_table(status, around(), zone, Terminal{}).find("none yet") == std::string::npos);
}
