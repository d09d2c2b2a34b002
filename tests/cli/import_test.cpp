#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "core/json.h"
#include "tests/cli/desk.h"

using namespace nhs;
using namespace nhs::test;

namespace {

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("Export, import and export again give the same bytes", "[import]") {
  const Desk first;
  REQUIRE(first
              .run({"import", "--date", "2026-10-01",
                    std::string{NHS_SOURCE_DIR} + "/training/data/social/dev.tsv"})
              .status == 0);
  const Ended exported = first.run({"export"});
  REQUIRE(exported.status == 0);
  REQUIRE(lines_in(exported.out) > 250);

  const Desk second;
  std::filesystem::copy_file(first.path("pseudonym.key"), second.path("pseudonym.key"));
  REQUIRE(second.run({"import", second.write("posts.ndjson", exported.out)}).status == 0);
  const Ended again = second.run({"export"});
  CHECK(again.out == exported.out);
}

TEST_CASE("A CSV that export wrote comes back as it was: tags, guarded texts and authors", "[import]") {
  const Desk desk;
  const std::string posts =
      R"({"network": "feed", "id": "1", "text": "=2 nurses, kind", "tags": ["NHSvalues", "TeamLeeds"]})"
      "\n"
      R"({"network": "feed", "id": "2", "text": "- kind staff", "tags": ["Health, care", "C#", "#a; b", "d\\e"]})"
      "\n"
      R"({"network": "feed", "id": "3", "author": "@a@a.example", "text": "'=slow", "tags": []})"
      "\n";
  REQUIRE(desk.run({"import", "--date", "2026-10-01", desk.write("posts.ndjson", posts)}).status == 0);
  const std::string before = desk.run({"export"}).out;
  const std::vector<std::vector<std::string>> ways = {{}, {"--reveal"}};
  for (const std::vector<std::string>& more : ways) {
    std::vector<std::string> words = {"export", "--format", "csv"};
    words.insert(words.end(), more.begin(), more.end());
    const std::string table = desk.write("posts.csv", desk.run(words).out);
    const Ended again = desk.run({"import", table});
    INFO(again.err);
    CHECK(again.status == 0);
    CHECK(again.err.find("0 new, 3 known already") != std::string::npos);

    const Desk other;
    std::filesystem::copy_file(desk.path("pseudonym.key"), other.path("pseudonym.key"));
    REQUIRE(other.run({"import", table}).status == 0);
    CHECK(other.run({"export"}).out == before);
  }
}

TEST_CASE("Importing again changes nothing and exits 0", "[import]") {
  const Desk desk;
  const std::string file = desk.write("posts.tsv", "text\nKind staff\nCold tea\n");
  CHECK(desk.run({"import", "--date", "2026-10-01", file}).err.find("2 new, 0 known already") !=
        std::string::npos);
  const Ended again = desk.run({"import", "--date", "2026-10-01", file});
  CHECK(again.status == 0);
  CHECK(again.err.find("0 new, 2 known already") != std::string::npos);
}

TEST_CASE("Faulty lines are named and left out, the rest goes in, exit 65", "[import]") {
  const Desk desk;
  const std::string file =
      desk.write("posts.ndjson", "{\"text\": \"Kind staff\"}\n{broken\n{\"text\": \"Cold tea\"}\n");
  const Ended ended = desk.run({"import", file});
  CHECK(ended.status == 65);
  CHECK(ended.err.find(file + ":2: not JSON") != std::string::npos);
  CHECK(ended.err.find("2 new") != std::string::npos);
}

TEST_CASE("The same id with another text is a conflict with its line, unless edited_at says it is newer",
          "[import]") {
  const Desk desk;
  REQUIRE(
      desk.run({"import", desk.write("a.ndjson", "{\"id\": \"1\", \"text\": \"First words\"}\n")}).status ==
      0);
  const std::string file = desk.write("b.ndjson", "{\"id\": \"1\", \"text\": \"Other words\"}\n");
  const Ended conflict = desk.run({"import", file});
  CHECK(conflict.status == 65);
  CHECK(conflict.err.find(file + ":1: ") != std::string::npos);
  CHECK(desk.run({"export"}).out.find("First words") != std::string::npos);

  const Ended edited = desk.run(
      {"import",
       desk.write("c.ndjson",
                  "{\"id\": \"1\", \"text\": \"Other words\", \"edited_at\": \"2026-11-02T00:00:00Z\"}\n")});
  CHECK(edited.status == 0);
  CHECK(desk.run({"export"}).out.find("Other words") != std::string::npos);
}

TEST_CASE("A table that a spreadsheet saved for Windows reads as it was written", "[import]") {
  const Desk desk;
  const std::string file = desk.write("a.csv", "text\nThe nurse wasn\x92t kind\na caf\xC3\xA9\n");
  const Ended imported = desk.run({"import", file});
  CHECK(imported.status == 0);
  CHECK(imported.err.find("1 row was not UTF-8 and read as Windows-1252") != std::string::npos);
  CHECK(desk.run({"export"}).out.find("wasn\xE2\x80\x99t kind") != std::string::npos);
}

TEST_CASE("Rows without a date stay out of trends unless they are given one", "[import]") {
  const Desk desk;
  REQUIRE(desk.run({"import", desk.write("posts.csv", "text\r\n\"Kind, caring staff\"\r\n")}).status == 0);
  const auto trends = JsonDocument::parse(desk.run({"trends", "--format", "json"}).out);
  REQUIRE(trends);
  CHECK(trends->root()["undated"].integer() == 1);
}

TEST_CASE("What has a date is not said to have none, and another --date that changes nothing says so",
          "[import]") {
  const Desk desk;
  const std::string file = desk.write("a.csv", "text\nKind\nSlow\n");
  CHECK(desk.run({"import", file}).err.find("2 without a date") != std::string::npos);
  const std::string given = desk.run({"import", "--date", "2026-10-05", file}).err;
  CHECK(given.find("2 changed") != std::string::npos);
  CHECK(given.find("known already, and keep") == std::string::npos);
  CHECK(desk.run({"import", file}).err.find("without a date") == std::string::npos);
  CHECK(desk.run({"import", "--date", "2026-10-06", file})
            .err.find("2 were known already, and keep the date they have, if any") != std::string::npos);
}

TEST_CASE("Posts are found by the hashtags of their texts, and a day without a time has none", "[import]") {
  const Desk desk;
  REQUIRE(desk.run({"import", "--date", "2026-11-02",
                    desk.write("posts.csv", "text\nKind staff #NHSvalues\nTea\n")})
              .status == 0);
  const Ended found = desk.run({"posts", "--tag", "nhsvalues"});
  INFO(found.out);
  CHECK(found.out.find("Kind staff") != std::string::npos);
  CHECK(found.out.find("Tea") == std::string::npos);
  CHECK(found.out.find(" 2 Nov 2026") != std::string::npos);
  CHECK(found.out.find("00:00") == std::string::npos);
}

TEST_CASE("With --require-topic, import leaves out what carries no topic, and says how many", "[import]") {
  const Desk desk;
  const Ended ended =
      desk.run({"import", "--require-topic", desk.write("posts.tsv", "text\nKind #NHSvalues\nNo tag\n")});
  CHECK(ended.status == 0);
  CHECK(ended.err.find("1 new, 0 known already, 1 without a topic left out") != std::string::npos);
}

TEST_CASE("Handles and addresses in an imported file do not reach the disk", "[import]") {
  const Desk desk;
  const std::string file = desk.write(
      "posts.ndjson", R"({"id": "secret-id-1", "author": "@realname@a.example", "text": "ask @otherperson"})"
                      "\n");
  REQUIRE(desk.run({"import", file}).status == 0);
  std::filesystem::remove(file);
  for (const auto& entry : std::filesystem::directory_iterator(desk.path(""))) {
    const std::string bytes = read_whole(entry.path());
    for (const char* identity : {"secret-id-1", "realname", "otherperson"})
      CHECK(bytes.find(identity) == std::string::npos);
  }
}

TEST_CASE("A file that is not there, or of no known kind, is named", "[import]") {
  const Desk desk;
  CHECK(desk.run({"import", "missing.csv"}).status == 66);
  CHECK(desk.run({"import", desk.write("posts.xls", "x")}).status == 64);
  CHECK(desk.run({"import", "--format", "csv", desk.write("posts.txt", "comment\nx\n")}).status == 65);
}

TEST_CASE("What is wrong with the command line is found before anything is made", "[import]") {
  const Desk desk;
  const std::string table = desk.write("posts.csv", "text\nKind\n");
  const std::string lines = desk.write("posts.ndjson", "{\"text\": \"Kind\"}\n");
  const std::string unclear = desk.write("posts.xls", "x");
  const std::string of_4cat =
      desk.write("4cat.csv", "thread_id,body,timestamp\n1,Kind,2026-11-01 10:00:00\n");
  const auto names = [&] {
    std::set<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(desk.path("")))
      // Beside what the test caught of each run's output.
      if (const auto kind = entry.path().extension(); kind != ".in" && kind != ".out" && kind != ".err")
        files.insert(entry.path().filename().string());
    return files;
  };
  const std::set<std::string> before = names();
  CHECK(desk.run({"import", "-"}).status == 64);
  CHECK(desk.run({"import", table, unclear}).status == 64);
  CHECK(desk.run({"import", "--map", "words=Comment", table}).status == 64);
  CHECK(desk.run({"import", "--map", "text=Comment", lines}).status == 64);
  CHECK(desk.run({"import", "--date-format", "utc", table, lines}).status == 64);
  CHECK(desk.run({"import", of_4cat}).status == 64);
  CHECK(desk.run({"import", table, "missing.csv"}).status == 66);
  CHECK(desk.run({"import", "--format", "csv", "missing"}).status == 66);
  CHECK(desk.run({"import", "--format", "csv", desk.path("").string()}).status == 66);
  CHECK(names() == before);
}

