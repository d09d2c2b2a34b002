#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "store/post_store.h"
#include "store/reader.h"
#include "store/restore.h"
#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

TEST_CASE("A restored backup sends nothing of what waited in it, and what still holds is told anew",
          "[notify]") {
  const Scratch scratch;
  const UtcTime now{std::chrono::seconds{1'800'000'000}};
  {
    auto store = store::PostStore::open(scratch / "nhsvalues.db", "fingerprint",
                                        TimeZone::named("Europe/London").value());
    REQUIRE(store);
    store::AlertMessage waits;
    waits.rule = "disk-space";
    waits.at = now;
    waits.title = "The disk is full";
    store::AlertChanges changes;
    changes.standings = {{"disk-space", "", store::AlertPhase::firing, now, now, {}, 0},
                         {"groups", "fgm", store::AlertPhase::quiet, now, {}, {}, 7}};
    changes.messages.emplace_back(waits, std::vector<std::string>{"file"});
    REQUIRE(store->keep_alerts(changes, now));
  }
  SQLite::Database{(scratch / "nhsvalues.db").string(), SQLite::OPEN_READWRITE}.exec(
      "VACUUM INTO '" + (scratch / "backup.db").string() + "'");
  store::RestoreOptions options;
  options.key_fingerprint = "fingerprint";
  options.now = now + 24h;
  options.agree = [](const store::RestoreQuestion&) { return true; };
  const auto restored = store::restore(scratch / "backup.db", scratch / "restored.db", options);
  if (!restored) FAIL(restored.error().message);
  const auto kept = store::Reader::open(scratch / "restored.db").value().alerts(10).value();
  CHECK(kept.waiting == 0);
  REQUIRE(kept.messages.size() == 1);
  CHECK(kept.messages[0].deliveries.at(0).trouble.find("a backup was restored") == 0);
  REQUIRE(kept.standings.size() == 1);
  CHECK(kept.standings[0].rule == "groups");
  CHECK(kept.standings[0].mark == 7);
}
