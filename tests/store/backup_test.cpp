#include "store/backup.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <thread>

#include "sound.h"
#include "store/durable_file.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

store::PostStore store_of(const std::filesystem::path& file, std::uint64_t first, std::uint64_t count) {
  store::PostStore posts = open_store(file);
  std::vector<store::ClassifiedPost> made;
  for (std::uint64_t i = first; i < first + count; ++i)
    made.push_back(MadePost{.id = i, .text = "Nobody came, number " + std::to_string(i)});
  save(posts, batch_of(std::move(made)));
  return posts;
}

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

Result<store::Contents> back_up(const std::filesystem::path& file, const std::filesystem::path& target,
                                bool replace = false) {
  store::BackupOptions options;
  options.replace = replace;
  return store::back_up(file, target, options);
}

}  // namespace

TEST_CASE("A backup holds what the database held, is its owner's alone, and leaves nothing else behind",
          "[backup]") {
  Scratch folder;
  store::PostStore posts = store_of(folder / "posts.db", 1, 500);
  std::filesystem::create_directory(folder / "copies");
  const auto made = back_up(folder / "posts.db", folder / "copies" / "a.db");
  if (!made) FAIL(made.error().message);
  CHECK(made->posts == 500);
  CHECK(made->key_fingerprint == kFingerprint);
  CHECK(files_in(folder / "copies") == 1);
  struct stat found {};
  REQUIRE(stat((folder / "copies" / "a.db").c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0600);
  check_sound(folder / "copies" / "a.db");
  CHECK(files_in(folder / "copies") == 1);
}

TEST_CASE("A backup takes no file's place unasked, nor the database's at all", "[backup]") {
  Scratch folder;
  store::PostStore posts = store_of(folder / "posts.db", 1, 3);
  std::ofstream(folder / "a.db") << "precious";
  CHECK(back_up(folder / "posts.db", folder / "a.db").error().status == ExitStatus::cannot_create);
  CHECK(std::filesystem::file_size(folder / "a.db") == 8);
  CHECK(back_up(folder / "posts.db", folder / "a.db", true).error().status == ExitStatus::cannot_create);
  CHECK(std::filesystem::file_size(folder / "a.db") == 8);
  REQUIRE(back_up(folder / "posts.db", folder / "c.db"));
  CHECK(back_up(folder / "posts.db", folder / "c.db", true));
  for (const char* beside : {"-wal", "-shm", ".lock", "-journal"})
    CHECK(back_up(folder / "posts.db", folder / ("posts.db" + std::string{beside}), true).error().status ==
          ExitStatus::usage);
  store::BackupOptions with_key;
  with_key.replace = true;
  with_key.in_use = {folder / "a.db"};
  CHECK(store::back_up(folder / "posts.db", folder / "a.db", with_key).error().status == ExitStatus::usage);
  std::filesystem::create_symlink(folder / "c.db", folder / "link.db");
  CHECK(back_up(folder / "posts.db", folder / "link.db", true).error().status == ExitStatus::cannot_create);
  CHECK(back_up(folder / "posts.db", folder / "posts.db", true).error().status == ExitStatus::usage);
  CHECK(back_up(folder / "posts.db", folder / "none" / "a.db").error().status == ExitStatus::cannot_create);
  CHECK(back_up(folder / "other.db", folder / "b.db").error().status == ExitStatus::no_input);
  CHECK_FALSE(std::filesystem::exists(folder / "b.db"));
}

TEST_CASE("What is wrong with a database is not backed up in silence", "[backup]") {
  Scratch folder;
  { store::PostStore posts = store_of(folder / "posts.db", 1, 50); }
  execute(folder / "posts.db", "UPDATE rollup SET posts = posts + 1");
  const auto made = back_up(folder / "posts.db", folder / "a.db");
  REQUIRE_FALSE(made);
  CHECK(made.error().status == ExitStatus::io);
  CHECK(made.error().message.find("rollups") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder / "a.db"));
  store::BackupOptions unseen;
  unseen.verify = false;
  CHECK(store::back_up(folder / "posts.db", folder / "a.db", unseen));
}

TEST_CASE("Backups that are taken while somebody writes are sound, each of one moment, and hold nobody up",
          "[backup]") {
  Scratch folder;
  const std::filesystem::path file = folder / "posts.db";
  { store::PostStore posts = store_of(file, 1, 10); }
  const pid_t writer = fork();
  REQUIRE(writer >= 0);
  if (writer == 0) {
    auto posts = store::PostStore::open(file, kFingerprint, london());
    for (std::uint64_t next = 1000; posts; next += 10) {
      std::vector<store::ClassifiedPost> made;
      for (std::uint64_t i = next; i < next + 10; ++i) made.push_back(MadePost{.id = i});
      if (!posts->save(batch_of(std::move(made)))) break;
    }
    _exit(1);
  }
  std::int64_t before = 0;
  for (int round = 0; round < 5; ++round) {
    const auto made = back_up(file, folder / ("copy" + std::to_string(round)));
    if (!made) FAIL(made.error().message);
    CHECK(made->posts % 10 == 0);
    CHECK(made->posts >= before);
    before = made->posts;
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  // The writer is still at it: nothing it met was a failure.
  CHECK(waitpid(writer, nullptr, WNOHANG) == 0);
  CHECK(before > 10);
  kill(writer, SIGKILL);
  waitpid(writer, nullptr, 0);
}

TEST_CASE("A backup that is killed leaves no file of that name, and the next one clears up after it",
          "[backup]") {
  Scratch folder;
  { store::PostStore posts = store_of(folder / "posts.db", 1, 2000); }
  std::filesystem::create_directory(folder / "copies");
  const auto target = folder / "copies" / "a.db";
  int unfinished = 0;
  for (int round = 0; round < 12; ++round) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) _exit(back_up(folder / "posts.db", target, true) ? 0 : 1);
    std::this_thread::sleep_for(std::chrono::milliseconds{2 + round * 2});
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    if (std::filesystem::exists(target))
      check_sound(target);
    else
      ++unfinished;
  }
  CHECK(unfinished > 0);
  REQUIRE(back_up(folder / "posts.db", target, true));
  CHECK(files_in(folder / "copies") == 1);
}

TEST_CASE("What a killed maker left goes whoever has its number now, and what is being made stays",
          "[backup]") {
  Scratch folder;
  const std::string own = std::to_string(getpid());
  const std::string alive = std::to_string(getppid());
  for (const std::string& name : {"a.db.partial-" + own, "a.db.partial-" + alive, "b.db.partial-" + alive})
    std::ofstream(folder / name) << std::string("SQLite format 3\0 and more", 24);
  std::ofstream(folder / "film.partial-3") << "somebody's own";
  std::ofstream(folder / "song.partial-4");
  std::ofstream(folder / "a.db.partial-5");
  REQUIRE(store::leftovers_in(folder.path()).size() == 6);
  auto made = store::FileInTheMaking::begin(folder / "a.db", 0600);
  if (!made) FAIL(made.error().message);
  CHECK(store::leftovers_in(folder.path()) ==
        std::vector<std::filesystem::path>{folder / ("a.db.partial-" + own), folder / "film.partial-3",
                                           folder / "song.partial-4"});
  CHECK_FALSE(store::FileInTheMaking::begin(folder / "a.db", 0600));
  CHECK(std::filesystem::exists(made->path()));
  REQUIRE(made->put_in_place());
  CHECK(store::FileInTheMaking::begin(folder / "a.db", 0600));
}
