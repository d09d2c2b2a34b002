#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>

#include "other_user.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// A group with no other meaning in these tests.
constexpr unsigned kReaders = kNobody;
constexpr unsigned kStrangers = 12345;

/// A state folder as the packaging makes it: its owner writes, its group reads.
struct StateFolder {
  explicit StateFolder(unsigned group = kReaders) {
    REQUIRE(chown(folder.path().c_str(), 0, group) == 0);
    // New files take the folder's group, as files of the daemon's own user would.
    REQUIRE(chmod(folder.path().c_str(), 02750) == 0);
  }

  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
};

std::string count_or_error(const std::filesystem::path& file) {
  const auto reader = store::Reader::open(file);
  if (!reader) return std::to_string(static_cast<int>(reader.error().status)) + " " + reader.error().message;
  const auto count = reader->count({});
  return count ? std::to_string(*count) : count.error().message;
}

/// While it lives root may give no file away, as under systemd without CAP_CHOWN.
class WithoutChown {
 public:
  WithoutChown() {
    REQUIRE(::syscall(SYS_capget, &header_, before_.data()) == 0);
    auto less = before_;
    less[0].effective &= ~(1U << CAP_CHOWN);
    REQUIRE(::syscall(SYS_capset, &header_, less.data()) == 0);
  }
  WithoutChown(const WithoutChown&) = delete;
  WithoutChown& operator=(const WithoutChown&) = delete;
  ~WithoutChown() { ::syscall(SYS_capset, &header_, before_.data()); }

 private:
  __user_cap_header_struct header_{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> before_{};
};

std::string count_as(unsigned group, const std::filesystem::path& file) {
  return as_nobody(group, [&] { return count_or_error(file); });
}

}  // namespace

TEST_CASE("A member of the group reads while the daemon runs, after it was killed, and after it stopped",
          "[store]") {
  if (!can_be_another_user()) return;
  StateFolder state;
  {
    store::PostStore posts = open_store(state.file);
    save(posts, batch_of({MadePost{.id = 1}}));
    CHECK(count_as(kReaders, state.file) == "1");
  }
  CHECK(count_as(kReaders, state.file) == "1");
  // A reader of the owner's, the last to close, leaves the log in place as well.
  CHECK(count_or_error(state.file) == "1");
  CHECK(count_as(kReaders, state.file) == "1");
  in_killed_child([&] {
    auto posts = store::PostStore::open(state.file, kFingerprint, london());
    if (posts && posts->save(batch_of({MadePost{.id = 2}}))) std::raise(SIGKILL);
  });
  CHECK(std::filesystem::file_size(state.file.string() + "-wal") > 0);
  CHECK(count_as(kReaders, state.file) == "2");
  // And the daemon still writes after all these readers.
  store::PostStore posts = open_store(state.file);
  save(posts, batch_of({MadePost{.id = 3}}));
  CHECK(count_as(kReaders, state.file) == "3");
}

TEST_CASE("A writer that was killed between its log's header and the first page is explained to members",
          "[store]") {
  if (!can_be_another_user()) return;
  StateFolder state;
  {
    store::PostStore posts = open_store(state.file);
    save(posts, batch_of({MadePost{.id = 1}}));
  }
  in_killed_child([&] {
    auto posts = store::PostStore::open(state.file, kFingerprint, london());
    if (posts && posts->save(batch_of({MadePost{.id = 2}}))) std::raise(SIGKILL);
  });
  std::filesystem::resize_file(state.file.string() + "-wal", 32);
  const std::string refused = count_as(kReaders, state.file);
  CHECK(refused.substr(0, 3) == "75 ");
  CHECK(refused.find("start nhsvaluesd") != std::string::npos);
  store::PostStore posts = open_store(state.file);
  save(posts, batch_of({MadePost{.id = 3}}));
  CHECK(count_as(kReaders, state.file) == "2");
}

