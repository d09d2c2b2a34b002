#include "store/restore.h"

#include <fmt/format.h>

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <random>
#include <thread>

#include "sound.h"
#include "store/kept_copies.h"
#include "store/migrations.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

void add_posts(const std::filesystem::path& file, std::uint64_t first, std::uint64_t count) {
  store::PostStore posts = open_store(file);
  std::vector<store::ClassifiedPost> made;
  for (std::uint64_t i = first; i < first + count; ++i)
    made.push_back(MadePost{.id = i, .text = "Nobody came, number " + std::to_string(i)});
  save(posts, batch_of(std::move(made)));
}

void must_back_up(const std::filesystem::path& file, const std::filesystem::path& target) {
  const auto made = store::back_up(file, target, {});
  if (!made) FAIL(made.error().message);
}

/// Days from today: who opens a store removes copies that were kept more than a week ago by the real clock.
std::string in_days(int days) {
  static const UtcTime now = SystemClock{}.now();
  return format_utc(now + std::chrono::hours{24 * days});
}

Result<store::Restored> restore(const std::filesystem::path& backup, const std::filesystem::path& file,
                                bool yes = true, const std::string& now = in_days(0)) {
  store::RestoreOptions options;
  options.key_fingerprint = kFingerprint;
  options.now = at(now);
  options.agree = [&](const store::RestoreQuestion&) { return yes; };
  return store::restore(backup, file, options);
}

store::Restored restored(const std::filesystem::path& backup, const std::filesystem::path& file,
                         const std::string& now = in_days(0)) {
  auto done = restore(backup, file, true, now);
  if (!done) FAIL(done.error().message);
  return *std::move(done);
}

void withdraw(const std::filesystem::path& file, std::uint64_t id) {
  store::PostStore posts = open_store(file);
  store::Batch batch = batch_of({});
  batch.withdrawn = {{.key = hash(id)}};
  REQUIRE(save(posts, batch).withdrawn == 1);
}

}  // namespace

TEST_CASE("A backup is put in the place of a database, which is kept", "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  add_posts(file, 1, 100);
  must_back_up(file, folder / "copy");
  add_posts(file, 1000, 50);

  const store::Restored done = restored(folder / "copy", file);
  CHECK(done.agreed);
  CHECK(done.contents.posts == 100);
  std::string moment = in_days(0).substr(0, 19);
  for (char& each : moment)
    if (each == 'T' || each == ':') each = '-';
  CHECK(done.kept == folder / ("posts.db.before-restore-" + moment));
  CHECK(store::look_into_backup(done.kept)->contents.posts == 150);
  check_sound(folder / "copy");
  // Readers of the group, who may not make them, find the log's files.
  CHECK(std::filesystem::exists(file.string() + "-wal"));
  CHECK(std::filesystem::exists(file.string() + "-shm"));

  CHECK(open_reader(file).count({}) == 100);
  // And the daemon goes on with it.
  add_posts(file, 2000, 5);
  CHECK(open_reader(file).count({}) == 105);
  const store::Restored again = restored(folder / "copy", file, in_days(1));
  // The only copy of what was collected before the first one stays.
  const auto copies = store::kept_copies(file);
  REQUIRE(copies.size() == 2);
  CHECK(copies[0].file == done.kept);
  CHECK(copies[1].file == again.kept);
}

TEST_CASE("Where there is no database a backup becomes one", "[restore]") {
  Scratch folder;
  add_posts(folder / "old.db", 1, 20);
  must_back_up(folder / "old.db", folder / "copy");
  const store::Restored done = restored(folder / "copy", folder / "posts.db");
  CHECK(done.kept.empty());
  CHECK(open_reader(folder / "posts.db").count({}) == 20);
  // Who was forgotten since, or what was withdrawn, nobody can tell from here.
  CHECK(done.had_none);
  CHECK(done.carried.incomplete);
}