TEST_CASE("Without a network's name an export of 4CAT is refused in words", "[import]") {
  const Desk desk;
  for (const char* name : {"4cat_x.csv", "4cat_items.ndjson"}) {
    const std::string file = std::string{NHS_FIXTURES} + "/imports/" + name;
    const Ended ended = desk.run({"import", file});
    CHECK(ended.status == 64);
    CHECK(ended.err.find("does not say of which network its posts are; say --network") != std::string::npos);
  }
  const Ended told = desk.run({"import", "--format", "4cat-csv", "-"}, "thread_id,body,timestamp\n");
  CHECK(told.status == 64);
}

TEST_CASE("Lines of our own shape stay so though their members remind of X", "[import]") {
  const Desk desk;
  const std::string file = desk.write(
      "posts.ndjson",
      R"({"id":"123456","network":"forum","text":"Kind","author_id":"u7","created_at":"2026-11-01T09:30:00Z"})"
      "\n");
  const Ended ended = desk.run({"import", file});
  CHECK(ended.status == 0);
  CHECK(ended.err.find("read as") == std::string::npos);
  const std::string exported = desk.run({"export", "--network", "forum"}).out;
  CHECK(exported.find("\"created_at\": \"2026-11-01T09:30:00Z\"") != std::string::npos);
}

