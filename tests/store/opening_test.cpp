#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "store/made_with_key.h"
#include "store/migrations.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

Error error_of(const Result<store::PostStore>& opened) {
  REQUIRE_FALSE(opened);
  return opened.error();
}

Result<store::PostStore> open(const std::filesystem::path& file, const char* fingerprint = kFingerprint) {
  return store::PostStore::open(file, fingerprint, london());
}

}  // namespace

TEST_CASE("A new database is for its owner and group only, whatever the umask", "[store]") {
  Scratch folder;
  const mode_t before = umask(0077);
  store::PostStore posts = open_store(folder / "posts.db");
  umask(before);
  for (const char* name : {"posts.db", "posts.db-wal", "posts.db-shm"}) {
    CAPTURE(name);
    struct stat found {};
    REQUIRE(stat((folder / name).c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0640);
  }
  CHECK(integer(folder / "posts.db", "PRAGMA auto_vacuum") == 2);
  CHECK(integer(folder / "posts.db", "PRAGMA user_version") == store::schema_version());
}

TEST_CASE("An empty file is taken as a new database", "[store]") {
  Scratch folder;
  std::ofstream(folder / "posts.db").close();
  CHECK(store::Reader::open(folder / "posts.db").error().status == ExitStatus::no_input);
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{}}));
  CHECK(open_reader(folder / "posts.db").count({}) == 1);
}

TEST_CASE("Files of strangers and of newer versions are refused in words and left as they are", "[store]") {
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  std::string word;
  SECTION("another program's database") {
    execute(file, "CREATE TABLE recipes (name TEXT)");
    word = "another program";
  }
  SECTION("a newer version's") {
    { store::PostStore posts = open_store(file); }
    execute(file, "PRAGMA user_version = 99");
    word = "newer version";
  }
  SECTION("no database at all") {
    std::ofstream(file) << std::string(5000, 'x');
    word = "not a database";
  }
  const auto size = std::filesystem::file_size(file);
  const Error writing = error_of(open(file));
  CHECK(writing.status == ExitStatus::bad_data);
  CHECK(writing.message.find(word) != std::string::npos);
  const auto reading = store::Reader::open(file);
  REQUIRE_FALSE(reading);
  CHECK(reading.error().status == ExitStatus::bad_data);
  CHECK(reading.error().message.find(word) != std::string::npos);
  CHECK(std::filesystem::file_size(file) == size);
}

TEST_CASE("A database that is older than the program is read only after it was brought up to date",
          "[store]") {
  Scratch folder;
  { store::PostStore posts = open_store(folder / "posts.db"); }
  execute(folder / "posts.db", "PRAGMA user_version = 0");
  const auto opened = store::Reader::open(folder / "posts.db");
  REQUIRE_FALSE(opened);
  CHECK(opened.error().status == ExitStatus::bad_data);
  CHECK(opened.error().message.find("older version") != std::string::npos);
  CHECK(opened.error().message.find("nhsvalues import") != std::string::npos);
}

TEST_CASE("With another key the database does not open, and both keys are named", "[store]") {
  Scratch folder;
  { store::PostStore posts = open_store(folder / "posts.db"); }
  const Error error = error_of(open(folder / "posts.db", "fedcba9876543210"));
  CHECK(error.status == ExitStatus::configuration);
  CHECK(error.message.find(kFingerprint) != std::string::npos);
  CHECK(error.message.find("fedcba9876543210") != std::string::npos);
  CHECK(open(folder / "posts.db"));
}

TEST_CASE("Where no database can be made, it is said which", "[store]") {
  Scratch folder;
  const Error error = error_of(open(folder / "no-such-folder" / "posts.db"));
  CHECK(error.status == ExitStatus::cannot_create);
  CHECK(error.message.find("no-such-folder/posts.db") != std::string::npos);
}

TEST_CASE("A database that was moved away, or has another in its place, is written to no more", "[store]") {
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  save(posts, batch_of({MadePost{.id = 1}}));
  CHECK(posts.check_in_place());
  std::filesystem::rename(file, folder / "away.db");
  SECTION("when nothing has its name") {}
  SECTION("when another file has its name") { std::ofstream(file) << "another"; }
  const auto lost = posts.check_in_place();
  REQUIRE_FALSE(lost);
  CHECK(lost.error().status == ExitStatus::io);
  CHECK(lost.error().message.find("somebody moved this file away") != std::string::npos);
  CHECK_FALSE(posts.ready_to_save());
  CHECK_FALSE(posts.save(batch_of({MadePost{.id = 2}})));
  // The log, which keeps its name, has nothing that the other file would be given.
  CHECK(std::filesystem::file_size(folder / "posts.db-wal") == 0);
  std::filesystem::rename(folder / "away.db", file);
  CHECK(posts.check_in_place());
  save(posts, batch_of({MadePost{.id = 2}}));
  CHECK(open_reader(file).count({}) == 2);
}

