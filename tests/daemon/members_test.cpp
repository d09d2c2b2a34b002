#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <thread>

#include "tests/daemon/setting.h"
#include "tests/support/left_out.h"
#include "tests/support/mastodon_server.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

/// Users and a group that every Debian has and none of which owns anything here.
constexpr const char* kOwner = "daemon";
constexpr const char* kMember = "games";
constexpr const char* kStranger = "man";
constexpr const char* kGroup = "operator";

uid_t number_of(const char* user) {
  const passwd* found = getpwnam(user);
  REQUIRE(found != nullptr);
  return found->pw_uid;
}

gid_t group_number() {
  const group* found = getgrnam(kGroup);
  REQUIRE(found != nullptr);
  return found->gr_gid;
}

bool can_be_others() {
  if (geteuid() == 0 && std::filesystem::exists("/usr/bin/setpriv")) return true;
  leave_out("only root can try what other users may do");
  return false;
}

/// A service as the packaging sets it up: state of one user, read by one group. The configuration is for
/// everybody to read.
struct Service {
  Service() {
    setting.watch("one", "mastodon", server.url());
    server.publish(posts_every_minute(3, now()));
    REQUIRE(chown(setting.folder().c_str(), number_of(kOwner), group_number()) == 0);
    REQUIRE(chmod(setting.folder().c_str(), 0750) == 0);
    REQUIRE(chmod(open_folder.path().c_str(), 0755) == 0);
    write_whole(config(), read_whole(setting.config()));
    REQUIRE(chmod(config().c_str(), 0644) == 0);
  }
  std::filesystem::path config() const { return open_folder / "nhsvalues.toml"; }

  /// The words that run a program as this user, in the service's group or in none.
  std::vector<std::string> as(const char* user, bool in_group, const std::string& program,
                              const std::vector<std::string>& more) const {
    const gid_t only = in_group ? group_number() : number_of(user) + 20000;
    std::vector<std::string> words = {"--reuid=" + std::to_string(number_of(user)),
                                      "--regid=" + std::to_string(only),
                                      "--clear-groups",
                                      program,
                                      "--config",
                                      config().string()};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  Ended ask_as(const char* user, bool in_group, const std::vector<std::string>& more) const {
    return run_program("/usr/bin/setpriv", as(user, in_group, NHSVALUES, more), open_folder.path(),
                       {{"NHSVALUES_DB", ""}, {"XDG_CONFIG_HOME", open_folder.path().string()}});
  }
  Ended member(const std::vector<std::string>& more) const { return ask_as(kMember, true, more); }
  Ended stranger(const std::vector<std::string>& more) const { return ask_as(kStranger, false, more); }

  std::unique_ptr<Program> daemon() const {
    return std::make_unique<Program>("/usr/bin/setpriv", as(kOwner, true, NHSVALUESD, {}), open_folder.path(),
                                     std::map<std::string, std::string>{{"NHSVALUES_DB", ""}});
  }

  /// Until something stands in the write-ahead log beside its header.
  void wait_for_log() const {
    const std::string log = setting.database().string() + "-wal";
    for (int looks = 0; looks < 2000 && std::filesystem::file_size(log) <= 32; ++looks)
      std::this_thread::sleep_for(5ms);
    REQUIRE(std::filesystem::file_size(log) > 32);
  }

  /// Every command that only reads.
  void check_member_reads(const std::string& when) const {
    for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{{"status"},
                                                                                         {"sources", "list"},
                                                                                         {"coverage"},
                                                                                         {"trends"},
                                                                                         {"posts"},
                                                                                         {"show", "1"},
                                                                                         {"audit"}}) {
      INFO(when << ": " << command[0]);
      const Ended read = member(command);
      INFO(read.err);
      CHECK(read.status == 0);
    }
    const Ended posts = member({"posts"});
    CHECK(posts.out.find("#NHSvalues") != std::string::npos);
  }

  Scratch open_folder;
  MastodonServer server;
  Setting setting;
};

}  // namespace

TEST_CASE("A member of the group reads before, beside and after a daemon, and after one that was killed",
          "[members]") {
  if (!can_be_others()) return;
  Service service;
  {
    const auto daemon = service.daemon();
    REQUIRE(daemon->said("caught up"));
    service.check_member_reads("beside the daemon");
    daemon->signal(SIGTERM);
    CHECK(daemon->wait()->status == 0);
  }
  service.check_member_reads("after it stopped");
  {
    const auto daemon = service.daemon();
    REQUIRE(daemon->said("watching"));
    service.wait_for_log();
    daemon->signal(SIGKILL);
    daemon->wait();
  }
  service.check_member_reads("after it was killed");
  {
    const auto daemon = service.daemon();
    REQUIRE(daemon->said("watching"));
    daemon->signal(SIGTERM);
    CHECK(daemon->wait()->status == 0);
  }
  CHECK(service.ask_as(kOwner, true, {"status"}).status == 0);
  service.check_member_reads("after its owner read last");
}