TEST_CASE("A file that is read as something else than its name says is named with both", "[import]") {
  const Desk desk;
  const Ended ended = desk.run({"import", std::string{NHS_FIXTURES} + "/imports/twarc2_flat.jsonl"});
  CHECK(ended.status == 0);
  CHECK(ended.err.find("twarc2_flat.jsonl: read as x, for it begins so; --format ndjson reads it as its name "
                       "says\n") != std::string::npos);
}

TEST_CASE("A network's name that is none is one wrong option, not a fault of every row", "[import]") {
  const Desk desk;
  const std::string file = desk.write("posts.tsv", "text\none\ntwo\n");
  const Ended ended = desk.run({"import", "--network", "My Network", file});
  CHECK(ended.status == 64);
  CHECK(lines_in(ended.err) == 1);
  CHECK(ended.err.find("--network") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(desk.database()));
}

TEST_CASE("Equal texts without an id count once, and import says so", "[import]") {
  const Desk desk;
  const Ended ended =
      desk.run({"import", "--date", "2026-10-01", desk.write("a.csv", "text\nGood\nGood\nSlow\n")});
  CHECK(ended.status == 0);
  CHECK(ended.err.find("2 new, 1 known already") != std::string::npos);
  CHECK(ended.err.find("1 without an id had a text that was known") != std::string::npos);
  const Ended with_ids =
      desk.run({"import", "--date", "2026-10-01", desk.write("b.csv", "id,text\n1,Good\n2,Good\n")});
  CHECK(with_ids.err.find("2 new") != std::string::npos);
  CHECK(with_ids.err.find("without an id") == std::string::npos);
}

TEST_CASE("Import says which columns it passes over, and how many rows have no date", "[import]") {
  const Desk desk;
  const Ended ended =
      desk.run({"import", desk.write("a.csv", "Text,Date,ward,sentiment\nKind,2026-10-01,7,positive\n")});
  CHECK(ended.status == 0);
  CHECK(
      ended.err.find(
          "columns that are not read: date, ward, sentiment; --map created_at=date reads date as the days of the "
          "posts, and --date-format day-first those like 31/12/2026\n") != std::string::npos);
  CHECK(ended.err.find("1 without a date") != std::string::npos);
}

TEST_CASE("A day alone dates a row", "[import]") {
  const Desk desk;
  REQUIRE(desk.run({"import", desk.write("a.csv", "text,created_at\nKind,2026-10-03\n")}).status == 0);
  CHECK(desk.run({"export"}).out.find("\"created_at\": \"2026-10-03T12:00:00Z\"") != std::string::npos);
}

TEST_CASE("Rows cannot be dated in the future", "[import]") {
  const Desk desk;
  const Ended ended = desk.run({"import", "--date", "2999-01-01", desk.write("a.csv", "text\nKind\n")});
  CHECK(ended.status == 64);
  CHECK_FALSE(std::filesystem::exists(desk.database()));
}

