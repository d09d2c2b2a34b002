#include "daemon/housekeeping.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "store/written_anew.h"
#include "tests/daemon/setting.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/seen_log.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

TEST_CASE("When the file was last written anew outlives the daemon that did it", "[daemon]") {
  MastodonServer server;
  Setting setting;
  setting.watch("one", "mastodon", server.url());
  REQUIRE(setting.collect().status == 0);
  CHECK_FALSE(store::written_anew_at(setting.database()));
  const auto before = SystemClock{}.now() - 1s;
  {
    SQLite::Database database{setting.database().string(), SQLite::OPEN_READWRITE};
    database.exec("INSERT INTO meta (key, value) VALUES ('erasing_since', '1790000000')");
  }
  REQUIRE(setting.collect().status == 0);
  const auto at = store::written_anew_at(setting.database());
  REQUIRE(at);
  CHECK(*at >= before);
  SQLite::Database database{setting.database().string(), SQLite::OPEN_READONLY};
  CHECK(database.execAndGet("SELECT count(*) FROM meta WHERE key = 'erasing_since'").getInt() == 0);
}

TEST_CASE("Whatever stands in the way of erasing is told, once each, though something else did before",
          "[daemon]") {
  const Scratch folder;
  const auto file = folder / "nhsvalues.db";
  auto store = store::PostStore::open(file, "fingerprint", TimeZone::named("Europe/London").value()).value();
  boost::asio::io_context io{1};
  const SystemClock clock;
  daemon::Housekeeping housekeeping{io, file, store, clock};
  SQLite::Database beside{file.string(), SQLite::OPEN_READWRITE};
  beside.exec("BEGIN");
  beside.execAndGet("SELECT count(*) FROM meta");
  {
    SQLite::Database other{file.string(), SQLite::OPEN_READWRITE};
    other.exec("INSERT INTO meta (key, value) VALUES ('erasing_since', '1790000000')");
  }
  const SeenLog log;
  const auto look_twice = [&] {
    housekeeping.finish_erasing();
    housekeeping.finish_erasing();
  };
  look_twice();
  CHECK(log.times("once nobody reads them") == 1);
  beside.exec("COMMIT");
  beside.exec("CREATE TRIGGER broken BEFORE DELETE ON meta BEGIN SELECT RAISE(ABORT, 'broken'); END");
  look_twice();
  CHECK(log.times("what was erased is still in the database's files") == 1);
  CHECK(log.times("broken") == 1);
  beside.exec("DROP TRIGGER broken");
  look_twice();
  CHECK(log.times("is gone from the database's files") == 1);
}