TEST_CASE("The control socket is for the database's group, whichever group its folder has", "[members]") {
  if (!can_be_others()) return;
  Service service;
  {
    const auto daemon = service.daemon();
    REQUIRE(daemon->said("caught up"));
    daemon->signal(SIGTERM);
    CHECK(daemon->wait()->status == 0);
  }
  const gid_t another = number_of(kStranger) + 20000;
  REQUIRE(chown(service.setting.folder().c_str(), number_of(kOwner), another) == 0);
  const auto daemon = service.daemon();
  REQUIRE(daemon->said("watching"));
  struct stat socket {};
  REQUIRE(stat((service.setting.database().string() + ".sock").c_str(), &socket) == 0);
  CHECK(socket.st_gid == group_number());
  CHECK((socket.st_mode & 07777) == 0660);
}

TEST_CASE(
    "What a member takes out stands in the audit under their name, and nothing goes out when nobody could write that",
    "[members][audit]") {
  if (!can_be_others()) return;
  Service service;
  {
    const auto daemon = service.daemon();
    REQUIRE(daemon->said("caught up"));
    const Ended exported = service.member({"export"});
    INFO(exported.err);
    CHECK(exported.status == 0);
    CHECK(exported.out.find("#NHSvalues") != std::string::npos);
    const Ended opened = service.member({"open", "1"});
    INFO(opened.err);
    CHECK(opened.status == 0);
    CHECK(opened.out.rfind("http", 0) == 0);
    // The key is its owner's: naming everybody at once is not for members.
    CHECK(service.member({"export", "--reveal"}).status != 0);

    const auto audit = JsonDocument::parse(service.member({"audit", "--format", "json"}).out).value();
    const JsonView rows = audit.root()["rows"];
    REQUIRE(rows.size() == 3);
    CHECK(rows.at(0)["action"].text_or_empty() == "open");
    CHECK(rows.at(1)["action"].text_or_empty() == "export_done");
    CHECK(rows.at(1)["posts"].integer() == 3);
    for (std::size_t i = 0; i < rows.size(); ++i)
      CHECK(rows.at(i)["person"].text_or_empty().find(kMember) != std::string::npos);
    daemon->signal(SIGTERM);
    CHECK(daemon->wait()->status == 0);
  }
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"export"}, {"open", "1"}}) {
    INFO(command[0]);
    const Ended refused = service.member(command);
    CHECK(refused.status == 77);
    CHECK(refused.out.empty());
  }
}

TEST_CASE("A member labels a post through the daemon, and the audit names the member", "[members]") {
  if (!can_be_others()) return;
  Service service;
  const auto daemon = service.daemon();
  REQUIRE(daemon->said("caught up"));
  const Ended labelled = service.member(
      {"label", "1", "--value", "compassion:breached", "--sentiment", "negative", "--by", "Ana"});
  INFO(labelled.err);
  REQUIRE(labelled.status == 0);
  CHECK(labelled.out.find("1 is now: negative; compassion breached") != std::string::npos);
  CHECK(service.member({"show", "1"}).out.find("Ana said") != std::string::npos);

  const auto status = JsonDocument::parse(service.member({"status", "--format", "json"}).out).value();
  const JsonView act = status.root()["audit"].at(0);
  CHECK(act["person"].text_or_empty() ==
        std::string{kMember} + " (" + std::to_string(number_of(kMember)) + ")");
  CHECK(act["action"].text_or_empty() == "label");
  CHECK(act["ref"].integer() == 1);

  CHECK(service.member({"label", "1", "--undo"}).status == 0);
  CHECK(service.member({"label", "1", "--undo"}).status == 66);
  daemon->signal(SIGTERM);
  CHECK(daemon->wait()->status == 0);
}

