#include "privacy/key.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "tests/support/environment_variable.h"
#include "tests/support/left_out.h"
#include "tests/support/scratch.h"

using namespace nhs;
using privacy::Key;
namespace fs = std::filesystem;

namespace {

const std::string kHex = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";

fs::path write(const fs::path& file, const std::string& content, mode_t mode = 0600) {
  std::ofstream(file, std::ios::binary) << content;
  chmod(file.c_str(), mode);
  return file;
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

mode_t mode_of(const fs::path& file) {
  struct stat status {};
  REQUIRE(lstat(file.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

ExitStatus refusal(const fs::path& file) {
  const auto key = Key::read(file);
  REQUIRE_FALSE(key);
  CHECK(key.error().message.find(file.string()) != std::string::npos);
  return key.error().status;
}

}  // namespace

TEST_CASE("A key file is read with white space around it, in capitals or not", "[key]") {
  const test::Scratch scratch;
  std::array<std::uint8_t, 32> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);
  const auto key = Key::read(write(scratch / "key", " \n" + kHex + "\r\n"));
  REQUIRE(key);
  CHECK(key->fingerprint() == Key::from_bytes(bytes).fingerprint());
}

TEST_CASE("A fingerprint never changes, as databases hold it, and gives no key away", "[key]") {
  const Key key = Key::from_bytes({});
  CHECK(key.fingerprint() == "065248f2bd12b271");
  CHECK(key.hashing_key() != key.sealing_key());
  CHECK(Key::from_bytes({1}).fingerprint() != key.fingerprint());
}

TEST_CASE("A new key is readable by its owner only, whatever the umask, and is no other's", "[key]") {
  const test::Scratch scratch;
  const mode_t umask_before = umask(0);
  const auto first = Key::create(scratch / "one.key");
  umask(0777);
  const auto second = Key::create(scratch / "two.key");
  umask(umask_before);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(mode_of(scratch / "one.key") == 0600);
  CHECK(mode_of(scratch / "two.key") == 0600);
  CHECK(first->fingerprint() != second->fingerprint());
  CHECK(Key::read(scratch / "one.key")->fingerprint() == first->fingerprint());
  CHECK(content_of(scratch / "one.key").size() == 65);
  CHECK(files_in(scratch.path()) == 2);
}

TEST_CASE("Creating a key never replaces or follows what is there", "[key]") {
  const test::Scratch scratch;
  write(scratch / "old.key", kHex);
  CHECK(Key::create(scratch / "old.key").error().status == ExitStatus::cannot_create);
  CHECK(content_of(scratch / "old.key") == kHex);

  fs::create_symlink(scratch / "elsewhere", scratch / "link.key");
  CHECK(Key::create(scratch / "link.key").error().status == ExitStatus::cannot_create);
  CHECK_FALSE(fs::exists(scratch / "elsewhere"));

  CHECK(Key::create(scratch / "no/folder.key").error().status == ExitStatus::cannot_create);
  CHECK(files_in(scratch.path()) == 2);
}

TEST_CASE("A link in the place of the key is not followed", "[key]") {
  const test::Scratch scratch;
  write(scratch / "real.key", kHex);
  fs::create_symlink(scratch / "real.key", scratch / "link.key");
  const auto read = Key::read(scratch / "link.key");
  REQUIRE_FALSE(read);
  CHECK(read.error().status == ExitStatus::configuration);
  CHECK(read.error().message.find("a symbolic link, which is not followed") != std::string::npos);
}

TEST_CASE("Of many who create one key at a time one succeeds, and all read its key", "[key]") {
  const test::Scratch scratch;
  const fs::path file = scratch / "pseudonym.key";
  std::atomic<int> created{0};
  std::atomic<int> torn{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      if (Key::create(file)) ++created;
      if (!Key::read(file)) ++torn;
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(created == 1);
  CHECK(torn == 0);
  CHECK(files_in(scratch.path()) == 1);
}

TEST_CASE("A key that others may read or change is refused with the command that mends it", "[key]") {
  const test::Scratch scratch;
  for (const mode_t mode : {0640u, 0604u, 0620u, 0602u}) {
    const fs::path file = write(scratch / "key", kHex, mode);
    CHECK(refusal(file) == ExitStatus::configuration);
    CHECK(Key::read(file).error().message.find("chmod 600 '" + file.string() + "'") != std::string::npos);
  }
}

TEST_CASE("A systemd credential may be readable by its group", "[key]") {
  const test::Scratch scratch;
  const fs::path file = write(scratch / "pseudonym.key", kHex, 0440);
  CHECK(refusal(file) == ExitStatus::configuration);
  for (const char* slash : {"", "/"}) {
    const test::EnvironmentVariable directory{"CREDENTIALS_DIRECTORY", scratch.path().string() + slash};
    CHECK(Key::read(file));
    fs::create_directory(scratch / "below");
    CHECK(refusal(write(scratch / "below/key", kHex, 0440)) == ExitStatus::configuration);
  }
  const test::EnvironmentVariable none{"CREDENTIALS_DIRECTORY", ""};
  CHECK(refusal(file) == ExitStatus::configuration);
}

TEST_CASE("What is no key is refused, and its content is not repeated", "[key]") {
  const test::Scratch scratch;
  CHECK(refusal(scratch / "missing") == ExitStatus::no_input);
  CHECK(refusal(scratch.path()) == ExitStatus::configuration);
  for (const std::string& content :
       {std::string{}, kHex.substr(1), kHex + "0", "g" + kHex.substr(1), std::string(5000, '0')}) {
    const fs::path file = write(scratch / "key", content);
    CHECK(refusal(file) == ExitStatus::configuration);
    if (!content.empty()) CHECK(Key::read(file).error().message.find(content) == std::string::npos);
  }
  REQUIRE(mkfifo((scratch / "fifo").c_str(), 0600) == 0);
  CHECK(refusal(scratch / "fifo") == ExitStatus::configuration);
}

TEST_CASE("The key is where it is configured, else systemd's credential, else beside the database", "[key]") {
  const test::Scratch scratch;
  const test::EnvironmentVariable directory{"CREDENTIALS_DIRECTORY", scratch.path().string()};
  const fs::path beside = "/var/lib/nhsvalues/pseudonym.key";
  CHECK(privacy::key_path("", "/var/lib/nhsvalues/nhsvalues.db") == beside);
  write(scratch / "pseudonym.key", kHex);
  CHECK(privacy::key_path("", "/var/lib/nhsvalues/nhsvalues.db") == scratch / "pseudonym.key");
  CHECK(privacy::key_path("/srv/key", "/var/lib/nhsvalues/nhsvalues.db") == "/srv/key");
}

TEST_CASE("A renewed key has those before it behind it, and a file of several says which fits a database",
          "[key]") {
  test::Scratch scratch;
  const auto file = scratch / "some.key";
  const auto first = Key::create(file);
  REQUIRE(first);
  const auto second = Key::renew(file);
  REQUIRE(second);
  const auto third = Key::renew(file);
  REQUIRE(third);
  const auto read = Key::read(file);
  REQUIRE(read);
  CHECK(read->fingerprint() == third->fingerprint());
  REQUIRE(read->previous().size() == 2);
  CHECK(read->previous()[0].fingerprint() == second->fingerprint());
  CHECK(read->as_of(second->fingerprint()).fingerprint() == second->fingerprint());
  REQUIRE(read->as_of(second->fingerprint()).previous().size() == 1);
  CHECK(read->as_of(second->fingerprint()).previous()[0].fingerprint() == first->fingerprint());
  CHECK(read->as_of("another").fingerprint() == third->fingerprint());
  CHECK(read->hashing_key() == third->hashing_key());
}

TEST_CASE("A key is not renewed through a link, nor without end, nor where the file is no key", "[key]") {
  test::Scratch scratch;
  REQUIRE(Key::create(scratch / "some.key"));
  std::filesystem::create_symlink(scratch / "some.key", scratch / "link.key");
  CHECK(Key::renew(scratch / "link.key").error().status == ExitStatus::configuration);
  CHECK(Key::renew(scratch / "none.key").error().status == ExitStatus::no_input);
  CHECK(Key::renew(write(scratch / "wrong.key", "previous = " + kHex + "\n")).error().status ==
        ExitStatus::configuration);
  CHECK(Key::read(write(scratch / "odd.key", kHex + "\nolder = " + kHex + "\n")).error().status ==
        ExitStatus::configuration);
  int renewed = 0;
  while (Key::renew(scratch / "some.key")) ++renewed;
  CHECK(renewed >= 30);
  CHECK(Key::read(scratch / "some.key")->previous().size() == static_cast<std::size_t>(renewed));
}

TEST_CASE("A key that root makes in somebody else's folder is theirs alone", "[key]") {
  if (geteuid() != 0) return test::leave_out("only root can make a key in somebody else's folder");
  const test::Scratch scratch;
  constexpr unsigned kNobody = 65534;
  REQUIRE(chown(scratch.path().c_str(), kNobody, kNobody) == 0);
  REQUIRE(Key::create(scratch / "made.key"));
  struct stat status {};
  REQUIRE(lstat((scratch / "made.key").c_str(), &status) == 0);
  CHECK(status.st_uid == kNobody);
  CHECK(status.st_gid == kNobody);
  CHECK(mode_of(scratch / "made.key") == 0600);
}