TEST_CASE("No change is acknowledged that would be lost with a database that was moved away", "[store]") {
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  save(posts, batch_of({MadePost{.id = 1}}));
  std::filesystem::rename(file, folder / "away.db");
  const store::Act act{at("2026-11-20T09:00:00Z"), "tester"};
  const auto switched = posts.switch_source("one", false, act);
  REQUIRE_FALSE(switched);
  CHECK(switched.error().status == ExitStatus::io);
  CHECK(switched.error().message.find("put it back") != std::string::npos);
  CHECK_FALSE(posts.apply_concern_rules({}, at("2026-11-20T09:00:00Z")));
  CHECK_FALSE(posts.finish_erasing(true));
  std::filesystem::rename(folder / "away.db", file);
  CHECK(posts.disabled_sources()->empty());
  CHECK(posts.switch_source("one", false, act) == true);
}

TEST_CASE("Closing a database that has lost its name leaves no log to the file that has it", "[store]") {
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  const std::filesystem::path log = file.string() + "-wal";
  {
    store::PostStore posts = open_store(file);
    save(posts, batch_of({MadePost{.id = 1}}));
    REQUIRE(std::filesystem::file_size(log) > 0);
    std::filesystem::rename(file, folder / "away.db");
    std::ofstream(file).close();
  }
  CHECK(std::filesystem::file_size(log) == 0);
  std::filesystem::rename(folder / "away.db", file);
  CHECK(open_reader(file).count({}) == 1);
}

TEST_CASE("Where somebody who reads keeps the log of a database that has lost its name, it is named",
          "[store]") {
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  save(posts, batch_of({MadePost{.id = 1}}));
  SQLite::Database reading(file.string(), SQLite::OPEN_READONLY);
  SQLite::Statement rows(reading, "SELECT id FROM post");
  REQUIRE(rows.executeStep());
  save(posts, batch_of({MadePost{.id = 2}}));
  std::filesystem::rename(file, folder / "away.db");
  std::ofstream(file).close();
  const auto lost = posts.check_in_place();
  REQUIRE_FALSE(lost);
  CHECK(lost.error().message.find(file.string() + "-wal: holds changes of the file") != std::string::npos);
  rows.reset();
  CHECK(posts.check_in_place().error().message.find("-wal") == std::string::npos);
}

TEST_CASE("A change that was broken off is undone before a database is asked for its key", "[store]") {
  Scratch folder;
  std::filesystem::create_directory(folder / "before");
  {
    SQLite::Database making((folder / "before" / "posts.db").string(),
                            SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    making.exec(
        "CREATE TABLE filler (text TEXT); PRAGMA cache_size = 1; BEGIN; INSERT INTO filler WITH RECURSIVE n (i) AS "
        "(VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT hex(randomblob(200)) FROM n; DROP TABLE filler");
    // As a kill leaves it: pages of the transaction are in the file, and the journal that undoes them beside
    // it.
    std::filesystem::copy(folder / "before", folder / "after");
    making.exec("ROLLBACK");
  }
  const auto file = folder / "after" / "posts.db";
  REQUIRE(std::filesystem::exists(file.string() + "-journal"));
  CHECK(store::made_with_key(file).error().status == ExitStatus::bad_data);
  CHECK_FALSE(std::filesystem::exists(file.string() + "-journal"));
}

TEST_CASE("Where there is no database, the reader says how to make one", "[store]") {
  Scratch folder;
  const auto opened = store::Reader::open(folder / "posts.db");
  REQUIRE_FALSE(opened);
  CHECK(opened.error().status == ExitStatus::no_input);
  CHECK(opened.error().message.find("posts.db") != std::string::npos);
  CHECK(opened.error().message.find("nhsvalues import") != std::string::npos);
}

TEST_CASE("What SQLite's failures mean to people", "[store]") {
  const auto status = [](int code) {
    return store::explained(SQLite::Exception("x", code), "posts.db").status;
  };
  CHECK(status(13) == ExitStatus::io);        // SQLITE_FULL
  CHECK(status(8) == ExitStatus::io);         // SQLITE_READONLY
  CHECK(status(10) == ExitStatus::io);        // SQLITE_IOERR
  CHECK(status(11) == ExitStatus::io);        // SQLITE_CORRUPT
  CHECK(status(5) == ExitStatus::try_again);  // SQLITE_BUSY
  CHECK(status(26) == ExitStatus::bad_data);  // SQLITE_NOTADB
  CHECK(status(19) == ExitStatus::internal);  // SQLITE_CONSTRAINT
  const Error full = store::explained(SQLite::Exception("x", 13), "posts.db");
  CHECK(full.message.find("posts.db") == 0);
  CHECK(full.message.find("free some space") != std::string::npos);
}