TEST_CASE("A member draws a sample, judges it and reads it back through the daemon", "[members]") {
  if (!can_be_others()) return;
  Service service;
  const auto daemon = service.daemon();
  REQUIRE(daemon->said("caught up"));
  const Ended sheet = service.member({"label", "--sample", "3", "--seed", "1"});
  INFO(sheet.err);
  REQUIRE(sheet.status == 0);
  std::string filled;
  std::istringstream lines{sheet.out};
  for (std::string line; std::getline(lines, line);)
    filled += line.rfind("id\t", 0) == 0 ? line + "\n"
                                         : line.substr(0, line.size() - 4) + "\t-\tneutral\tother\t-\n";
  write_whole(service.open_folder / "sheet.tsv", filled);
  const Ended read = service.member({"label", "--from", (service.open_folder / "sheet.tsv").string()});
  INFO(filled << read.err);
  CHECK(read.status == 0);
  CHECK(read.err.find("Judged: 3 new") != std::string::npos);
}

TEST_CASE("A member forgets somebody through the daemon, without reading the key", "[members]") {
  if (!can_be_others()) return;
  Service service;
  const auto daemon = service.daemon();
  REQUIRE(daemon->said("caught up"));
  const Ended would = service.member({"forget", "@amy@social.example", "--dry-run"});
  INFO(would.err);
  REQUIRE(would.status == 0);
  CHECK(would.out.find("3 posts would be erased") != std::string::npos);
  CHECK(service.member({"object", "@amy@social.example"}).out.find("3 posts count no longer") !=
        std::string::npos);
  const Ended done = service.member({"forget", "@amy@social.example", "--yes"});
  INFO(done.err);
  CHECK(done.status == 0);
  CHECK(done.out.find("3 posts were erased") != std::string::npos);
  CHECK(service.member({"audit"}).out.find(std::string{kMember} + " (") != std::string::npos);
  CHECK(service.stranger({"forget", "@amy@social.example", "--yes"}).status == 77);
}

TEST_CASE(
    "A member answers a person's request through the daemon, which has the key; a stranger learns nothing",
    "[members]") {
  if (!can_be_others()) return;
  Service service;
  const auto daemon = service.daemon();
  REQUIRE(daemon->said("caught up"));
  const auto post = store::Reader::open(service.setting.database())->post(1).value().value();
  const auto identity = service.setting.pseudonymiser().unseal_identity(post.sealed).value();
  const Ended answer = service.member({"access", identity.author, "--format", "json"});
  INFO(answer.err);
  REQUIRE(answer.status == 0);
  const auto json = JsonDocument::parse(answer.out).value();
  const JsonView posts = json.root()["posts"];
  REQUIRE(posts.size() == 3);
  // The answer has them oldest first, the page that they were taken from newest first.
  CHECK(posts.at(0)["created_at"].text_or_empty() < posts.at(2)["created_at"].text_or_empty());
  REQUIRE(posts.at(2)["ref"].integer() == post.ref);
  CHECK(posts.at(2)["sealed"]["url"].text() == identity.url);
  CHECK(posts.at(2)["sealed"]["local_ids"].size() == 1);
  const Ended nothing = service.member({"access", "nobody@example.org"});
  CHECK(nothing.status == 0);
  CHECK(nothing.out.find("Nothing is held about this account.") != std::string::npos);
  const Ended refused = service.stranger({"access", identity.author});
  CHECK(refused.status == 77);
  CHECK(refused.out.empty());
  const auto status = JsonDocument::parse(service.member({"status", "--format", "json"}).out).value();
  const JsonView act = status.root()["audit"].at(0);
  CHECK(act["action"].text_or_empty() == "access");
  CHECK(act["person"].text_or_empty().find(kMember) == 0);
  CHECK(daemon->err().find(identity.author) == std::string::npos);
}

TEST_CASE("Who is not in the group is told which to join, and changes nothing", "[members]") {
  if (!can_be_others()) return;
  Service service;
  const auto daemon = service.daemon();
  REQUIRE(daemon->said("caught up"));
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"label", "1", "--sentiment", "negative"}, {"sources", "disable", "one"}, {"status"}}) {
    const Ended refused = service.stranger(command);
    INFO(refused.err);
    CHECK(refused.status == 77);
    CHECK(refused.err.find(std::string{"usermod -aG "} + kGroup) != std::string::npos);
  }
  // Even where the database may be read by everybody, the socket is for the group.
  REQUIRE(chmod(service.setting.folder().c_str(), 0755) == 0);
  REQUIRE(chmod(service.setting.database().c_str(), 0644) == 0);
  const Ended refused = service.stranger({"label", "1", "--sentiment", "negative"});
  INFO(refused.err);
  CHECK(refused.status == 77);
  CHECK(refused.err.find(std::string{"usermod -aG "} + kGroup) != std::string::npos);
  CHECK(service.member({"show", "1"}).out.find("said") == std::string::npos);
}