TEST_CASE("The log of a database that is lost is not taken for the restored one's", "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  const std::filesystem::path log = file.string() + "-wal";
  add_posts(folder / "old.db", 1, 20);
  must_back_up(folder / "old.db", folder / "copy");
  {
    store::PostStore posts = open_store(file);
    save(posts, batch_of({MadePost{.id = 1}}));
    // As a kill leaves it: closing would write it back.
    std::filesystem::copy_file(log, folder / "log");
  }
  const auto bytes = std::filesystem::file_size(folder / "log");
  REQUIRE(bytes > 0);
  std::filesystem::remove(file);
  std::filesystem::copy_file(folder / "log", log, std::filesystem::copy_options::overwrite_existing);

  const store::Restored done = restored(folder / "copy", file);
  CHECK(done.had_none);
  CHECK(open_reader(file).count({}) == 20);
  check_sound(file);
  const auto kept = store::kept_copies(file);
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].bytes == static_cast<std::int64_t>(bytes));
}

TEST_CASE("What SQLite does not keep in memory goes beside the database, not into TMPDIR", "[restore]") {
  Scratch folder;
  std::filesystem::create_directory(folder / "backups");
  add_posts(folder / "posts.db", 1, 20);
  must_back_up(folder / "posts.db", folder / "backups" / "copy");
  // For the whole process, and the first one stays: other tests may have settled it.
  SQLite::Database any(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  any.exec("PRAGMA temp_store_directory = ''");
  restored(folder / "backups" / "copy", folder / "posts.db");
  CHECK(any.execAndGet("PRAGMA temp_store_directory").getString() == folder.path().string());
}

TEST_CASE("Whoever says no has everything as it was", "[restore]") {
  Scratch folder;
  add_posts(folder / "posts.db", 1, 20);
  must_back_up(folder / "posts.db", folder / "copy");
  add_posts(folder / "posts.db", 100, 1);
  CHECK_FALSE(restore(folder / "copy", folder / "posts.db", false)->agreed);
  CHECK(open_reader(folder / "posts.db").count({}) == 21);
  CHECK(store::kept_copies(folder / "posts.db").empty());
}

TEST_CASE("What is no sound backup of this database is refused, and nothing is changed", "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  const auto copy = folder / "copy";
  add_posts(file, 1, 200);
  must_back_up(file, copy);
  add_posts(file, 1000, 1);
  ExitStatus status = ExitStatus::bad_data;
  std::string word;
  SECTION("another program's") {
    std::filesystem::remove(copy);
    execute(copy, "CREATE TABLE recipes (name TEXT)");
    word = "another program";
  }
  SECTION("of a newer version") {
    execute(copy, "PRAGMA user_version = 999");
    word = "newer version";
  }
  SECTION("with another key") {
    execute(copy, "UPDATE meta SET value = 'fedcba9876543210' WHERE key = 'key_fingerprint'");
    status = ExitStatus::configuration;
    word = "fedcba9876543210";
  }
  SECTION("with wrong counts") {
    execute(copy, "DELETE FROM rollup");
    word = "rollups";
  }
  SECTION("with an index that says something else than its texts") {
    execute(copy,
            "INSERT INTO post_search (post_search, rowid, text) SELECT 'delete', place, 'Somebody' FROM post "
            "WHERE id = 1");
    word = "search";
  }
  SECTION("with a row that names another that is not there") {
    execute(copy, "PRAGMA foreign_keys = OFF; UPDATE post SET author_id = 4711 WHERE id = 7");
    word = "references";
  }
  SECTION("damaged") {
    std::fstream bytes(copy, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(static_cast<std::streamoff>(std::filesystem::file_size(copy) / 2));
    bytes << std::string(6000, '\x5a');
    word = "damaged";
  }
  SECTION("no database at all") {
    std::ofstream(copy) << std::string(9000, 'x');
    word = "not a database";
  }
  SECTION("not there") {
    std::filesystem::remove(copy);
    status = ExitStatus::no_input;
    word = "no such file";
  }
  const auto done = restore(copy, file);
  REQUIRE_FALSE(done);
  INFO(done.error().message);
  CHECK(done.error().status == status);
  CHECK(done.error().message.find(word) != std::string::npos);
  CHECK(open_reader(file).count({}) == 201);
  CHECK(store::kept_copies(file).empty());
}

TEST_CASE(
    "An old backup brings nobody back: not who was withdrawn, nor set aside, nor who will not be quoted",
    "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  add_posts(file, 1, 30);
  must_back_up(file, folder / "copy");
  add_posts(file, 100, 3);
  withdraw(file, 5);
  withdraw(file, 101);  // which the backup does not know
  {
    store::PostStore posts = open_store(file);
    store::ClassifiedPost quiet = MadePost{.id = 7, .text = "Nobody came, number 7"};
    quiet.post.quotable = false;
    save(posts, batch_of({quiet}));
    REQUIRE(posts.apply_ignore_rules({{{"nine", "number 9"}}, "rules"}, at("2026-11-21T12:00:00Z")));
  }
  const store::Restored done = restored(folder / "copy", file);
  CHECK(done.carried.withdrawn == 1);
  CHECK(done.carried.remembered == 1);
  CHECK(done.carried.set_aside == 1);
  CHECK(done.carried.not_quotable == 1);
  CHECK_FALSE(done.carried.incomplete);
  CHECK_FALSE(done.had_none);
  {
    const store::Reader reader = open_reader(file);
    CHECK(reader.count({}) == 28);
    CHECK(november(reader).classified == 28);
    CHECK(reader.post(5).value().value().withdrawn_at);
    CHECK(reader.post(5).value().value().text.empty());
    CHECK_FALSE(reader.post(7).value().value().quotable);
    CHECK(reader.post(9).value().value().ignored_by == "nine");
  }
  // An old view of the post that the backup did not know does not bring it back either.
  store::PostStore posts = open_store(file);
  CHECK(save(posts, batch_of({MadePost{.id = 101, .text = "Nobody came, number 101"}})).outcomes[0] ==
        store::Outcome::unchanged);
  CHECK(posts.rollups_hold() == true);
  CHECK(posts.search_holds() == true);
  // The same rules find nothing left to do, no rules give back what they took.
  CHECK(posts.apply_ignore_rules({{{"nine", "number 9"}}, "rules"}, at("2026-11-26T12:00:00Z"))->set_aside ==
        0);
  CHECK(posts.apply_ignore_rules({}, at("2026-11-26T12:00:00Z"))->restored == 1);
  CHECK(posts.rollups_hold() == true);
}

TEST_CASE("A post that came back by a newer edit than the present database knows of stays", "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  add_posts(file, 1, 3);
  std::filesystem::create_directory(folder / "young");
  must_back_up(file, folder / "young" / "posts.db");
  {
    store::PostStore posts = open_store(folder / "young" / "posts.db");
    save(posts, batch_of({MadePost{.id = 2, .text = "Back again", .edited_at = "2026-11-24T00:00:00Z"}}));
  }
  withdraw(file, 2);
  CHECK(restored(folder / "young" / "posts.db", file).carried.withdrawn == 0);
  CHECK(open_reader(file).post(2).value().value().text == "Back again");
}

TEST_CASE("What was kept goes a week after the restore, whenever it was last written to", "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  add_posts(file, 1, 10);
  must_back_up(file, folder / "copy");
  using namespace std::chrono_literals;
  std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now() - 24h * 1000);
  const auto kept = restored(folder / "copy", file).kept;
  std::ofstream(kept.string() + "-wal") << "a log";
  const UtcTime then = at(in_days(0));
  CHECK(store::remove_old_copies(file, then + 6 * 24h) == 0);
  CHECK(store::kept_copies(file).size() == 2);
  // Its log goes with it.
  CHECK(store::remove_old_copies(file, then + 8 * 24h) == 1);
  CHECK(store::kept_copies(file).empty());
}

TEST_CASE("A restore from what was kept by the one before leaves it there", "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  add_posts(file, 1, 10);
  must_back_up(file, folder / "copy");
  add_posts(file, 100, 10);
  const auto kept = restored(folder / "copy", file).kept;
  restored(kept, file, in_days(30));
  CHECK(std::filesystem::exists(kept));
  CHECK(open_reader(file).count({}) == 20);
}

TEST_CASE("What people changed since the backup stays written down, and sources stay as they were switched",
          "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  add_posts(file, 1, 10);
  const store::Act ana{at("2026-11-21T12:00:00Z"), "ana (1001)"};
  {
    store::PostStore posts = open_store(file);
    REQUIRE(posts.switch_source("old.example", false, ana).value());
  }
  must_back_up(file, folder / "copy");
  const store::Act ben{at("2026-11-22T12:00:00Z"), "ben (1002)"};
  {
    store::PostStore posts = open_store(file);
    REQUIRE(posts.switch_source("mastodon.social", false, ben).value());
    REQUIRE(posts.switch_source("new.example", false, ben).value());
    REQUIRE(posts.switch_source("old.example", true, ben).value());
  }
  restored(folder / "copy", file);
  {
    store::PostStore posts = open_store(file);
    const auto off = posts.disabled_sources().value();
    REQUIRE(off.size() == 2);
    CHECK(off[0].source == "mastodon.social");
    CHECK(off[0].person == "ben (1002)");
    CHECK(off[1].source == "new.example");
  }
  CHECK(integer(file, "SELECT count(*) FROM audit WHERE person = 'ana (1001)'") == 1);
  CHECK(integer(file, "SELECT count(*) FROM audit WHERE person = 'ben (1002)'") == 3);
  CHECK(integer(file, "SELECT count(*) FROM audit") == 5);
  CHECK(integer(file, "SELECT action = 'restore' FROM audit ORDER BY id DESC LIMIT 1") == 1);
  // Once is enough.
  restored(folder / "copy", file, in_days(1));
  CHECK(integer(file, "SELECT count(*) FROM audit") == 6);
}

TEST_CASE("An empty file where the database is to be is as none", "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  add_posts(folder / "old.db", 1, 20);
  must_back_up(folder / "old.db", folder / "copy");
  std::ofstream{file};
  const store::Restored done = restored(folder / "copy", file);
  CHECK(done.had_none);
  CHECK(done.carried.incomplete);
  CHECK(done.kept.empty());
  CHECK(store::kept_copies(file).empty());
  CHECK(open_reader(file).count({}) == 20);
}

TEST_CASE("Over a database of another key a restore says that nothing could be carried over", "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  add_posts(file, 1, 20);
  must_back_up(file, folder / "copy");
  execute(file, "UPDATE meta SET value = 'fedcba9876543210' WHERE key = 'key_fingerprint'");
  CHECK(restored(folder / "copy", file).carried.incomplete);
}

TEST_CASE("A database that merely cannot be opened is not taken for a damaged one", "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  add_posts(file, 1, 20);
  must_back_up(file, folder / "copy");
  std::filesystem::remove(file.string() + "-wal");
  std::filesystem::create_directory(file.string() + "-wal");
  const auto done = restore(folder / "copy", file);
  REQUIRE_FALSE(done);
  INFO(done.error().message);
  CHECK(done.error().status == ExitStatus::io);
  CHECK(done.error().message.find("cannot be opened") != std::string::npos);
  CHECK(store::kept_copies(file).empty());
}

TEST_CASE("References that were given after the backup are not given again", "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  add_posts(file, 1, 10);
  must_back_up(file, folder / "copy");
  add_posts(file, 100, 10);
  restored(folder / "copy", file);
  add_posts(file, 200, 1);
  CHECK(integer(file, "SELECT max(id) FROM post") == 21);
}

TEST_CASE("A backup of any earlier version is brought up to date on its way", "[restore]") {
  std::ifstream dump(NHS_FIXTURES "/store/version1.sql");
  std::stringstream sql;
  sql << dump.rdbuf();
  for (int version = 1; version < store::schema_version(); ++version) {
    CAPTURE(version);
    Scratch folder;
    execute(folder / "copy", sql.str());
    bring_to(folder / "copy", version);
    add_posts(folder / "posts.db", 1, 3);
    const store::Restored done = restored(folder / "copy", folder / "posts.db");
    CHECK(done.migrated_from == version);
    CHECK(open_reader(folder / "posts.db").count({}) == 4);
    check_sound(folder / "posts.db");
  }
}

TEST_CASE("While somebody reads, a restore waits, then leaves everything as it is and says why",
          "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  add_posts(file, 1, 10);
  must_back_up(file, folder / "copy");
  add_posts(file, 100, 1);
  {
    const store::Reader reader = open_reader(file);
    REQUIRE(reader.count({}) == 11);
    const auto done = restore(folder / "copy", file);
    REQUIRE_FALSE(done);
    INFO(done.error().message);
    CHECK(done.error().status == ExitStatus::try_again);
    CHECK(reader.count({}) == 11);
  }
  CHECK(store::kept_copies(file).empty());
  restored(folder / "copy", file);
  CHECK(open_reader(file).count({}) == 10);
}

TEST_CASE("A damaged database is replaced, and kept with its log", "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  add_posts(file, 1, 300);
  must_back_up(file, folder / "copy");
  {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(0);
    bytes << std::string(20000, '\x5a');
  }
  std::ofstream(file.string() + "-wal") << std::string(5000, 'w');
  std::string trouble;
  store::RestoreOptions options;
  options.key_fingerprint = kFingerprint;
  options.now = at(in_days(0));
  options.agree = [&](const store::RestoreQuestion& question) {
    trouble = question.present_trouble;
    return true;
  };
  const auto done = store::restore(folder / "copy", file, options);
  if (!done) FAIL(done.error().message);
  CHECK_FALSE(trouble.empty());
  CHECK(done->carried.incomplete);
  CHECK(std::filesystem::file_size(done->kept.string() + "-wal") == 5000);
  CHECK(open_reader(file).count({}) == 300);
}

TEST_CASE("Killed at any moment, a restore leaves the old database whole or the new one", "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  const auto copy = folder / "copy";
  add_posts(file, 1, 400);
  must_back_up(file, copy);
  // To three times as long as one takes on this machine at this hour: it may grow busier.
  const auto began = std::chrono::steady_clock::now();
  restored(copy, file);
  const auto longest = (std::chrono::steady_clock::now() - began) * 3;
  std::mt19937 random(11);
  int old_ones = 0;
  int new_ones = 0;
  std::uint64_t next = 10'000;
  for (int round = 0; round < 60; ++round) {
    add_posts(file, next, 7);
    next += 7;
    const std::int64_t before = open_reader(file).count({}).value();
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) _exit(restore(copy, file) ? 0 : 1);
    std::this_thread::sleep_for(longest * (random() % 1000) / 1000);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    {
      store::PostStore posts = open_store(file);
      REQUIRE(posts.rollups_hold() == true);
      REQUIRE(posts.search_holds() == true);
    }
    const std::int64_t after = open_reader(file).count({}).value();
    REQUIRE((after == before || after == 400));
    (after == 400 ? new_ones : old_ones) += 1;
  }
  CAPTURE(old_ones, new_ones);
  CHECK(old_ones > 0);
  CHECK(new_ones > 0);
  CHECK(integer(file, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0);
}

TEST_CASE("Money that was spent since the backup stays spent", "[restore]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  add_posts(file, 1, 3);
  must_back_up(file, folder / "copy");
  const UtcTime noon = at("2026-11-21T12:00:00Z");
  {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    database.exec("INSERT INTO source (name) VALUES ('ex')");
    database.exec(fmt::format(
        "INSERT INTO fetch_log (source_id, hour, asked, answered, throttled, failed, opted_out, spent, forgotten, "
        "spent_on_rechecks) SELECT id, {}, 3, 3, 0, 0, 0, 19000, 0, 500 FROM source WHERE name = 'ex'",
        noon.time_since_epoch().count()));
  }
  restored(folder / "copy", file);
  CHECK(integer(file, "SELECT sum(spent) FROM fetch_log") == 19000);
  CHECK(integer(file, "SELECT sum(spent_on_rechecks) FROM fetch_log") == 500);
  // Not twice.
  restored(folder / "copy", file, in_days(1));
  CHECK(integer(file, "SELECT sum(spent) FROM fetch_log") == 19000);
}
