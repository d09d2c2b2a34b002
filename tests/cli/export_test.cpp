#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <thread>

#include "core/json.h"
#include "tests/cli/desk.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::test;

namespace {

std::string post(int id, const std::string& text, const std::string& rest = "") {
  return R"({"network": "mastodon", "id": "https://a.example/)" + std::to_string(id) + R"(", "author": "@a)" +
         std::to_string(id % 50) + R"(@a.example", "text": ")" + text + R"(", "created_at": "2026-)" +
         (id % 2 == 0 ? "03" : "04") + "-" + std::to_string(10 + id % 18) +
         R"(T09:30:00Z", "language": "en")" + rest + "}\n";
}

std::string many_posts(int posts) {
  std::string lines;
  for (int id = 1; id <= posts; ++id)
    lines += post(id, "The nurse on ward " + std::to_string(id) + " was kind, but nobody came when it hurt");
  return lines;
}

std::map<std::string, std::string> surroundings_of(const Desk& desk) {
  return {{"NHSVALUES_DB", desk.database().string()},
          {"XDG_CONFIG_HOME", desk.path("config").string()},
          {"LANG", "C.UTF-8"}};
}

/// Starts a command and kills it once `far_enough`; whether that came before its end.
template <typename FarEnough>
bool killed_in_the_middle(const Desk& desk, const std::vector<std::string>& words,
                          const FarEnough& far_enough) {
  Program program{NHSVALUES, words, desk.path(""), surroundings_of(desk)};
  for (int i = 0; i < 20'000 && !far_enough(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  program.signal(SIGKILL);
  return program.wait()->status == 128 + SIGKILL;
}

}  // namespace

TEST_CASE("A CSV for a spreadsheet has its ids as text, runs no formula, and has a mark where that is wanted",
          "[export]") {
  const Desk desk;
  std::string posts;
  int id = 1;
  for (const char* start : {"=", "+", "-", "@", "\\t", "\\r"})
    posts += post(id++, std::string{start} + "SUM(1;2) the \\\"nurse\\\", was kind");
  posts += post(id++, "Not to be found", R"(, "quotable": false)");
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", posts)}).status == 0);
  const Ended csv = desk.run({"export", "--format", "csv"});
  REQUIRE(csv.status == 0);
  INFO(csv.out);
  CHECK(csv.out.rfind("id,network,author,created_at,", 0) == 0);
  // Each row begins with its id, quoted; no cell begins with a sign that a spreadsheet runs.
  CHECK(std::count(csv.out.begin(), csv.out.end(), '\n') >= 8);
  CHECK(holds(csv.out, "\r\n\"h:"));
  for (const char sign : std::string{"=+-@\t\r"}) {
    CHECK_FALSE(holds(csv.out, std::string{",\""} + sign));
    CHECK_FALSE(holds(csv.out, std::string{"\n\""} + sign));
  }
  CHECK(holds(csv.out, "\"'=SUM(1;2) the \"\"nurse\"\", was kind\""));
  CHECK_FALSE(holds(csv.out, "Not to be found"));

  const Ended marked = desk.run({"export", "--format", "csv", "--bom"});
  CHECK(marked.out == "\xEF\xBB\xBF" + csv.out);
  const Ended no_mark = desk.run({"export", "--bom"});
  CHECK(no_mark.status == 64);
  CHECK(holds(no_mark.err, "--bom is for --format csv"));
}

