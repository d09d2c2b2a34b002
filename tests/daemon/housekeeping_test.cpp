#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "store/written_anew.h"
#include "tests/daemon/setting.h"
#include "tests/support/mastodon_server.h"

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