TEST_CASE("A database without its log is explained, and readable once its owner has looked at it",
          "[store]") {
  if (!can_be_another_user()) return;
  StateFolder state;
  {
    store::PostStore posts = open_store(state.file);
    save(posts, batch_of({MadePost{.id = 1}}));
  }
  std::filesystem::remove(state.file.string() + "-wal");
  std::filesystem::remove(state.file.string() + "-shm");
  const std::string refused = count_as(kReaders, state.file);
  CHECK(refused.substr(0, 3) == "77 ");
  CHECK(refused.find("-wal and -shm") != std::string::npos);
  CHECK(count_or_error(state.file) == "1");
  CHECK(count_as(kReaders, state.file) == "1");
}

TEST_CASE("Who is not in the group is told which to join", "[store]") {
  if (!can_be_another_user()) return;
  StateFolder state;
  { store::PostStore posts = open_store(state.file); }
  SECTION("when the folder keeps them out") {}
  SECTION("when the file keeps them out") { REQUIRE(chmod(state.folder.path().c_str(), 02755) == 0); }
  const std::string refused = count_as(kStrangers, state.file);
  CHECK(refused.substr(0, 3) == "77 ");
  CHECK(refused.find("usermod -aG nogroup") != std::string::npos);
  CHECK(refused.find("posts.db") != std::string::npos);
}

TEST_CASE("Nobody is told to join root", "[store]") {
  if (!can_be_another_user()) return;
  StateFolder state(0);
  { store::PostStore posts = open_store(state.file); }
  const std::string refused = count_as(kStrangers, state.file);
  CHECK(refused.substr(0, 3) == "77 ");
  CHECK(refused.find("usermod -aG root") == std::string::npos);
  CHECK(refused.find("ask root") != std::string::npos);
}

TEST_CASE("Who may only read a database is not let write to it", "[store]") {
  if (!can_be_another_user()) return;
  StateFolder state;
  { store::PostStore posts = open_store(state.file); }
  const std::string refused = as_nobody(kReaders, [&]() -> std::string {
    const auto opened = store::PostStore::open(state.file, kFingerprint, london());
    return opened ? "opened"
                  : std::to_string(static_cast<int>(opened.error().status)) + opened.error().message;
  });
  CHECK(refused.substr(0, 2) == "77");
}

TEST_CASE("A database that root makes in somebody else's folder is theirs, with its log and index",
          "[store]") {
  if (!can_be_another_user()) return;
  StateFolder state;
  unsigned owner = kNobody;
  unsigned group = kStrangers;
  SECTION("somebody else's") { REQUIRE(chown(state.folder.path().c_str(), kNobody, kStrangers) == 0); }
  SECTION("root's own, as ever") {
    owner = 0;
    group = kReaders;  // by the folder's setgid bit
  }
  {
    store::PostStore posts = open_store(state.file);
    save(posts, batch_of({MadePost{.id = 1}}));
  }
  for (const char* of_it : {"", "-wal", "-shm"}) {
    CAPTURE(of_it);
    struct stat found {};
    REQUIRE(stat((state.file.string() + of_it).c_str(), &found) == 0);
    CHECK(found.st_uid == owner);
    CHECK(found.st_gid == group);
    CHECK((found.st_mode & 0777) == 0640);
  }
  if (owner == kNobody)
    CHECK(as_nobody(kStrangers, [&]() -> std::string {
            auto posts = store::PostStore::open(state.file, kFingerprint, london());
            if (!posts) return posts.error().message;
            return posts->save(batch_of({MadePost{.id = 2}})) ? "saved" : "not saved";
          }) == "saved");
}

TEST_CASE("A database that cannot be given to the folder's owner is not left behind as root's", "[store]") {
  if (!can_be_another_user()) return;
  StateFolder state;
  REQUIRE(chown(state.folder.path().c_str(), kNobody, kReaders) == 0);
  const WithoutChown bound;
  // The second try must not find what the first one made.
  for (int attempt = 0; attempt < 2; ++attempt) {
    CAPTURE(attempt);
    const auto opened = store::PostStore::open(state.file, kFingerprint, london());
    REQUIRE_FALSE(opened);
    CHECK(opened.error().status == ExitStatus::cannot_create);
    CHECK_FALSE(std::filesystem::exists(state.file));
  }
}
