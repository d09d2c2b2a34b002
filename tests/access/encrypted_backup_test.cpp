#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <thread>

#include "tests/cli/desk.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// A desk with posts, and a pair of keys of somebody who keeps backups.
struct Keeper {
  explicit Keeper(const std::string& key = "identity.txt") : identity(desk.path(key)) {
    std::string lines;
    for (int id = 1; id <= 300; ++id)
      lines += R"({"network": "mastodon", "id": "https://a.example/)" + std::to_string(id) +
               R"(", "author": "@a@a.example", "text": "The nurse was unmistakably kind, number )" +
               std::to_string(id) + "\"}\n";
    REQUIRE(desk.run({"import", desk.write("posts.ndjson", lines)}).status == 0);
    make_identity(identity);
    // The program says the public key when it makes the private one.
    recipients = desk.write("recipients.txt", public_key(identity));
  }

  static void make_identity(const std::filesystem::path& file) {
    Scratch scratch;
    REQUIRE(run_program("/usr/bin/age-keygen", {"-o", file.string()}, scratch.path()).status == 0);
  }
  static std::string public_key(const std::filesystem::path& file) {
    Scratch scratch;
    return run_program("/usr/bin/age-keygen", {"-y", file.string()}, scratch.path()).out;
  }

  Ended backup(const std::string& name) const {
    return desk.run({"backup", desk.path(name).string(), "--to-recipient", recipients});
  }
  Ended restore(const std::string& name, const std::filesystem::path& with,
                std::vector<std::string> more = {"--yes"}) const {
    std::vector<std::string> words{"restore", desk.path(name).string(), "--identity", with.string()};
    words.insert(words.end(), more.begin(), more.end());
    return desk.run(words);
  }
  std::unique_ptr<Program> start(const std::string& program, const std::vector<std::string>& words) const {
    return std::make_unique<Program>(
        program, words, desk.path(""),
        std::map<std::string, std::string>{{"NHSVALUES_DB", desk.database().string()},
                                           {"XDG_CONFIG_HOME", desk.path("config").string()}});
  }
  std::size_t posts() const {
    const std::string out = desk.run({"export"}).out;
    return static_cast<std::size_t>(std::count(out.begin(), out.end(), '\n'));
  }
  /// Nothing that was decrypted, or was to be encrypted, is left in the folder.
  void check_no_plain_copies() const {
    for (const auto& each : std::filesystem::directory_iterator(desk.path(""))) {
      const std::string name = each.path().filename().string();
      INFO(name);
      CHECK_FALSE(holds(name, ".decrypted"));
      CHECK_FALSE(holds(name, ".to-encrypt"));
      CHECK_FALSE(holds(name, ".partial-"));
    }
  }

  Desk desk;
  std::filesystem::path identity;
  std::string recipients;
};

}  // namespace

TEST_CASE("A backup to a public key is read by nobody without the private one, and comes back with it",
          "[encrypted]") {
  const Keeper keeper;
  const Ended made = keeper.backup("copy.age");
  INFO(made.err);
  REQUIRE(made.status == 0);
  CHECK(holds(made.out, "300 posts"));
  CHECK(holds(made.out, "encrypted"));
  const std::string bytes = read_whole(keeper.desk.path("copy.age"));
  CHECK(bytes.rfind("age-encryption.org/v1\n", 0) == 0);
  CHECK_FALSE(holds(bytes, "SQLite"));
  CHECK_FALSE(holds(bytes, "unmistakably"));
  struct stat file {};
  REQUIRE(stat(keeper.desk.path("copy.age").c_str(), &file) == 0);
  CHECK((file.st_mode & 07777) == 0600);
  keeper.check_no_plain_copies();

  const Ended looked = keeper.restore("copy.age", keeper.identity, {"--verify"});
  INFO(looked.err << looked.out);
  CHECK(looked.status == 0);
  CHECK(holds(looked.out, "300 posts"));
  REQUIRE(keeper.desk
              .run({"import", keeper.desk.write("more.ndjson", R"({"id": "x", "text": "One more"})"
                                                               "\n")})
              .status == 0);
  REQUIRE(keeper.posts() == 301);
  const Ended restored = keeper.restore("copy.age", keeper.identity);
  INFO(restored.err);
  REQUIRE(restored.status == 0);
  CHECK(keeper.posts() == 300);
  CHECK(keeper.desk.run({"doctor"}).status == 0);
  keeper.check_no_plain_copies();
}

