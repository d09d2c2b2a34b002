#include "daemon/store_archive.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "intake/writing_session.h"
#include "store/database.h"
#include "store/reader.h"
#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::test;

namespace {

class FixedClock final : public Clock {
 public:
  UtcTime now() const override { return *parse_rfc3339("2026-11-20T12:10:00Z"); }
};

struct Fixture {
  Scratch folder;
  FixedClock clock;
  config::Config config = [this] {
    config::Config made;
    made.database = folder / "nhsvalues.db";
    return made;
  }();
  intake::WritingSession session = intake::begin_writing(config, "a test", store::RulesFrom::daemon).value();
  daemon::StoreArchive archive{session.store, session.intake, clock};

  SourceState state(const std::string& cursor = "cursor") {
    SourceState made = archive.state("one", "NHSvalues").value();
    made.cursor = cursor;
    return made;
  }
  store::Reader reader() const { return store::Reader::open(config.database).value(); }
};

}  // namespace

TEST_CASE("What a page brought, what could not be read and what was asked is kept together", "[daemon]") {
  Fixture f;
  collector::PageOfPosts page;
  Post post;
  post.network = "mastodon";
  post.id = "https://one.example/1";
  post.text = "Thank you";
  post.created_at = f.clock.now();
  post.quotable = false;
  page.posts = {post};
  page.unreadable = {{"item", "it has no text", 1}};
  FetchCounts fetches;
  fetches.asked = 3;
  fetches.answered = 2;
  fetches.spent = 500;
  const auto archived = f.archive.keep(page, f.state(), std::nullopt, fetches);
  REQUIRE(archived);
  CHECK(archived->added == 1);

  const store::Reader reader = f.reader();
  CHECK_FALSE(reader.post(1).value().value().quotable);
  const store::Quarantine quarantine = reader.quarantine({}).value();
  REQUIRE(quarantine.items.size() == 1);
  CHECK(quarantine.items[0].source == "one");
  CHECK(quarantine.items[0].cause == "it has no text");
  const TimeZone zone = reader.zone();
  const LocalDay today = zone.day_of(f.clock.now());
  const auto coverage = reader.coverage({today, today + std::chrono::days{1}, f.clock.now()}).value();
  REQUIRE(coverage.sources.size() == 1);
  CHECK(coverage.sources[0].fetches.asked == 3);
  CHECK(coverage.sources[0].posts == 1);
}

TEST_CASE("Spending is added up over pages and states, and told since a moment", "[daemon]") {
  Fixture f;
  FetchCounts fetches;
  fetches.spent = 500;
  REQUIRE(f.archive.keep({}, f.state(), std::nullopt, fetches));
  REQUIRE(f.archive.keep_state(f.state("next"), fetches));
  CHECK(f.archive.spent_since("one", f.clock.now()).value() == 1000);
  CHECK(f.archive.spent_since("one", f.clock.now() + std::chrono::hours{1}).value() == 0);
  CHECK(f.archive.spent_since("two", f.clock.now()).value() == 0);
  CHECK(f.archive.state("one", "NHSvalues").value().cursor == "next");
}

TEST_CASE("What could not be read is known again by a hash that is worth nothing without the key",
          "[daemon]") {
  Fixture f;
  collector::PageOfPosts page;
  page.unreadable = {{"12345678", "it has no text", 1}};
  REQUIRE(f.archive.keep(page, f.state(), std::nullopt, {}));
  REQUIRE(f.archive.keep(page, f.state(), std::nullopt, {}));
  const store::Quarantine quarantine = f.reader().quarantine({}).value();
  REQUIRE(quarantine.items.size() == 1);
  CHECK(quarantine.items[0].times == 2);
  store::Database database(f.config.database, store::Access::read);
  CHECK(database.integer("SELECT length(item) FROM quarantine") == 32);
  CHECK(database.text("SELECT item FROM quarantine")->find("12345678") == std::string::npos);
  const KeyedHash hash = f.session.intake.pseudonymiser().post_key("unreadable items", "12345678");
  CHECK(database.text("SELECT item FROM quarantine") == std::string(hash.begin(), hash.end()));
}

TEST_CASE("Why nothing can be kept is told when that changes, however often it is asked", "[daemon]") {
  Fixture f;
  std::vector<std::string> told;
  daemon::StoreArchive archive{f.session.store, f.session.intake, f.clock,
                               [&](const std::string& trouble) { told.push_back(trouble); }};
  SourceState state = archive.state("one", "NHSvalues").value();
  REQUIRE(archive.can_keep());
  SQLite::Database beside{f.config.database.string(), SQLite::OPEN_READWRITE};
  beside.exec("CREATE TRIGGER no_state BEFORE INSERT ON source_state BEGIN SELECT RAISE(ABORT, 'full'); END");
  beside.exec("CREATE TRIGGER no_meta BEFORE UPDATE ON meta BEGIN SELECT RAISE(ABORT, 'full'); END");
  REQUIRE_FALSE(archive.keep_state(state, {}));
  for (int asked = 0; asked < 3; ++asked) CHECK_FALSE(archive.can_keep());
  REQUIRE(told.size() == 1);
  CHECK(told[0].find("full") != std::string::npos);
  beside.exec("DROP TRIGGER no_meta");
  for (int asked = 0; asked < 3; ++asked) CHECK(archive.can_keep());
  REQUIRE(told.size() == 2);
  CHECK(told[1].empty());
}
