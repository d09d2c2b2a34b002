#include "report/status_check.h"

#include <catch2/catch.hpp>
#include <regex>

using namespace nhs;
using namespace nhs::report;
using namespace std::chrono_literals;

namespace {

/// All is well with two sources.
struct Well {
  UtcTime now{1'790'000'000s};
  store::StoreStatus status;
  StatusSurroundings around;
  store::KeptAlerts alerts;
  std::optional<std::int64_t> free_bytes = 50LL * 1024 * 1024 * 1024;

  Well() {
    around.now = now;
    around.writer = "nhsvaluesd (process 12)";
    for (const char* name : {"one", "two"}) {
      WatchedSource source{name, 300s};
      source.slowest = 1200s;
      source.silent_after = 2h;
      around.configured_sources.push_back(source);
      SourceState state;
      state.source = name;
      state.last_success_at = now - 3min;
      status.sources.push_back(state);
    }
    status.posts = 1234;
    status.posts_today = 5;
    status.database_bytes = 4096;
  }
  Checked checked(const CheckLimits& limits = {}) const {
    return status_check({status, around, alerts, free_bytes}, limits);
  }
};

}  // namespace

TEST_CASE("All is well is one line with performance data that plugins' readers take", "[check]") {
  const Checked checked = Well{}.checked();
  CHECK(checked.state == CheckState::ok);
  CHECK(checked.line.rfind("NHSVALUES OK: 2 sources answer, 1234 posts (5 today) | ", 0) == 0);
  CHECK(std::count(checked.line.begin(), checked.line.end(), '\n') == 1);
  CHECK(std::count(checked.line.begin(), checked.line.end(), '|') == 1);
  std::string data = checked.line.substr(checked.line.find('|') + 1);
  data.pop_back();
  CHECK(std::regex_match(data,
                         std::regex{R"re(( '[a-z_]+'=[0-9]+(s|B|)(;[0-9:]*(;[0-9:]*(;[0-9]*)?)?)?)+)re"}));
  CHECK(data.find("'posts'=1234;;;0") != std::string::npos);
  CHECK(data.find("'last_answer'=180s;;;0") != std::string::npos);
}

TEST_CASE("A source that is late by its own measure is a warning; none that answers is critical", "[check]") {
  Well well;
  well.status.sources[0].last_success_at = well.now - 3h;
  CHECK(well.checked().state == CheckState::warning);
  CHECK(well.checked().line.find("one: last answer 3 h ago") != std::string::npos);
  CHECK(well.checked({.warning = 4h}).state == CheckState::ok);
  CHECK(well.checked({.critical = 2h}).state == CheckState::critical);
  CHECK(well.checked({.warning = 9h, .critical = 1min}).state == CheckState::critical);
  well.status.sources[1].last_success_at = well.now - 3h;
  CHECK(well.checked().state == CheckState::critical);
  CHECK(well.checked().line.find("CRITICAL: no source answers; ") != std::string::npos);
}

TEST_CASE("A source that somebody disabled is not waited for", "[check]") {
  Well well;
  well.status.sources[0].last_success_at = well.now - 300h;
  well.around.configured_sources[0].disabled = Switch{well.now - 24h, "ana (1001)"};
  CHECK(well.checked().state == CheckState::ok);
  well.around.configured_sources[1].disabled = Switch{well.now - 24h, "ana (1001)"};
  CHECK(well.checked().state == CheckState::warning);
}

TEST_CASE("What a server refuses for good is a warning before the source is silent", "[check]") {
  Well well;
  well.status.sources[0].failure = FailureClass::transient;
  CHECK(well.checked().state == CheckState::ok);
  well.status.sources[0].failure = FailureClass::needs_token;
  CHECK(well.checked().state == CheckState::warning);
}

TEST_CASE("Without a daemon, without room, and while nothing is taken in it is critical", "[check]") {
  Well alone;
  alone.around.writer.reset();
  CHECK(alone.checked().line.rfind("NHSVALUES CRITICAL: nhsvaluesd is not running", 0) == 0);
  for (const char* other : {"nhsvalues import (process 9)", "nhsvaluesd-of-old (process 9)"}) {
    alone.around.writer = other;
    CHECK(alone.checked().state == CheckState::critical);
  }
  alone.around.writer = "nhsvaluesd --once (process 9)";
  CHECK(alone.checked().state == CheckState::ok);
  Well full;
  full.free_bytes = 500LL * 1024 * 1024;
  CHECK(full.checked().state == CheckState::warning);
  full.free_bytes = 5;
  CHECK(full.checked().state == CheckState::critical);
  Well stopped;
  stopped.around.storage_trouble = {"nhsvaluesd takes no posts in: no room"};
  CHECK(stopped.checked().state == CheckState::critical);
}

TEST_CASE("Between runs of --once it is well for as long as the sources' answers are not late", "[check]") {
  Well from_cron;
  from_cron.around.writer.reset();
  from_cron.around.collects_by_runs = true;
  CHECK(from_cron.checked().state == CheckState::ok);
  from_cron.around.writer = "nhsvalues import (process 9)";
  CHECK(from_cron.checked().state == CheckState::ok);
  // Cron has stopped: both sources are silent after 2 hours.
  from_cron.around.writer.reset();
  for (SourceState& state : from_cron.status.sources) state.last_success_at = from_cron.now - 2h;
  CHECK(from_cron.checked().line.rfind("NHSVALUES CRITICAL: no source answers; ", 0) == 0);
  // For runs that are as rare as that.
  CHECK(from_cron.checked({.warning = 3h}).state == CheckState::ok);
}

TEST_CASE("A refused configuration and an alert are warnings, and the worst stands first", "[check]") {
  Well well;
  well.around.configuration = ConfigurationState{"f.toml", "aa", "bb", "the file is refused: a|b\nc"};
  CHECK(well.checked().state == CheckState::warning);
  const std::string refused = well.checked().line;
  CHECK(std::count(refused.begin(), refused.end(), '|') == 1);
  CHECK(std::count(refused.begin(), refused.end(), '\n') == 1);
  well.alerts.standings.push_back({"disk-space", "", store::AlertPhase::firing});
  well.around.writer.reset();
  const std::string line = well.checked().line;
  CHECK(line.rfind("NHSVALUES CRITICAL: nhsvaluesd is not running; configuration:", 0) == 0);
  CHECK(line.find("1 alert firing") != std::string::npos);
}

TEST_CASE("A message that could not be delivered is a warning for a week", "[check]") {
  Well well;
  store::KeptAlert lost;
  lost.message.at = well.now - 24h * 6;
  lost.deliveries.push_back({.target = "team", .trouble = "no such host"});
  well.alerts.messages = {lost};
  well.alerts.given_up = 1;
  CHECK(well.checked().line.find("1 message of alerts could not be delivered") != std::string::npos);
  well.alerts.messages[0].message.at = well.now - 24h * 8;
  CHECK(well.checked().state == CheckState::ok);
}

TEST_CASE("What cannot be looked at is unknown", "[check]") {
  const Checked checked = unknown_check("x.db: no such database");
  CHECK(checked.state == CheckState::unknown);
  CHECK(checked.line == "NHSVALUES UNKNOWN: x.db: no such database\n");
}

TEST_CASE("Alerts that fire are named, each rule once", "[check]") {
  Well well;
  well.alerts.standings = {{"concern", "", store::AlertPhase::firing},
                           {"stale", "one", store::AlertPhase::firing},
                           {"stale", "two", store::AlertPhase::firing},
                           {"calm", "", store::AlertPhase::quiet}};
  CHECK(well.checked().line.find("3 alerts firing: concern, stale |") != std::string::npos);
}