TEST_CASE("Beside an exported file stands where it comes from", "[export]") {
  const Desk desk;
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", many_posts(40))}).status == 0);
  const std::string file = desk.path("out.ndjson").string();
  const Ended ended = desk.run({"export", "--since", "2026-03-01", "--until", "2026-04-01", "-o", file});
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  CHECK(ended.out.empty());
  const std::string bytes = read_whole(file);
  CHECK(bytes == desk.run({"export", "--since", "2026-03-01", "--until", "2026-04-01"}).out);
  const JsonDocument document = JsonDocument::parse(read_whole(file + ".provenance.json")).value();
  const JsonView about = document.root();
  CHECK(about["schema"].text() == "nhsvalues.provenance/1");
  CHECK(about["file"].text() == "out.ndjson");
  CHECK(about["posts"].integer() == 20);
  CHECK(about["bytes"].integer() == static_cast<std::int64_t>(bytes.size()));
  CHECK(about["since"].text() == "2026-03-01");
  CHECK(about["until"].text() == "2026-04-01");
  CHECK(about["filters"].text() == "from 2026-03-01, before 2026-04-01");
  CHECK(about["of"]["classified"].integer() == 20);
  CHECK(about["models"].size() == 1);
  CHECK(about["coverage"]["complete"].boolean() == false);
  CHECK(about["written_at"].exists());
  const Ended sum = run_program("/usr/bin/sha256sum", {file}, desk.path(""));
  CHECK(sum.out.substr(0, 64) == about["sha256"].text());
  CHECK_FALSE(std::filesystem::exists(file + ".part"));

  const Ended again =
      desk.run({"export", "--since", "2026-03-01", "--until", "2026-04-01", "-o", file, "--force"});
  CHECK(again.status == 0);
  CHECK(read_whole(file) == bytes);
  CHECK(desk.run({"export", "-o", desk.path("").string()}).status == 73);
  CHECK(desk.run({"export", "-o", desk.path("no/such/folder").string()}).status == 73);
}

TEST_CASE("What an export once per author is of counts each author once, too", "[export]") {
  const Desk desk;
  // Fifty people, each twice in one month, in different weeks.
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", many_posts(100))}).status == 0);
  const std::string file = desk.path("out.ndjson").string();
  REQUIRE(desk.run({"export", "--once-per-author", "-o", file}).status == 0);
  const JsonDocument about = JsonDocument::parse(read_whole(file + ".provenance.json")).value();
  CHECK(about.root()["posts"].integer() == 50);
  CHECK(about.root()["of"]["classified"].integer() == 50);
}

TEST_CASE("An import that is killed in the middle goes on when it is run again, and ends as if it never was",
          "[export][kill]") {
  const int posts = 6000;
  const std::string lines = many_posts(posts);
  const Desk undisturbed;
  REQUIRE(undisturbed.run({"import", undisturbed.write("posts.ndjson", lines)}).status == 0);
  const std::string expected = undisturbed.run({"export"}).out;

  const Desk desk;
  std::filesystem::copy_file(undisturbed.path("pseudonym.key"), desk.path("pseudonym.key"));
  const std::string file = desk.write("posts.ndjson", lines);
  const auto stored = [&] {
    const Ended counted = desk.run({"status", "--format", "json"});
    const auto json = JsonDocument::parse(counted.out);
    return json ? json->root()["posts"].integer().value_or(0) : 0;
  };
  int in_the_middle = 0;
  for (int kills = 0; kills < 3; ++kills) {
    const std::int64_t before = stored();
    killed_in_the_middle(desk, {"import", file}, [&] { return stored() > before; });
    const std::int64_t now = stored();
    in_the_middle += now > 0 && now < posts;
    CHECK(now >= before);
  }
  CHECK(in_the_middle > 0);  // else nothing was killed in the middle of anything
  const Ended whole = desk.run({"import", file});
  INFO(whole.err);
  CHECK(whole.status == 0);
  CHECK(stored() == posts);
  CHECK(desk.run({"export"}).out == expected);
  CHECK(holds(desk.run({"import", file}).err, "0 new, 6000 known already"));
}