TEST_CASE("Without a daemon only the owner changes things, root included, and others are told how",
          "[members]") {
  if (!can_be_others()) return;
  Service service;
  {
    const auto daemon = service.daemon();
    REQUIRE(daemon->said("caught up"));
    daemon->signal(SIGTERM);
    CHECK(daemon->wait()->status == 0);
  }
  for (const Ended& refused : {service.member({"label", "1", "--sentiment", "negative"}),
                               service.ask_as("root", true, {"label", "1", "--sentiment", "negative"})}) {
    INFO(refused.err);
    CHECK(refused.status == 77);
    CHECK(refused.err.find(std::string{"sudo -u "} + kOwner) != std::string::npos);
  }
  const Ended owner = service.ask_as(kOwner, true, {"label", "1", "--sentiment", "negative"});
  INFO(owner.err);
  CHECK(owner.status == 0);
}

TEST_CASE("What root does before the daemon's first start leaves everything to the daemon's user",
          "[members]") {
  if (!can_be_others()) return;
  const Service service;
  const std::map<std::string, std::string> environment{{"NHSVALUES_DB", ""}};
  std::vector<std::string> made{"nhsvalues.db", "nhsvalues.db-wal", "nhsvalues.db-shm", "nhsvalues.db.lock",
                                "pseudonym.key"};
  Ended first;
  SECTION("an import") {
    const std::filesystem::path file = service.open_folder / "x.csv";
    write_whole(file, "id,text,created_at\n1,Nobody sat with her,2026-11-02\n");
    first = run_program(NHSVALUES, {"--config", service.config().string(), "import", file.string()},
                        service.open_folder.path(), environment);
  }
  SECTION("a round of the daemon") {
    first = run_program(NHSVALUESD, {"--config", service.config().string(), "--once"},
                        service.open_folder.path(), environment);
    made.insert(made.end(), {"metrics", "metrics/nhsvalues.prom"});
  }
  INFO(first.err);
  REQUIRE(first.status == 0);
  for (const std::string& name : made) {
    CAPTURE(name);
    struct stat found {};
    REQUIRE(stat((service.setting.folder() / name).c_str(), &found) == 0);
    CHECK(found.st_uid == number_of(kOwner));
    CHECK(found.st_gid == group_number());
  }
  const auto daemon = service.daemon();
  CHECK(daemon->said("watching 1 sources"));
  daemon->signal(SIGTERM);
  CHECK(daemon->wait()->status == 0);
  CHECK(service.member({"posts"}).status == 0);
}

TEST_CASE("check-config sees a credential as the daemon's user does, whoever runs it", "[members]") {
  if (!can_be_others()) return;
  const Service service;
  const std::filesystem::path token = service.open_folder / "token";
  write_whole(token, "a-token\n");
  REQUIRE(chmod(token.c_str(), 0600) == 0);
  write_whole(service.config(), read_whole(service.config()) +
                                    "[[source]]\nname = \"two\"\nkind = \"mastodon\"\nurl = \"" +
                                    service.server.url() + "\"\ncredential = \"" + token.string() + "\"\n");
  const auto said_to_root = [&] {
    return run_program(NHSVALUES, {"--config", service.config().string(), "check-config"},
                       service.open_folder.path(), {{"NHSVALUES_DB", ""}})
        .err;
  };
  const std::string doubt = "two: " + token.string() + ": nhsvaluesd, which runs as " + kOwner +
                            ", may not read this; run: chown " + kOwner;
  CHECK(said_to_root().find(doubt) != std::string::npos);
  CHECK(service.member({"check-config"}).err.find(doubt) != std::string::npos);
  const Ended daemon = run_program("/usr/bin/setpriv", service.as(kOwner, true, NHSVALUESD, {"--once"}),
                                   service.open_folder.path(), {{"NHSVALUES_DB", ""}});
  INFO(daemon.err);
  CHECK(daemon.status == 78);
  for (const char* what_to_do : {"chown nhsvalues", "LoadCredential=", "nhsvalues sources disable two"})
    CHECK(daemon.err.find(what_to_do) != std::string::npos);

  REQUIRE(chown(token.c_str(), number_of(kOwner), number_of(kOwner)) == 0);
  CHECK(said_to_root().find(token.string()) == std::string::npos);
  CHECK(service.member({"check-config"}).err.find(token.string()) == std::string::npos);
  CHECK(service.ask_as(kOwner, true, {"check-config"}).err.find(token.string()) == std::string::npos);
  // Root's folder, where the daemon's user may make nothing.
  REQUIRE(chmod(service.setting.folder().c_str(), 0550) == 0);
  CHECK(said_to_root().find(service.setting.folder().string() + ": nhsvaluesd, which runs as ") !=
        std::string::npos);
}
