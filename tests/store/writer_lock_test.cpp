#include "store/writer_lock.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "other_user.h"
#include "store_fixture.h"
#include "tests/support/left_out.h"

using namespace nhs;
using namespace nhs::test;

namespace {

std::string taken_or_error(const std::filesystem::path& database) {
  const auto lock = store::WriterLock::take(database, "nhsvalues import");
  return lock ? "taken" : std::to_string(static_cast<int>(lock.error().status)) + " " + lock.error().message;
}

}  // namespace

TEST_CASE("Who writes second is told who writes", "[store]") {
  Scratch folder;
  const auto first = store::WriterLock::take(folder / "posts.db", "nhsvaluesd");
  REQUIRE(first);
  const std::string refused = taken_or_error(folder / "posts.db");
  CHECK(refused.substr(0, 3) == "75 ");
  CHECK(refused.find("nhsvaluesd (process " + std::to_string(getpid())) != std::string::npos);
}

TEST_CASE("A lock whose file was removed is taken anew with what it said, unless somebody has it by then",
          "[store]") {
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  auto lock = store::WriterLock::take(file, "nhsvaluesd");
  REQUIRE(lock);
  CHECK(lock->hold_on() == false);
  lock->note_trouble("the disk is full");
  REQUIRE(std::filesystem::remove(folder / "posts.db.lock"));
  CHECK(store::trouble_of_writer(file).empty());
  CHECK(lock->hold_on() == true);
  CHECK(lock->hold_on() == false);
  CHECK(store::trouble_of_writer(file) == "the disk is full");
  CHECK(taken_or_error(file).substr(0, 3) == "75 ");

  REQUIRE(std::filesystem::remove(folder / "posts.db.lock"));
  const auto quicker = store::WriterLock::take(file, "nhsvalues import");
  REQUIRE(quicker);
  const auto lost = lock->hold_on();
  REQUIRE_FALSE(lost);
  CHECK(lost.error().status == ExitStatus::try_again);
  CHECK(lost.error().message.find("nhsvalues import") != std::string::npos);
}

namespace {

/// Two new disks, for this process alone; false where it may not make any.
bool mount_two(const std::filesystem::path& one, const std::filesystem::path& other) {
  if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return false;
  for (const auto& each : {one, other})
    if (mkdir(each.c_str(), 0700) != 0 || mount("none", each.c_str(), "tmpfs", 0, nullptr) != 0) return false;
  return true;
}

ino_t number_of(const std::filesystem::path& file) {
  struct stat found {};
  return stat(file.c_str(), &found) == 0 ? found.st_ino : 0;
}

}  // namespace

