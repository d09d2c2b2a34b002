#include "report/status_view.h"

#include <catch2/catch.hpp>

#include "core/json.h"

using namespace nhs;
using namespace nhs::report;
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
  CHECK(source_in_words(state, kNow) == "caught up 3 minutes ago");
  state.failures = 2;
  state.last_error = "leeds.example refused the token: make a new one";
  CHECK(source_in_words(state, kNow) == "failing (2 runs): leeds.example refused the token: make a new one");
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
  surroundings.configured_sources = {"leeds.example", "forgotten.example"};
  const auto warnings = status_warnings(status, surroundings);
  REQUIRE(warnings.size() == 2);
  CHECK(warnings[0] == "leeds.example: no answer (last caught up 3 minutes ago)");
  CHECK(warnings[1] == "forgotten.example: configured, but not asked yet; is nhsvaluesd running?");
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
}

TEST_CASE("Times past are told as people would", "[status]") {
  CHECK(ago(kNow - 20s, kNow) == "just now");
  CHECK(ago(kNow - 61s, kNow) == "1 minute ago");
  CHECK(ago(kNow - 5h, kNow) == "5 hours ago");
  CHECK(ago(kNow - 72h, kNow) == "3 days ago");
}
