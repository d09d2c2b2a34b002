#include "store/writer_lock.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "other_user.h"
#include "store_fixture.h"

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

TEST_CASE("A lock in a folder that is not there cannot be made", "[store]") {
  Scratch folder;
  const std::string refused = taken_or_error(folder / "no-such-folder" / "posts.db");
  CHECK(refused.substr(0, 3) == "73 ");
  CHECK(refused.find("no-such-folder/posts.db") != std::string::npos);
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