TEST_CASE("A wrong key, no key, and one that others may read are refused, and the database stays",
          "[encrypted]") {
  const Keeper keeper;
  REQUIRE(keeper.backup("copy.age").status == 0);
  const auto other = keeper.desk.path("other.txt");
  Keeper::make_identity(other);
  const Ended wrong = keeper.restore("copy.age", other);
  INFO(wrong.err);
  CHECK(wrong.status == 65);
  CHECK(holds(wrong.err, "copy.age: cannot be decrypted: age says: no identity matched"));
  CHECK(keeper.restore("copy.age", other, {"--verify"}).status == 65);

  const Ended none = keeper.desk.run({"restore", keeper.desk.path("copy.age").string(), "--yes"});
  CHECK(none.status == 64);
  CHECK(holds(none.err, "--identity"));
  CHECK(keeper.restore("copy.age", keeper.desk.path("missing.txt")).status == 66);

  std::filesystem::permissions(keeper.identity, std::filesystem::perms{0640});
  const Ended open = keeper.restore("copy.age", keeper.identity);
  CHECK(open.status == 78);
  CHECK(holds(open.err, "chmod 600"));
  CHECK(keeper.posts() == 300);
  keeper.check_no_plain_copies();
}

TEST_CASE("A backup that was damaged or cut short anywhere is refused, and nothing of it is put in place",
          "[encrypted]") {
  const Keeper keeper;
  REQUIRE(keeper.backup("copy.age").status == 0);
  const std::string whole = read_whole(keeper.desk.path("copy.age"));
  REQUIRE(whole.size() > 200'000);
  std::vector<std::string> damaged;
  for (const std::size_t at : {std::size_t{40}, std::size_t{300}, whole.size() / 2, whole.size() - 1}) {
    damaged.push_back(whole);
    damaged.back()[at] = static_cast<char>(damaged.back()[at] ^ 1);
  }
  // At the end of a block of age's, too: a header up to its authentication, a nonce, then 64 KiB and a tag
  // each.
  const std::size_t header = whole.find('\n', whole.find("\n--- ") + 1) + 1;
  for (const std::size_t length : {std::size_t{30}, whole.size() / 2, whole.size() - 1, header + 16 + 65552})
    damaged.push_back(whole.substr(0, length));
  damaged.push_back(whole + "more");
  for (std::size_t i = 0; i < damaged.size(); ++i) {
    INFO(i);
    keeper.desk.write("damaged.age", damaged[i]);
    const Ended refused = keeper.restore("damaged.age", keeper.identity);
    INFO(refused.err);
    CHECK(refused.status == 65);
    CHECK(holds(refused.err, "damaged.age"));
  }
  CHECK(keeper.posts() == 300);
  keeper.check_no_plain_copies();
}

TEST_CASE("Several encrypted backups at once leave each other's plain copies alone", "[encrypted]") {
  const Keeper keeper;
  for (int round = 0; round < 3; ++round) {
    std::vector<std::unique_ptr<Program>> backups;
    for (int i = 0; i < 6; ++i)
      backups.push_back(
          keeper.start(NHSVALUES, {"backup", "--force", keeper.desk.path(std::to_string(i)).string(),
                                   "--to-recipient", keeper.recipients}));
    for (const auto& each : backups) {
      const auto ended = each->wait();
      REQUIRE(ended);
      INFO(ended->err);
      CHECK(ended->status == 0);
    }
  }
  keeper.check_no_plain_copies();
  // Whatever has the name that the copies are called after is nobody's to remove.
  const std::string beside = keeper.desk.write("nhsvalues.db.to-encrypt", "");
  CHECK(keeper.backup("copy.age").status == 0);
  CHECK(std::filesystem::exists(beside));
}

TEST_CASE("How age ended is known where whoever started us wants to hear of no child's end", "[encrypted]") {
  const Keeper keeper;
  REQUIRE(keeper.backup("copy.age").status == 0);
  const auto other = keeper.desk.path("other.txt");
  Keeper::make_identity(other);
  const auto looked_over_with = [&](const std::filesystem::path& identity) {
    return keeper
        .start("/usr/bin/env", {"--ignore-signal=CHLD", NHSVALUES, "restore", "--verify",
                                keeper.desk.path("copy.age").string(), "--identity", identity.string()})
        ->wait()
        .value();
  };
  CHECK(looked_over_with(keeper.identity).status == 0);
  const Ended wrong = looked_over_with(other);
  INFO(wrong.err);
  CHECK(wrong.status == 65);
  CHECK(holds(wrong.err, "age says: no identity matched"));
}

TEST_CASE("Only an older encrypted backup is replaced, and only when that is asked for", "[encrypted]") {
  const Keeper keeper;
  REQUIRE(keeper.backup("copy.age").status == 0);
  CHECK(keeper.backup("copy.age").status == 73);
  const auto forced = [&](const std::string& file) {
    return keeper.desk.run({"backup", "--force", file, "--to-recipient", keeper.recipients}).status;
  };
  CHECK(forced(keeper.desk.path("copy.age").string()) == 0);
  CHECK(forced(keeper.desk.write("letter.txt", "Dear all")) == 73);
  for (const std::filesystem::path& used : {keeper.desk.database(), keeper.desk.path("pseudonym.key"),
                                            std::filesystem::path{keeper.recipients}}) {
    INFO(used.string());
    CHECK(forced(used.string()) == 64);
  }
  CHECK(read_whole(keeper.desk.path("letter.txt")) == "Dear all");
}

TEST_CASE("A file without a public key makes no backup, and says what age says", "[encrypted]") {
  const Keeper keeper;
  for (const std::string& text : {std::string{"not a key\n"}, read_whole(keeper.identity)}) {
    const Ended refused = keeper.desk.run({"backup", keeper.desk.path("copy.age").string(), "--to-recipient",
                                           keeper.desk.write("wrong.txt", text)});
    INFO(refused.err);
    CHECK(refused.status == 65);
    CHECK(holds(refused.err, "age says"));
    CHECK_FALSE(holds(refused.err, "AGE-SECRET-KEY-1"));
    CHECK_FALSE(std::filesystem::exists(keeper.desk.path("copy.age")));
  }
  CHECK(keeper.desk.run({"backup", keeper.desk.path("copy.age").string(), "--to-recipient", "/no/such"})
            .status == 66);
  keeper.check_no_plain_copies();
}

TEST_CASE("Who begins to encrypt is told of the plain backup that lies beside", "[encrypted]") {
  const Keeper keeper;
  const std::string plain = keeper.desk.path("Mon.db").string();
  REQUIRE(keeper.desk.run({"backup", plain}).status == 0);
  const Ended other_day = keeper.backup("Tue.db.age");
  INFO(other_day.err);
  CHECK_FALSE(holds(other_day.err, "not encrypted"));
  // As the timer runs it, without messages.
  const Ended same_day = keeper.desk.run(
      {"--quiet", "backup", keeper.desk.path("Mon.db.age").string(), "--to-recipient", keeper.recipients});
  CHECK(same_day.status == 0);
  CHECK(holds(same_day.err, plain + ": a backup that is not encrypted still lies beside this one"));
  CHECK(std::filesystem::exists(plain));
  // The database itself is no backup that should go.
  const Ended beside_database = keeper.backup("nhsvalues.db.age");
  CHECK(beside_database.status == 0);
  CHECK_FALSE(holds(beside_database.err, "not encrypted"));
}

TEST_CASE("Without age it says which package to install", "[encrypted]") {
  Keeper keeper;
  keeper.desk.surroundings["PATH"] = "/nonexistent";
  const Ended refused = keeper.backup("copy.age");
  CHECK(refused.status == 69);
  CHECK(holds(refused.err, "package age"));
}

TEST_CASE("What runs in age's place and encrypts nothing makes no backup, and the older one stays",
          "[encrypted]") {
  Keeper keeper;
  REQUIRE(keeper.backup("copy.age").status == 0);
  const std::string before = read_whole(keeper.desk.path("copy.age"));
  const std::filesystem::path programs = keeper.desk.path("programs");
  std::filesystem::create_directory(programs);
  keeper.desk.surroundings["PATH"] = programs.string() + ":/usr/bin:/bin";
  for (const char* instead : {"exit 0", "exec cat", "echo age-encryption.org/v1"}) {
    INFO(instead);
    keeper.desk.write("programs/age", std::string{"#!/bin/sh\n"} + instead + "\n");
    std::filesystem::permissions(programs / "age", std::filesystem::perms{0755});
    const Ended refused = keeper.desk.run(
        {"backup", "--force", keeper.desk.path("copy.age").string(), "--to-recipient", keeper.recipients});
    INFO(refused.err);
    CHECK(refused.status == 69);
    CHECK(holds(refused.err, "no encrypted backup"));
    CHECK(keeper.backup("other.age").status == 69);
    CHECK_FALSE(std::filesystem::exists(keeper.desk.path("other.age")));
    CHECK(read_whole(keeper.desk.path("copy.age")) == before);
  }
  keeper.check_no_plain_copies();
}

TEST_CASE("A plain backup is restored as ever, and takes no private key", "[encrypted]") {
  const Keeper keeper;
  REQUIRE(keeper.desk.run({"backup", keeper.desk.path("copy.db").string()}).status == 0);
  CHECK(keeper.restore("copy.db", keeper.identity).status == 64);
  CHECK(keeper.desk.run({"restore", keeper.desk.path("copy.db").string(), "--yes"}).status == 0);
}

TEST_CASE("Whatever ends a restore leaves no decrypted copy; what a kill left, the next one takes away",
          "[encrypted]") {
  const Keeper keeper;
  REQUIRE(keeper.backup("copy.age").status == 0);
  const std::vector<std::string> words{"restore", keeper.desk.path("copy.age").string(), "--identity",
                                       keeper.identity.string(), "--yes"};
  // With this age the signal comes once all is decrypted and the restore waits; with Debian's own wherever it
  // happens to.
  std::filesystem::create_directory(keeper.desk.path("slow"));
  const std::string decrypted = keeper.desk.path("slow/decrypted").string();
  keeper.desk.write("slow/age", "#!/bin/sh\n/usr/bin/age \"$@\"\ntouch " + decrypted + "\nexec sleep 10\n");
  std::filesystem::permissions(keeper.desk.path("slow/age"), std::filesystem::perms{0755});
  const auto is_there = [&] {
    for (const auto& each : std::filesystem::directory_iterator(keeper.desk.path("")))
      if (holds(each.path().filename().string(), ".decrypted")) return true;
    return false;
  };
  for (const bool slowly : {true, false}) {
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGKILL}) {
      std::filesystem::remove(decrypted);
      Program restoring{
          NHSVALUES,
          words,
          keeper.desk.path(""),
          {{"NHSVALUES_DB", keeper.desk.database().string()},
           {"XDG_CONFIG_HOME", keeper.desk.path("config").string()},
           {"PATH", (slowly ? keeper.desk.path("slow").string() + ":" : "") + "/usr/bin:/bin"}}};
      const auto is_time = [&] { return slowly ? std::filesystem::exists(decrypted) : is_there(); };
      for (int i = 0; i < 100'000 && !is_time(); ++i)
        std::this_thread::sleep_for(std::chrono::microseconds{200});
      restoring.signal(signal);
      const auto ended = restoring.wait();
      INFO(signal << ": " << ended->status);
      if (slowly) {
        CHECK(ended->status == 128 + signal);
        CHECK(is_there() == (signal == SIGKILL));
      }
      if (signal == SIGKILL) CHECK(keeper.restore("copy.age", keeper.identity).status == 0);
      CHECK_FALSE(is_there());
      CHECK(keeper.posts() == 300);
    }
  }
}
