#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <thread>

#include "store/disk_room.h"
#include "tests/daemon/notify_socket.h"
#include "tests/daemon/setting.h"
#include "tests/support/left_out.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// A small disk under a folder that is there.
class SmallDisk {
 public:
  explicit SmallDisk(const std::filesystem::path& folder) : folder_(folder) {
    const std::string size = "size=" + std::to_string(store::kRoomKeptFree / 1024 / 1024 + 64) + "m";
    mounted_ = ::mount("tmpfs", folder.c_str(), "tmpfs", 0, size.c_str()) == 0;
    if (!mounted_) leave_out("this process may not mount a small disk");
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool mounted() const { return mounted_; }
  void fill() const {
    const auto free = store::disk_room(folder_ / "ballast")->free_bytes;
    const int ballast = ::open((folder_ / "ballast").c_str(), O_RDWR | O_CREAT, 0600);
    REQUIRE(ballast >= 0);
    CHECK(::posix_fallocate(ballast, 0, free) == 0);
    ::close(ballast);
  }
  void make_room() const { std::filesystem::remove(folder_ / "ballast"); }

 private:
  std::filesystem::path folder_;
  bool mounted_ = false;
};

}  // namespace

TEST_CASE("On a full disk it asks nothing, says so in status, and goes on by itself once there is room",
          "[disk]") {
  MastodonServer server;
  server.publish(posts_every_minute(5, now() - 1h));
  Setting setting;
  const SmallDisk disk{setting.folder()};
  if (!disk.mounted()) return;
  setting.watch("one", "mastodon", server.url());
  // What it says goes elsewhere than to the disk that is full.
  Scratch notes;
  const NotifySocket systemd{notes / "notify"};
  Program daemon{NHSVALUESD,
                 setting.arguments(),
                 notes.path(),
                 {{"NOTIFY_SOCKET", systemd.path()}, {"WATCHDOG_USEC", "8000000"}}};
  REQUIRE(daemon.said("one: caught up: 5 new"));
  disk.fill();
  REQUIRE(daemon.said("nothing is asked, for it could not be kept"));
  // To start it anew would mend nothing: systemd is told why, and that it is alive.
  CHECK(!systemd.next_with("STATUS=nothing is asked, for it could not be kept").empty());
  CHECK(systemd.next_with("WATCHDOG=1") == "WATCHDOG=1");
  server.publish(TestPost{.text = "Nobody came. #NHSvalues", .created_at = now()});
  const Ended status =
      run_program(NHSVALUES, setting.arguments({"status"}), notes.path(), {{"NHSVALUES_DB", ""}});
  INFO(status.out << status.err);
  CHECK(status.status == 0);
  CHECK(status.out.find("takes no posts in:") != std::string::npos);
  CHECK(status.out.find("0 KiB are free on its disk") != std::string::npos);
  CHECK(daemon.err().find("caught up: 1 new") == std::string::npos);
  disk.make_room();
  REQUIRE(daemon.said("what is asked can be kept again"));
  REQUIRE(daemon.said("one: caught up: 1 new"));
  // Once each, however long it lasted.
  const std::string log = daemon.err();
  CHECK(log.find("nothing is asked") == log.rfind("nothing is asked"));
  CHECK(run_program(NHSVALUES, setting.arguments({"status"}), notes.path(), {{"NHSVALUES_DB", ""}})
            .out.find("takes no posts in") == std::string::npos);
  daemon.signal(SIGTERM);
  CHECK(daemon.wait()->status == 0);
  CHECK(setting.rollups_hold());
}
