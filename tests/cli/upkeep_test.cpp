#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "core/json.h"
#include "tests/cli/desk.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// A desk with a few posts in its database.
struct DeskWithPosts : Desk {
  DeskWithPosts() {
    take_in("one.csv", "id,text,created_at\n1,Nobody sat with her,2026-11-02\n2,Thank you,2026-11-03\n");
  }
  void take_in(const std::string& name, const std::string& table) const {
    const Ended imported = run({"import", write(name, table)});
    INFO(imported.err);
    REQUIRE(imported.status == 0);
  }
  int posts() const {
    const Ended listed = run({"export"});
    return static_cast<int>(std::count(listed.out.begin(), listed.out.end(), '\n'));
  }
};

bool says(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_CASE("backup says what is in the copy and where the key is, and restore puts it back", "[upkeep]") {
  const DeskWithPosts desk;
  const Ended made = desk.run({"backup", desk.path("copy.db").string()});
  INFO(made.err);
  REQUIRE(made.status == 0);
  CHECK(says(made.out, "2 posts"));
  CHECK(says(made.err, desk.path("pseudonym.key").string()));
  CHECK(says(made.err, "not beside the backups"));
  CHECK(says(made.err, "nothing can be collected into it"));
  CHECK(desk.run({"--quiet", "backup", "-o", desk.path("other.db").string()}).err.empty());

  const Ended again = desk.run({"backup", desk.path("copy.db").string()});
  CHECK(again.status == 73);
  CHECK(says(again.err, "--force"));
  CHECK(desk.run({"backup", "--force", desk.path("copy.db").string()}).status == 0);

  const std::string table = desk.write("out.csv", std::string(4096, 'x'));
  for (const char* how : {"--verify", "--yes"}) {
    const Ended no_backup = desk.run({"restore", how, table});
    INFO(no_backup.err);
    CHECK(no_backup.status == 65);
    CHECK(says(no_backup.err, "name a backup file"));
    CHECK_FALSE(says(no_backup.err, "--db"));
  }

  const Ended looked = desk.run({"restore", "--verify", desk.path("copy.db").string()});
  CHECK(looked.status == 0);
  CHECK(says(looked.out, "rollups: ok"));
  CHECK(says(looked.out, "2 posts"));

  desk.take_in("two.csv", "id,text,created_at\n3,Nobody came,2026-11-04\n");
  CHECK(desk.posts() == 3);
  const Ended unasked = desk.run({"restore", desk.path("copy.db").string()}, "n\n");
  CHECK(unasked.status == 64);
  CHECK(says(unasked.err, "--yes"));
  const Ended restored = desk.run({"restore", "--yes", desk.path("copy.db").string()});
  INFO(restored.err);
  CHECK(restored.status == 0);
  CHECK(says(restored.err, ".before-restore-"));
  CHECK_FALSE(says(restored.err, "may be back"));
  CHECK(desk.posts() == 2);
  CHECK(says(desk.run({"status"}).out, ".before-restore-"));
}

TEST_CASE("A copy that is not sound gets its name only where nobody asks that it be looked over",
          "[upkeep]") {
  const DeskWithPosts desk;
  SQLite::Database{desk.database().string(), SQLite::OPEN_READWRITE}.exec(
      "UPDATE rollup SET posts = posts + 1");
  const std::string copy = desk.path("copy.db").string();
  CHECK(desk.run({"backup", copy}).status == 74);
  CHECK_FALSE(std::filesystem::exists(copy));
  const Ended unseen = desk.run({"backup", "--no-verify", copy});
  INFO(unseen.err);
  CHECK(unseen.status == 0);
  CHECK(says(unseen.out, "2 posts"));
  CHECK_FALSE(says(unseen.out, "sound"));
  CHECK(desk.run({"restore", "--verify", copy}).status == 2);
  CHECK(desk.run({"backup", "--force", "--verify", copy}).status == 74);
}

TEST_CASE("A folder that was removed under the program is said, and is no mistake of the program",
          "[upkeep]") {
  const DeskWithPosts desk;
  std::filesystem::create_directory(desk.path("gone"));
  const Ended refused =
      run_program("/bin/sh",
                  {"-c", "cd \"$2\" && rmdir \"$2\" && exec \"$0\" --db \"$1\" backup copy.db", NHSVALUES,
                   desk.database().string(), desk.path("gone").string()},
                  desk.path(""), {{"XDG_CONFIG_HOME", desk.path("config").string()}});
  INFO(refused.err);
  CHECK(refused.status == 66);
  CHECK(says(refused.err, "the folder in which this was started is no longer there"));
}

TEST_CASE("A limit on the size of files is said, and ends no program by a signal", "[upkeep]") {
  const DeskWithPosts desk;
  std::string table = "id,text,created_at\n";
  for (int id = 100; id < 1600; ++id)
    table +=
        std::to_string(id) + "," + std::string(300, 'x') + " number " + std::to_string(id) + ",2026-11-04\n";
  desk.take_in("many.csv", table);
  // 200 blocks of 512 bytes: less than the texts alone.
  const auto limited = [&](const std::string& words) {
    const std::string command = "ulimit -f 200; exec \"$0\" --db \"$1\" " + words;
    return run_program("/bin/sh", {"-c", command, NHSVALUES, desk.database().string()}, desk.path(""),
                       {{"XDG_CONFIG_HOME", desk.path("config").string()}});
  };
  const Ended copied = limited("backup " + desk.path("copy.db").string());
  CHECK(copied.status == 74);
  CHECK(says(copied.err, "a file would be larger than 100 KiB, which is this process's limit (ulimit -f"));
  CHECK_FALSE(std::filesystem::exists(desk.path("copy.db")));
  const Ended written = limited("export > " + desk.path("out.ndjson").string());
  CHECK(written.status == 74);
  CHECK(says(written.err, "ulimit -f"));
  CHECK(desk.posts() == 1502);
}

TEST_CASE("restore says that the forgotten may be back where no database is left that knows of them",
          "[upkeep]") {
  const DeskWithPosts desk;
  REQUIRE(desk.run({"backup", desk.path("copy.db").string()}).status == 0);
  for (const char* of_it : {"", "-wal", "-shm"}) std::filesystem::remove(desk.database().string() + of_it);
  const Ended restored = desk.run({"restore", "--yes", desk.path("copy.db").string()});
  INFO(restored.err);
  CHECK(restored.status == 0);
  CHECK(says(restored.err, desk.database().string() + ": no database is in this place."));
  CHECK(says(restored.err, "who was forgotten or objected since, is not known here"));
  CHECK(says(restored.err, "run `nhsvalues forget`"));
  // A script that leaves messages out is warned as well.
  for (const char* of_it : {"", "-wal", "-shm"}) std::filesystem::remove(desk.database().string() + of_it);
  CHECK(says(desk.run({"--quiet", "restore", "--yes", desk.path("copy.db").string()}).err, "may be back"));
  CHECK(desk.posts() == 2);
}

TEST_CASE("restore refuses with another key, and without one", "[upkeep]") {
  const DeskWithPosts desk;
  REQUIRE(desk.run({"backup", desk.path("copy.db").string()}).status == 0);
  std::filesystem::rename(desk.path("pseudonym.key"), desk.path("elsewhere.key"));
  CHECK(desk.run({"restore", "--yes", desk.path("copy.db").string()}).status == 78);
  const std::string digits(64, 'a');
  desk.write("pseudonym.key", digits + "\n");
  std::filesystem::permissions(desk.path("pseudonym.key"), std::filesystem::perms{0600});
  const Ended other = desk.run({"restore", "--yes", desk.path("copy.db").string()});
  CHECK(other.status == 78);
  CHECK(says(other.err, "was made with the key"));
  CHECK(desk.posts() == 2);
}

TEST_CASE("doctor says of each thing how it is, and exits 2 when one is wrong", "[upkeep]") {
  const DeskWithPosts desk;
  const Ended well = desk.run({"doctor"});
  INFO(well.out << well.err);
  CHECK(well.status == 0);
  CHECK(says(well.out, "rollups: ok"));
  CHECK(says(well.out, "All is well."));
  CHECK(desk.run({"doctor", "--full"}).status == 0);
  CHECK(says(desk.run({"doctor", "--repair"}).out, "nothing to repair"));

  std::filesystem::permissions(desk.database(), std::filesystem::perms{0644});
  const Ended open = desk.run({"doctor", "--format", "json"});
  CHECK(open.status == 2);
  const auto json = JsonDocument::parse(open.out).value();
  CHECK(json.root()["schema"].text_or_empty() == "nhsvalues.doctor/1");
  CHECK(says(open.out, "chmod 640"));
  CHECK(says(open.out, "\"sound\": false"));
}

TEST_CASE("What is not there is said for each of them", "[upkeep]") {
  const Desk desk;
  CHECK(desk.run({"backup", desk.path("copy.db").string()}).status == 66);
  CHECK(desk.run({"doctor"}).status == 66);
  CHECK(desk.run({"restore", "--verify", desk.path("copy.db").string()}).status == 66);
}