TEST_CASE("A file of the same number on another disk that somebody has locked is not taken for the lock",
          "[store]") {
  Scratch folder;
  const std::filesystem::path here = folder / "here" / "posts.db";
  const std::filesystem::path there = folder / "there" / "posts.db";
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (!mount_two(here.parent_path(), there.parent_path())) _exit(2);
    // The first file of either, so both have the same number.
    std::ofstream{here.string() + ".lock"} << "nhsvaluesd (process 1)\n";
    const auto held = store::WriterLock::take(there, "nhsvaluesd");
    if (!held) _exit(1);
    if (number_of(here.string() + ".lock") != number_of(there.string() + ".lock")) _exit(2);
    _exit(store::current_writer(there) && !store::current_writer(here) ? 0 : 1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 2)
    return leave_out("it takes two disks with files of the same number, which only root may mount");
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("A disk that can only be read is named, with a status on which systemd tries again", "[store]") {
  Scratch folder;
  const std::filesystem::path disk = folder / "disk";
  const std::filesystem::path other = folder / "other";
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (!mount_two(disk, other)) _exit(2);
    std::ofstream{disk / "posts.db"} << "x";
    if (mount("none", disk.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) != 0) _exit(2);
    const auto refused = store::WriterLock::take(disk / "posts.db", "nhsvaluesd");
    const bool told = !refused && refused.error().status == ExitStatus::io &&
                      refused.error().message.find("its disk can only be read") != std::string::npos;
    _exit(told ? 0 : 1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 2) return leave_out("it takes disks that only root may mount");
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("Members of the group read who writes, whatever the umask was", "[store]") {
  Scratch folder;
  const mode_t before = umask(0077);
  const auto lock = store::WriterLock::take(folder / "posts.db", "nhsvaluesd");
  umask(before);
  REQUIRE(lock);
  struct stat found {};
  REQUIRE(stat((folder / "posts.db.lock").c_str(), &found) == 0);
  CHECK((found.st_mode & 07777) == 0640);
}

TEST_CASE("Who writes says which rules of alerts it has looked at; none is something else than no word",
          "[store]") {
  Scratch folder;
  const auto database = folder / "posts.db";
  auto lock = store::WriterLock::take(database, "nhsvaluesd");
  REQUIRE(lock);
  CHECK_FALSE(store::looked_at_by_writer(database));
  lock->note_looked_at({});
  CHECK(store::looked_at_by_writer(database) == std::set<std::string>{});
  lock->note_configuration({std::string(2000, 'a'), std::string(2000, 'b')});
  lock->note_trouble(std::string(2000, 'c'));
  lock->note_looked_at({"disk-space", "concern"});
  CHECK(store::looked_at_by_writer(database) == std::set<std::string>{"concern", "disk-space"});
  CHECK(store::trouble_of_writer(database) == std::string(1000, 'c'));
  // 20 names of 64 letters: a part of them would say of the others that they were not.
  std::set<std::string> many;
  for (char c = 'a'; c < 'a' + 20; ++c) many.insert(std::string(64, c));
  lock->note_looked_at(many);
  CHECK_FALSE(store::looked_at_by_writer(database));
}

TEST_CASE("A lock in a folder that is not there cannot be made", "[store]") {
  Scratch folder;
  const std::string refused = taken_or_error(folder / "no-such-folder" / "posts.db");
  CHECK(refused.substr(0, 3) == "73 ");
  CHECK(refused.find("no-such-folder/posts.db") != std::string::npos);
}

TEST_CASE("A file beside the database that a command of root's left is named, with the chown that mends it",
          "[store]") {
  if (!can_be_another_user()) return;
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  { store::PostStore posts = open_store(file); }
  REQUIRE(chmod(folder.path().c_str(), 0755) == 0);
  REQUIRE(chown(folder.path().c_str(), kNobody, kNobody) == 0);
  for (const char* suffix : {"", "-wal", "-shm"})
    REQUIRE(chown((file.string() + suffix).c_str(), kNobody, kNobody) == 0);
  std::string left = file.string() + ".lock";
  SECTION("the lock") {
    std::ofstream(left).close();
    REQUIRE(chmod(left.c_str(), 0640) == 0);
  }
  SECTION("the log") {
    left = file.string() + "-wal";
    REQUIRE(chown(left.c_str(), 0, 0) == 0);
  }
  const std::string refused = as_nobody(kNobody, [&] {
    const std::string taken = taken_or_error(file);
    if (taken != "taken") return taken;
    const auto opened = store::PostStore::open(file, kFingerprint, london());
    return opened ? "opened"
                  : std::to_string(static_cast<int>(opened.error().status)) + " " + opened.error().message;
  });
  CHECK(refused == "77 " + left +
                       ": belongs to root, and the database to nobody, as after a command that another user "
                       "ran on it; give it back, then start nhsvaluesd again: sudo chown nobody:nogroup " +
                       left);
}

TEST_CASE("Who may not write is told as whom to run", "[store]") {
  if (!can_be_another_user()) return;
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  REQUIRE(chmod(folder.path().c_str(), 0755) == 0);
  std::string owner = "root";
  SECTION("when the folder is another's, and the database not there yet") {}
  SECTION("when the lock is another's") { REQUIRE(taken_or_error(file) == "taken"); }
  SECTION("when the database has another owner than its folder") {
    std::ofstream(file).close();
    REQUIRE(chown(file.c_str(), 1, 1) == 0);
    owner = "daemon";
  }
  SECTION("when the folder may not be entered") { REQUIRE(chmod(folder.path().c_str(), 0700) == 0); }
  const std::string refused = as_nobody(kNobody, [&] { return taken_or_error(file); });
  CHECK(refused == "77 " + file.string() +
                       ": you may not write there; run this as the owner of the database (" + owner + ")");
}