TEST_CASE("Standard input can be imported", "[import]") {
  const Desk desk;
  CHECK(desk.run({"import", "--format", "tsv", "-"}, "text\nKind staff\n").err.find("1 new") !=
        std::string::npos);
}

TEST_CASE("A Mastodon archive is recognised, and import says what it left out", "[import]") {
  const Desk desk;
  const std::string file =
      desk.write("outbox.json", read_whole(std::string{NHS_FIXTURES} + "/imports/outbox.json"));
  const Ended ended = desk.run({"import", file});
  CHECK(ended.status == 65);
  CHECK(ended.err.find(file + ": item 8: a post has no content; the item is left out\n") !=
        std::string::npos);
  CHECK(ended.err.find(
            "3 new, 0 known already, 1 boost left out, 2 not public left out, 1 that is no post left out, "
            "1 faulty line left out") != std::string::npos);
  CHECK(desk.run({"export", "--network", "mastodon"}).out.find("\"created_at\": \"2026-11-02T08:15:30Z\"") !=
        std::string::npos);
}

TEST_CASE("Posts of X, of 4CAT and of a JSON Feed are recognised by how their files begin", "[import]") {
  const Desk desk;
  const std::string fixtures = std::string{NHS_FIXTURES} + "/";
  const Ended pages = desk.run({"import", fixtures + "imports/twarc2_pages.jsonl"});
  CHECK(pages.status == 0);
  CHECK(pages.err.find("3 new") != std::string::npos);
  const Ended flat = desk.run({"import", fixtures + "imports/twarc2_flat.jsonl"});
  CHECK(flat.err.find("0 new, 3 known already") != std::string::npos);
  const Ended table = desk.run({"import", "--network", "x", fixtures + "imports/4cat_x.csv"});
  CHECK(table.status == 0);
  CHECK(table.err.find("2 new, 0 known already, 1 boost left out") != std::string::npos);
  CHECK(desk.run({"import", fixtures + "feeds/jsonfeed11.json"}).err.find("2 new") != std::string::npos);
  CHECK(lines_in(desk.run({"export", "--network", "x"}).out) == 5);
  CHECK(lines_in(desk.run({"export", "--network", "feed"}).out) == 2);
}

TEST_CASE("A table of anybody's is imported with a map of its columns", "[import]") {
  const Desk desk;
  const std::string file = desk.write("survey.csv", "Comment,Date\nKind staff,31/10/2026\n");
  const Ended ended = desk.run(
      {"import", "--map", "text=Comment", "--map", "created_at=Date", "--date-format", "day-first", file});
  CHECK(ended.status == 0);
  CHECK(desk.run({"export"}).out.find("2026-10-31T12:00:00Z") != std::string::npos);

  CHECK(desk.run({"import", "--map", "text=Comment", "--map", "created_at=Date", file}).status == 65);
  CHECK(desk.run({"import", "--map", "text=Remark", file}).status == 65);
  CHECK(desk.run({"import", "--map", "words=Comment", file}).status == 64);
  CHECK(desk.run({"import", "--map", "text=Comment", "--date-format", "guess", file}).status == 64);
  CHECK(desk.run({"import", "--map", "text=a", desk.write("a.ndjson", "{\"text\": \"x\"}\n")}).status == 64);
}

TEST_CASE("A file that nothing certain is known of is refused with the formats there are", "[import]") {
  const Desk desk;
  const Ended ended = desk.run({"import", desk.write("a.json", "{\"text\": \"x\"}\n")});
  CHECK(ended.status == 64);
  CHECK(lines_in(ended.err) == 1);
  CHECK(ended.err.find(
            "say --format ndjson, csv, tsv, x, mastodon-archive, 4cat-ndjson, 4cat-csv or jsonfeed") !=
        std::string::npos);
  CHECK(desk.run({"import", "--format", "ndjson", desk.path("a.json").string()}).status == 0);
  CHECK(desk.run({"import", "--format", "jsonfeed", desk.path("a.json").string()}).status == 65);
}

TEST_CASE("What is not to be quoted stays so through export and import", "[import]") {
  const Desk desk;
  REQUIRE(
      desk.run({"import",
                desk.write("a.ndjson", "{\"text\": \"Kind\", \"quotable\": false}\n{\"text\": \"Slow\"}\n")})
          .status == 0);
  const std::string exported = desk.run({"export"}).out;
  CHECK(exported.find("\"edited_at\": null, \"quotable\": false}") != std::string::npos);
  CHECK(exported.find("\"quotable\": true") == std::string::npos);
  const Desk second;
  std::filesystem::copy_file(desk.path("pseudonym.key"), second.path("pseudonym.key"));
  REQUIRE(second.run({"import", second.write("b.ndjson", exported)}).status == 0);
  CHECK(second.run({"export"}).out == exported);
}