TEST_CASE("An export that is killed in the middle goes on there, and gives what a whole one would now",
          "[export][kill]") {
  const Desk desk;
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", many_posts(16'000))}).status == 0);
  const auto far_enough = [](const std::string& file) {
    std::error_code absent;
    const auto bytes = std::filesystem::file_size(file + ".part", absent);
    return !absent && bytes > 100'000;
  };
  for (const std::string format : {"ndjson", "csv"}) {
    const std::string expected = desk.run({"export", "--format", format}).out;
    const std::string file = desk.path("out." + format).string();
    REQUIRE(killed_in_the_middle(desk, {"export", "--format", format, "-o", file},
                                 [&] { return far_enough(file); }));
    CHECK_FALSE(std::filesystem::exists(file));
    const Ended whole = desk.run({"export", "--format", format, "-o", file});
    INFO(whole.err);
    CHECK(whole.status == 0);
    CHECK(holds(whole.err, "Went on after "));
    CHECK(read_whole(file) == expected);
    const JsonDocument about = JsonDocument::parse(read_whole(file + ".provenance.json")).value();
    CHECK(about.root()["posts"].integer() == 16'000);
    const Ended sum = run_program("/usr/bin/sha256sum", {file}, desk.path(""));
    CHECK(sum.out.substr(0, 64) == about.root()["sha256"].text());
    CHECK(about.root()["since"].text() == "2026-03-10");
    CHECK(about.root()["until"].text() == "2026-04-28");
    CHECK_FALSE(std::filesystem::exists(file + ".part"));
  }
  // Of another request, and of posts that are no longer so.
  const std::string file = desk.path("other.ndjson").string();
  std::string other = desk.run({"export"}).out;
  const auto withdrawn = other.find("was kind", 20'000);
  other.replace(withdrawn, 8, "was cold");
  desk.write("other.ndjson.part", other + other);
  REQUIRE(desk.run({"export", "-o", file}).status == 0);
  CHECK(read_whole(file) == desk.run({"export"}).out);
  desk.write("narrow.ndjson.part", other);
  const std::string narrow = desk.path("narrow.ndjson").string();
  REQUIRE(desk.run({"export", "--since", "2026-04-01", "-o", narrow}).status == 0);
  CHECK(read_whole(narrow) == desk.run({"export", "--since", "2026-04-01"}).out);
}

TEST_CASE("A file's ending chooses the format of an export, and one that is none is refused", "[export]") {
  const Desk desk;
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", many_posts(3))}).status == 0);
  const std::string table = desk.path("posts.csv").string();
  REQUIRE(desk.run({"export", "-o", table}).status == 0);
  CHECK(read_whole(table) == desk.run({"export", "--format", "csv"}).out);
  const Ended workbook = desk.run({"export", "-o", desk.path("posts.xlsx").string()});
  CHECK(workbook.status == 64);
  CHECK(holds(workbook.err, ".csv, .ndjson or .jsonl"));
  CHECK(desk.run({"export", "-o", desk.path("posts.txt").string(), "--format", "csv"}).status == 0);
}

TEST_CASE("An export replaces nothing that is in use, no device, and no file unasked", "[export]") {
  const Desk desk;
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", many_posts(3))}).status == 0);
  const std::string key = read_whole(desk.path("pseudonym.key"));
  for (const char* name : {"nhsvalues.db", "nhsvalues.db-wal", "nhsvalues.db-shm", "nhsvalues.db.lock",
                           "nhsvalues.db-journal", "pseudonym.key"})
    CHECK(desk.run({"export", "-o", desk.path(name).string(), "--format", "ndjson", "--force"}).status == 64);
  CHECK(read_whole(desk.path("pseudonym.key")) == key);

  const std::string file = desk.write("mine.ndjson", "precious");
  const Ended unasked = desk.run({"export", "-o", file});
  CHECK(unasked.status == 73);
  CHECK(holds(unasked.err, "--force"));
  CHECK(read_whole(file) == "precious");
  CHECK(desk.run({"export", "--force"}).status == 64);

  std::filesystem::create_symlink(file, desk.path("link.ndjson"));
  std::filesystem::create_symlink(file, desk.path("out.ndjson.part"));
  CHECK(desk.run({"export", "-o", desk.path("link.ndjson").string(), "--force"}).status == 73);
  CHECK(desk.run({"export", "-o", desk.path("out.ndjson").string(), "--force"}).status == 73);
  CHECK(read_whole(file) == "precious");
  REQUIRE(mkfifo(desk.path("pipe").c_str(), 0600) == 0);
  CHECK(desk.run({"export", "-o", desk.path("pipe").string(), "--force"}).status == 73);
  CHECK(std::filesystem::is_fifo(desk.path("pipe")));
  desk.write("film.part", "somebody's own");
  CHECK(desk.run({"export", "-o", desk.path("film").string()}).status == 73);
  CHECK(read_whole(desk.path("film.part")) == "somebody's own");
  CHECK(desk.run({"export", "-o", file, "--force"}).status == 0);
  CHECK(read_whole(file) == desk.run({"export"}).out);
}

TEST_CASE("Of two exports into one file the second waits its turn, exit 75", "[export]") {
  const Desk desk;
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", many_posts(3))}).status == 0);
  const std::string part = desk.write("out.ndjson.part", "");
  const int held = ::open(part.c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(::flock(held, LOCK_EX | LOCK_NB) == 0);
  CHECK(desk.run({"export", "-o", desk.path("out.ndjson").string()}).status == 75);
  // What the first has not written to yet is not the second's to take away.
  CHECK(std::filesystem::exists(part));
  ::close(held);
  CHECK(desk.run({"export", "-o", desk.path("out.ndjson").string()}).status == 0);
}

TEST_CASE("Words that were searched are kept neither beside an export nor with a sample", "[export]") {
  const Desk desk;
  REQUIRE(desk.run({"import", desk.write("posts.ndjson", many_posts(3))}).status == 0);
  const std::string file = desk.path("out.ndjson").string();
  REQUIRE(desk.run({"export", "--query", "nurse", "-o", file}).status == 0);
  CHECK_FALSE(holds(read_whole(file + ".provenance.json"), "nurse"));
  CHECK(holds(read_whole(file + ".provenance.json"), "query: given"));
  REQUIRE(desk.run({"label", "--sample", "2", "--query", "ward nurse"}).status == 0);
  CHECK(holds(read_whole(desk.database()) + read_whole(desk.database().string() + "-wal"), "query: given"));
  CHECK_FALSE(
      holds(read_whole(desk.database()) + read_whole(desk.database().string() + "-wal"), "matching '"));
}

TEST_CASE("What is typed as a filter stands in the audit only where it is the team's own word",
          "[export][audit]") {
  const Desk desk;
  REQUIRE(desk.run({"import",
                    desk.write("posts.ndjson",
                               many_posts(3) + post(9, "The nurse was kind to me #NHSvalues #AmysStory"))})
              .status == 0);
  const auto kept = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "export");
    REQUIRE(desk.run(words).status == 0);
    const Ended audit = desk.run({"audit", "--limit", "1", "--format", "json"});
    return JsonDocument::parse(audit.out).value().root()["rows"].at(0)["filter"].text_or_empty();
  };
  CHECK(kept({"--tag", "AmysStory"}) == "with a hashtag");
  CHECK(kept({"--tag", "Carol Smith 943 476 5919"}) == "with a hashtag");
  CHECK(kept({"--source", "carol@social.example"}) == "seen by a source");
  CHECK(kept({"--language", "carol"}) == "in a language");
  CHECK(kept({"--network", "carol", "--network", "mastodon", "--network", "carole"}) ==
        "on a network or mastodon");
  // The topic as it is configured, and of the language what chooses by it.
  CHECK(kept({"--tag", "#nhsVALUES", "--network", "mastodon", "--source", "import", "--language",
              "en-Carol"}) == "on mastodon, seen by import, #NHSvalues, in en");
  CHECK(kept({"--query", "carol"}) == "query: given");
  const std::string bytes = read_whole(desk.database()) + read_whole(desk.database().string() + "-wal");
  CHECK_FALSE(holds(bytes, "carol"));
  CHECK_FALSE(holds(bytes, "Carol"));
}

TEST_CASE("Beside an exported file stands by which hashtag it was chosen, where its posts carry it",
          "[export]") {
  const Desk desk;
  REQUIRE(
      desk.run({"import", desk.write("posts.ndjson", post(1, "The nurse was kind #NHSvalues #AmysStory"))})
          .status == 0);
  const auto filters_of = [&](const std::string& tag, const std::string& name) {
    REQUIRE(desk.run({"export", "--tag", tag, "-o", desk.path(name).string()}).status == 0);
    const auto about = JsonDocument::parse(read_whole(desk.path(name + ".provenance.json"))).value();
    return about.root()["filters"].text_or_empty();
  };
  CHECK(filters_of("AmysStory", "amy.ndjson") == "#AmysStory");
  CHECK(filters_of("CarolSmith", "carol.ndjson") == "with a hashtag");
}
