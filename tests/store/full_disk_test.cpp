#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "store/backup.h"
#include "store/disk_room.h"
#include "store/kept_copies.h"
#include "store/migrations.h"
#include "store/writer_lock.h"
#include "store_fixture.h"
#include "tests/support/left_out.h"

using namespace nhs;
using namespace nhs::test;

namespace {

constexpr std::int64_t kMiB = 1024 * 1024;

/// A small disk of a test's own.
struct SmallDisk {
  SmallDisk() {
    const std::string size = "size=" + std::to_string((store::kRoomKeptFree + 64 * kMiB) / kMiB) + "m";
    mounted = ::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, size.c_str()) == 0;
    if (!mounted) leave_out("this process may not mount a small disk");
  }
  ~SmallDisk() {
    if (mounted) ::umount2(folder.path().c_str(), MNT_DETACH);
  }

  /// Fills it but for so many bytes.
  void fill_up_to(std::int64_t left) const {
    const auto free = store::disk_room(folder / "ballast")->free_bytes;
    const int ballast = ::open((folder / "ballast").c_str(), O_RDWR | O_CREAT, 0600);
    REQUIRE(ballast >= 0);
    CHECK(::posix_fallocate(ballast, 0, free - left) == 0);
    ::close(ballast);
  }
  void make_room() const { std::filesystem::remove(folder / "ballast"); }

  Scratch folder;
  bool mounted = false;
};

}  // namespace

TEST_CASE("With too little room nothing is stored, and it goes on by itself once there is some", "[disk]") {
  const SmallDisk disk;
  if (!disk.mounted) return;
  store::PostStore posts = open_store(disk.folder / "posts.db");
  save(posts, batch_of({MadePost{.id = 1}}));
  disk.fill_up_to(50 * kMiB);
  const auto refused = posts.save(batch_of({MadePost{.id = 2}}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == ExitStatus::io);
  CHECK(refused.error().message.find("50.0 MiB are free on its disk, and 128.0 MiB are kept free") !=
        std::string::npos);
  CHECK_FALSE(posts.ready_to_save());
  CHECK(open_reader(disk.folder / "posts.db").count({}) == 1);
  disk.make_room();
  CHECK(posts.ready_to_save());
  save(posts, batch_of({MadePost{.id = 2}}));
  CHECK(posts.rollups_hold() == true);
}

TEST_CASE("A disk that fills within a batch leaves the last one that was stored", "[disk]") {
  const SmallDisk disk;
  if (!disk.mounted) return;
  const auto file = disk.folder / "posts.db";
  store::PostStore posts = open_store(file);
  save(posts, batch_of({MadePost{.id = 1}}));
  store::Batch large = batch_of({});
  // More than the disk holds at all.
  for (std::uint64_t i = 2; i < 5000; ++i)
    large.posts.push_back(MadePost{.id = i, .text = std::string(60'000, static_cast<char>('a' + i % 26))});
  const auto refused = posts.save(large);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == ExitStatus::io);
  CHECK(refused.error().message.find("no room left") != std::string::npos);
  CHECK(open_reader(file).count({}) == 1);
  CHECK(posts.rollups_hold() == true);
}

TEST_CASE("A backup that has no room says so before it begins", "[disk]") {
  const SmallDisk disk;
  if (!disk.mounted) return;
  Scratch folder;
  store::PostStore posts = open_store(folder / "posts.db");
  save(posts, batch_of({MadePost{.id = 1, .text = std::string(50'000, 'a')}}));
  disk.fill_up_to(100 * 1024);
  const auto made = store::back_up(folder / "posts.db", disk.folder / "copy", {});
  REQUIRE_FALSE(made);
  CHECK(made.error().status == ExitStatus::io);
  CHECK(made.error().message.find("no room for the backup") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(disk.folder / "copy"));
}

TEST_CASE("Without room for a whole upgrade none is begun, so that the old version still runs", "[disk]") {
  const SmallDisk disk;
  if (!disk.mounted) return;
  const auto file = disk.folder / "posts.db";
  std::ifstream dump(NHS_FIXTURES "/store/version1.sql");
  std::stringstream sql;
  sql << dump.rdbuf();
  execute(file, sql.str() + "; INSERT INTO meta VALUES ('ballast', hex(zeroblob(4194304)))");
  const auto bytes = static_cast<std::int64_t>(std::filesystem::file_size(file));
  REQUIRE(bytes > 8 * kMiB);
  // Enough for the copy.
  disk.fill_up_to(bytes * 2);
  const auto refused = store::PostStore::open(file, kFingerprint, london());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == ExitStatus::io);
  CHECK(refused.error().message.find("no room for") != std::string::npos);
  CHECK(store::kept_copies(file).empty());
  CHECK(integer(file, "PRAGMA user_version") == 1);
  disk.make_room();
  { store::PostStore posts = open_store(file); }
  CHECK(integer(file, "PRAGMA user_version") == store::schema_version());
  CHECK(store::kept_copies(file).size() == 1);
}

TEST_CASE("A disk that turns read-only is named, and written to again when it is put right", "[disk]") {
  const SmallDisk disk;
  if (!disk.mounted) return;
  const auto file = disk.folder / "posts.db";
  {
    store::PostStore posts = open_store(file);
    save(posts, batch_of({MadePost{.id = 1}}));
  }
  REQUIRE(::mount("tmpfs", disk.folder.path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) == 0);
  CHECK(store::check_room(file).error().message.find("mounted read-only") != std::string::npos);
  CHECK(open_reader(file).count({}) == 1);
  const auto opened = store::PostStore::open(file, kFingerprint, london());
  CHECK_FALSE(opened);
  REQUIRE(::mount("tmpfs", disk.folder.path().c_str(), "tmpfs", MS_REMOUNT, nullptr) == 0);
  store::PostStore posts = open_store(file);
  save(posts, batch_of({MadePost{.id = 2}}));
}

TEST_CASE("Another program's lock is waited for, then named, and nothing is lost", "[disk]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  save(posts, batch_of({MadePost{.id = 1}}));
  {
    SQLite::Database stranger(file.string(), SQLite::OPEN_READWRITE, 100);
    SQLite::Transaction hold(stranger, SQLite::TransactionBehavior::IMMEDIATE);
    const auto refused = posts.save(batch_of({MadePost{.id = 2}}));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().status == ExitStatus::try_again);
    CHECK(refused.error().message.find("another program has kept it locked") != std::string::npos);
    CHECK_FALSE(posts.ready_to_save());
  }
  CHECK(posts.ready_to_save());
  save(posts, batch_of({MadePost{.id = 2}}));
  CHECK(open_reader(file).count({}) == 2);
}

TEST_CASE("A writer in trouble leaves word of it, even on a full disk, for as long as it is there",
          "[disk]") {
  const SmallDisk disk;
  if (!disk.mounted) return;
  const auto file = disk.folder / "posts.db";
  CHECK(store::trouble_of_writer(file).empty());
  {
    auto lock = store::WriterLock::take(file, "nhsvaluesd");
    REQUIRE(lock);
    disk.fill_up_to(0);
    lock->note_trouble("there is no room");
    CHECK(store::trouble_of_writer(file) == "there is no room");
    CHECK(store::current_writer(file)->find("nhsvaluesd (process ") == 0);
    lock->note_trouble("");
    CHECK(store::trouble_of_writer(file).empty());
    lock->note_trouble(std::string(5000, 'x'));
    CHECK(store::trouble_of_writer(file).size() < 1024);
  }
  CHECK(store::trouble_of_writer(file).empty());
  CHECK_FALSE(store::current_writer(file));
}
