#include <algorithm>
#include <catch2/catch.hpp>

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

TEST_CASE("Rows without a date stay out of trends unless they are given one", "[import]") {
  const Desk desk;
  REQUIRE(desk.run({"import", desk.write("posts.csv", "text\r\n\"Kind, caring staff\"\r\n")}).status == 0);
  const auto trends = JsonDocument::parse(desk.run({"trends", "--format", "json"}).out);
  REQUIRE(trends);
  CHECK(trends->root()["undated"].integer() == 1);
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
  CHECK(ended.err.find("columns that are not read: date, ward\n") != std::string::npos);
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
