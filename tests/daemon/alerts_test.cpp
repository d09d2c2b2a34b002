#include "daemon/alerts.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <set>
#include <string>

#include "store/reader.h"
#include "tests/support/scratch.h"
#include "tests/support/seen_log.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// A store beside which less is free than a rule wants, whatever disk it is on.
struct Watched {
  Scratch folder;
  SystemClock clock;
  config::Config config;
  store::PostStore store =
      store::PostStore::open(folder / "nhsvalues.db", "fingerprint", TimeZone::named("Europe/London").value())
          .value();
  boost::asio::io_context io{1};
  std::set<std::string> looked_at{"not told yet"};
  daemon::Alerts alerts{io, store, clock, config,
                        [this](const std::set<std::string>& rules) { looked_at = rules; }};

  Watched() {
    config.database = folder / "nhsvalues.db";
    config::AlertRule busy;
    busy.name = "busy-day";
    busy.kind = config::AlertKind::volume_spike;
    config::AlertRule disk;
    disk.name = "disk";
    disk.kind = config::AlertKind::disk_space;
    disk.free_mib = std::numeric_limits<int>::max();
    // The one that comes first is in nobody's way either.
    config.alerts = {busy, disk};
  }

  void change(const std::string& sql) const {
    SQLite::Database beside{config.database.string(), SQLite::OPEN_READWRITE};
    beside.exec(sql);
  }

  std::vector<std::string> fired() const {
    std::vector<std::string> rules;
    const auto kept = store::Reader::open(config.database).value().alerts(100).value();
    for (const store::KeptAlert& each : kept.messages)
      if (each.message.event == store::AlertEvent::fired) rules.push_back(each.message.rule);
    return rules;
  }
};

}  // namespace

TEST_CASE("A rule that cannot be looked at silences no other, and the log names it once", "[daemon]") {
  Watched watched;
  watched.change("ALTER TABLE rollup_day RENAME TO lost");
  const SeenLog log;
  for (int looks = 0; looks < 3; ++looks) watched.alerts.run_for(0s);
  CHECK(watched.fired() == std::vector<std::string>{"disk"});
  CHECK(log.times("looking at the alert busy-day") == 1);
  CHECK(log.times("no such table") == 1);
  SECTION("and once more where it fails anew") {
    watched.change("ALTER TABLE lost RENAME TO rollup_day");
    watched.alerts.run_for(0s);
    watched.change("ALTER TABLE rollup_day RENAME TO lost");
    watched.alerts.run_for(0s);
    CHECK(log.times("looking at the alert busy-day") == 2);
  }
}

TEST_CASE("At a start what waits is told at once, not a quarter of a minute later", "[daemon]") {
  Watched watched;
  watched.alerts.start();
  for (int turn = 0; turn < 100 && watched.fired().empty(); ++turn) watched.io.run_for(50ms);
  CHECK(watched.fired() == std::vector<std::string>{"disk"});
  watched.alerts.stop();
}

TEST_CASE("Which rules were looked at is told, and those whose turn is yet to come are not among them",
          "[daemon]") {
  Watched watched;
  watched.alerts.start();
  CHECK(watched.looked_at.empty());
  for (int turn = 0; turn < 100 && watched.fired().empty(); ++turn) watched.io.run_for(50ms);
  // The number of a day's posts is looked at a quarter of a minute after a start.
  CHECK(watched.looked_at == std::set<std::string>{"disk"});
  watched.alerts.reload();
  CHECK(watched.looked_at.empty());
  watched.alerts.stop();
}

TEST_CASE("A rule that could not be looked at is not told as looked at", "[daemon]") {
  Watched watched;
  watched.change("ALTER TABLE rollup_day RENAME TO lost");
  watched.alerts.run_for(0s);
  CHECK(watched.looked_at == std::set<std::string>{"disk"});
  watched.change("ALTER TABLE lost RENAME TO rollup_day");
  watched.alerts.run_for(0s);
  CHECK(watched.looked_at == std::set<std::string>{"busy-day", "disk"});
}
