#include "store/doctor.h"

#include <sys/stat.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "sound.h"
#include "store/disk_room.h"
#include "store/kept_copies.h"
#include "store/migrations.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// A database with labelled, withdrawn and plain posts.
struct Patient {
  Patient() {
    chmod(folder.path().c_str(), 0750);
    store::PostStore posts = open_store(file);
    std::vector<store::ClassifiedPost> made;
    for (std::uint64_t i = 1; i <= 50; ++i)
      made.push_back(MadePost{.id = i, .text = "Nobody came, number " + std::to_string(i)});
    save(posts, batch_of(std::move(made)));
    REQUIRE(posts.label(3, {.sentiment = Sentiment::negative}, "Ana", at("2026-11-21T12:00:00Z")));
  }

  std::vector<store::HealthCheck> examined(bool thoroughly = true) const {
    store::ExamineOptions options;
    options.full = thoroughly;
    options.may_write = thoroughly;
    options.key.file = folder / "pseudonym.key";
    options.key.fingerprint = key;
    options.now = at("2026-11-22T12:00:00Z");
    auto checks = store::examine(file, options);
    if (!checks) FAIL(checks.error().message);
    return *std::move(checks);
  }

  /// The names of what failed.
  std::vector<std::string> wrong(bool thoroughly = true) const {
    std::vector<std::string> names;
    for (const store::HealthCheck& each : examined(thoroughly))
      if (each.verdict == store::Verdict::fails) names.push_back(each.name);
    return names;
  }

  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
  std::string key = kFingerprint;
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("A healthy database passes every check, and each says what it looked at", "[doctor]") {
  const Patient patient;
  const auto checks = patient.examined();
  CHECK(checks.size() == 15);
  for (const store::HealthCheck& each : checks) {
    INFO(each.name << ": " << each.found);
    CHECK(each.verdict == store::Verdict::holds);
    CHECK_FALSE(each.found.empty());
  }
}

TEST_CASE("What a purge that was broken off left in the files is found, until another went on with it",
          "[doctor]") {
  const Patient patient;
  const store::RetentionRules rules{.days = 365};
  const store::Act act{at("2027-11-22T12:00:00Z"), "ana (1001)"};
  {
    store::PostStore posts = open_store(patient.file);
    REQUIRE(posts.purge_next(rules, act, 7).value().posts == 7);
  }
  CHECK(patient.wrong(false) == Names{"erasing"});
  {
    store::PostStore posts = open_store(patient.file);
    for (int steps = 0; steps < 1000 && !posts.purge_next(rules, act, 7).value().finished; ++steps) continue;
  }
  CHECK(patient.wrong(false).empty());
}

TEST_CASE("What follows from the rest and is wrong is found, said what to do about, and repaired",
          "[doctor]") {
  const Patient patient;
  Names wrong;
  SECTION("rollups") {
    execute(patient.file, "UPDATE rollup SET posts = posts + 1");
    wrong = {"rollups"};
  }
  SECTION("packed rollups") {
    execute(patient.file, "UPDATE rollup_day SET cells = x'0101'");
    wrong = {"rollups"};
  }
  SECTION("rollups of properties") {
    execute(patient.file, "UPDATE rollup_property SET cells = x'0101' WHERE property = 1");
    wrong = {"rollups"};
  }
  SECTION("findings, with the rollup beside them") {
    execute(patient.file, "UPDATE post SET findings = 0 WHERE id = 7");
    wrong = {"rollups", "findings"};
  }
  SECTION("a label that does not count") {
    execute(patient.file, "UPDATE post SET sentiment = 0 WHERE id = 3");
    wrong = {"rollups", "labels"};
  }
  SECTION("a label whose machine findings are gone") {
    execute(patient.file, "DELETE FROM machine_value; DELETE FROM machine_finding");
    wrong = {"labels"};
  }
  SECTION("a text that the index does not know") {
    execute(patient.file,
            "INSERT INTO post_search (post_search, rowid, text) SELECT 'delete', place, text FROM post "
            "WHERE id = 4");
    wrong = {"search"};
  }
  SECTION("a word that the index has otherwise") {
    execute(patient.file, "UPDATE post SET text = 'Everybody came' WHERE id = 4");
    CHECK(patient.wrong(false).empty());
    wrong = {"search"};
  }
  CHECK(patient.wrong() == wrong);
  for (const store::HealthCheck& each : patient.examined())
    if (each.verdict == store::Verdict::fails) {
      CHECK(each.repairable);
      CHECK(each.remedy.find("doctor --repair") != std::string::npos);
    }
  const auto done = store::repair(patient.file, at("2026-11-22T12:00:00Z"));
  if (!done) FAIL(done.error().message);
  CHECK_FALSE(done->empty());
  CHECK(patient.wrong() == Names{});
  CHECK(store::repair(patient.file, at("2026-11-22T12:00:00Z"))->empty());
}

TEST_CASE("A full-text index that cannot even be opened is found at a glance, and made anew", "[doctor]") {
  const Patient patient;
  const std::string damage = GENERATE(as<std::string>{}, "DELETE FROM post_search_data WHERE id = 10",
                                      "DELETE FROM post_search_data", "DELETE FROM post_search_config",
                                      "DROP TABLE post_search_data", "DROP TABLE post_search_idx",
                                      "DROP TABLE post_search_docsize", "DROP TABLE post_search_config");
  CAPTURE(damage);
  execute(patient.file, damage + "; UPDATE rollup SET posts = posts + 1");
  const Names wrong = {"rollups", "search"};
  CHECK(patient.wrong(false) == wrong);
  CHECK(patient.wrong() == wrong);
  for (const store::HealthCheck& each : patient.examined())
    if (each.name == "search") CHECK(each.repairable);
  const auto done = store::repair(patient.file, at("2026-11-22T12:00:00Z"));
  if (!done) FAIL(done.error().message);
  CHECK(done->size() == 2);
  CHECK(patient.wrong() == Names{});
  CHECK(integer(patient.file, "SELECT count(*) FROM post_search WHERE post_search MATCH 'nobody'") == 50);
  CHECK(integer(patient.file, "SELECT count(*) FROM audit WHERE action = 'repair'") == 2);
  store::PostStore posts = open_store(patient.file);
  save(posts, batch_of({MadePost{.id = 900}}));
  CHECK(posts.search_holds() == true);
}

TEST_CASE("A damaged page is found, and is not repaired but to be restored", "[doctor]") {
  const Patient patient;
  execute(patient.file, "PRAGMA wal_checkpoint(TRUNCATE)");
  {
    std::fstream bytes(patient.file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(static_cast<std::streamoff>(std::filesystem::file_size(patient.file) / 2));
    bytes << std::string(12'000, '\x5a');
  }
  const auto checks = patient.examined(false);
  REQUIRE(checks[0].name == "file");
  CHECK(checks[0].verdict == store::Verdict::fails);
  CHECK(checks[0].found.find("damaged") != std::string::npos);
  CHECK(checks[0].remedy.find("nhsvalues restore") != std::string::npos);
  const auto repaired = store::repair(patient.file, at("2026-11-22T12:00:00Z"));
  REQUIRE_FALSE(repaired);
  CHECK(repaired.error().status == ExitStatus::io);
  CHECK(repaired.error().message.find("nhsvalues restore") != std::string::npos);
}

TEST_CASE("What is wrong around the file is found, with the command that puts it right", "[doctor]") {
  Patient patient;
  Names wrong;
  SECTION("another key") {
    patient.key = "fedcba9876543210";
    wrong = {"key"};
  }
  SECTION("open to everybody") {
    chmod(patient.file.c_str(), 0644);
    wrong = {"permissions"};
  }
  SECTION("a folder in which others may write") {
    chmod(patient.folder.path().c_str(), 0770);
    wrong = {"permissions"};
  }
  CHECK(patient.wrong(false) == wrong);
  for (const store::HealthCheck& each : patient.examined(false))
    if (each.verdict == store::Verdict::fails) CHECK_FALSE(each.remedy.empty());
}

TEST_CASE("The doctor looks on while somebody writes", "[doctor]") {
  const Patient patient;
  store::PostStore posts = open_store(patient.file);
  save(posts, batch_of({MadePost{.id = 900}}));
  CHECK(patient.wrong(false) == Names{});
  save(posts, batch_of({MadePost{.id = 901}}));
}

TEST_CASE("Before the schema changes a copy is kept, which goes after a week", "[doctor]") {
  std::ifstream dump(NHS_FIXTURES "/store/version1.sql");
  std::stringstream sql;
  sql << dump.rdbuf();
  for (int version = 1; version < store::schema_version(); ++version) {
    CAPTURE(version);
    Scratch folder;
    const auto file = folder / "posts.db";
    execute(file, sql.str());
    bring_to(file, version);
    { store::PostStore posts = open_store(file); }
    const auto copies = store::kept_copies(file);
    REQUIRE(copies.size() == 1);
    CHECK(copies[0].of_migration);
    CHECK(copies[0].file == file.string() + ".before-schema-" + std::to_string(version));
    CHECK(integer(copies[0].file, "PRAGMA user_version") == version);
    CHECK(integer(copies[0].file, "SELECT count(*) FROM post") == 5);
    check_sound(copies[0].file);
    // Every migrated file passes the doctor's checks.
    store::ExamineOptions options;
    options.full = options.may_write = true;
    options.key.fingerprint = kFingerprint;
    options.now = at("2026-11-22T12:00:00Z");
    const auto checks = store::examine(file, options).value();
    for (const store::HealthCheck& each : checks) {
      if (each.name == "permissions") continue;  // The test's own file, not one that the store made.
      INFO(each.name << ": " << each.found);
      CHECK(each.verdict == store::Verdict::holds);
    }
    using namespace std::chrono_literals;
    CHECK(store::remove_old_copies(file, copies[0].made_at + 6 * 24h) == 0);
    CHECK(store::remove_old_copies(file, copies[0].made_at + 8 * 24h) == 1);
    CHECK(store::kept_copies(file).empty());
  }
}

TEST_CASE("An upgrade that is tried again and again keeps the one copy of what was before it", "[doctor]") {
  std::ifstream dump(NHS_FIXTURES "/store/version1.sql");
  std::stringstream sql;
  sql << dump.rdbuf();
  Scratch folder;
  const auto file = folder / "posts.db";
  // In the way of a later step.
  execute(file, sql.str() + "; CREATE TABLE post_search (x)");
  const auto open = [&] { return store::PostStore::open(file, kFingerprint, london()).has_value(); };
  REQUIRE_FALSE(open());
  REQUIRE(integer(file, "PRAGMA user_version") > 1);
  using namespace std::chrono_literals;
  const auto first = store::kept_copies(file);
  REQUIRE(first.size() == 1);
  std::filesystem::last_write_time(first[0].file, std::filesystem::file_time_type::clock::now() - 72h);
  const auto made_at = store::kept_copies(file)[0].made_at;
  const auto check_one_copy = [&] {
    const auto copies = store::kept_copies(file);
    REQUIRE(copies.size() == 1);
    CHECK(copies[0].file == file.string() + ".before-schema-1");
    CHECK(copies[0].made_at == made_at);
  };
  REQUIRE_FALSE(open());
  check_one_copy();
  execute(file, "DROP TABLE post_search");
  REQUIRE(open());
  check_one_copy();
  CHECK(integer(file, "SELECT count(*) FROM meta WHERE key = 'upgrading_from'") == 0);
}

TEST_CASE("A new database keeps no copy of what it was before", "[doctor]") {
  const Patient patient;
  CHECK(store::kept_copies(patient.file).empty());
}

TEST_CASE("Doctor says so when a line was taken out of the audit, at its end too", "[doctor][audit]") {
  const char* which = GENERATE("min(id)", "max(id)");
  Patient patient;
  {
    store::PostStore posts = open_store(patient.file);
    REQUIRE(posts.label(4, {.sentiment = Sentiment::negative}, "", at("2026-11-21T13:00:00Z")));
    REQUIRE(posts.label(5, {.sentiment = Sentiment::negative}, "", at("2026-11-21T14:00:00Z")));
  }
  CHECK(patient.wrong().empty());
  execute(patient.file, "DROP TRIGGER audit_is_not_shortened");
  execute(patient.file, std::string{"DELETE FROM audit WHERE id = (SELECT "} + which + " FROM audit)");
  CHECK(patient.wrong() == std::vector<std::string>{"audit"});
}
