#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "store/writer_lock.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace fs = std::filesystem;

namespace {

Error error_of_opening(const fs::path& file) {
  const auto opened = store::PostStore::open(file, kFingerprint, london());
  REQUIRE_FALSE(opened);
  return opened.error();
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

TEST_CASE("A link in the place of the database is followed by nobody, wherever it leads", "[links]") {
  const Scratch folder;
  { store::PostStore posts = open_store(folder / "real.db"); }
  const std::string before = bytes_of(folder / "real.db");
  for (const char* target : {"real.db", "nowhere.db"}) {
    CAPTURE(target);
    fs::create_symlink(folder / target, folder / "posts.db");
    const Error refused = error_of_opening(folder / "posts.db");
    CHECK(refused.status == ExitStatus::configuration);
    CHECK(
        refused.message.find("posts.db: a symbolic link, which is not followed; name the database itself") !=
        std::string::npos);
    CHECK(store::Reader::open(folder / "posts.db").error().status == ExitStatus::configuration);
    CHECK(store::PostStore::open_existing(folder / "posts.db").error().status == ExitStatus::configuration);
    fs::remove(folder / "posts.db");
  }
  CHECK_FALSE(fs::exists(folder / "nowhere.db"));
  CHECK(bytes_of(folder / "real.db") == before);
}

TEST_CASE("Nor is one in the place of what SQLite and the lock keep beside it", "[links]") {
  const Scratch folder;
  { store::PostStore posts = open_store(folder / "posts.db"); }
  std::ofstream(folder / "victim") << "precious";
  for (const char* beside : {"-wal", "-shm", "-journal", ".lock"}) {
    CAPTURE(beside);
    const fs::path link = (folder / "posts.db").string() + beside;
    fs::remove(link);
    fs::create_symlink(folder / "victim", link);
    CHECK(error_of_opening(folder / "posts.db").status == ExitStatus::configuration);
    CHECK(store::Reader::open(folder / "posts.db").error().status == ExitStatus::configuration);
    CHECK(bytes_of(folder / "victim") == "precious");
    fs::remove(link);
  }
  fs::create_symlink(folder / "victim", folder / "posts.db.lock");
  const auto taken = store::WriterLock::take(folder / "posts.db", "nhsvaluesd");
  REQUIRE_FALSE(taken);
  CHECK(taken.error().status == ExitStatus::configuration);
  CHECK(bytes_of(folder / "victim") == "precious");
}

TEST_CASE("A folder that is a link is nobody's trap, and is entered", "[links]") {
  const Scratch folder;
  fs::create_directory(folder / "disk");
  fs::create_directory_symlink(folder / "disk", folder / "state");
  { store::PostStore posts = open_store(folder / "state" / "posts.db"); }
  CHECK(fs::exists(folder / "disk" / "posts.db"));
}
