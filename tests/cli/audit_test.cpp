#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/json.h"
#include "report/audit_view.h"
#include "store/audit.h"
#include "store/disclosure.h"
#include "tests/cli/desk.h"
#include "tests/support/holds.h"

using namespace nhs;
using namespace nhs::test;

namespace {

const char* const kPosts =
    R"({"network": "mastodon", "id": "https://a.example/1", "url": "https://a.example/@ann/1", "author": "@ann@a.example", "text": "The nurse was kind to my mother", "created_at": "2026-11-02T09:30:00Z", "language": "en"}
{"network": "mastodon", "id": "https://a.example/2", "url": "https://a.example/@ben/2", "author": "@ben@a.example", "text": "Nobody came when it hurt", "created_at": "2026-11-03T09:30:00Z", "language": "en"}
)";

struct DeskWithPosts : Desk {
  DeskWithPosts() { REQUIRE(run({"import", write("posts.ndjson", kPosts)}).status == 0); }
};

JsonDocument audit_of(const Desk& desk, std::vector<std::string> more = {}) {
  std::vector<std::string> words = {"audit", "--format", "json"};
  words.insert(words.end(), more.begin(), more.end());
  const Ended ended = desk.run(words);
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  return JsonDocument::parse(ended.out).value();
}

}  // namespace

TEST_CASE("An export stands in the audit before the first post leaves, and with its number once all have",
          "[audit][export]") {
  const DeskWithPosts desk;
  REQUIRE(desk.run({"export", "--since", "2026-11-03", "--query", "hurt"}).status == 0);
  const JsonDocument audit = audit_of(desk, {"--command", "export"});
  const JsonView rows = audit.root()["rows"];
  REQUIRE(rows.size() == 2);
  CHECK(rows.at(1)["action"].text_or_empty() == "export");
  CHECK_FALSE(rows.at(1)["posts"].integer());
  CHECK(rows.at(0)["action"].text_or_empty() == "export_done");
  CHECK(rows.at(0)["command"].text_or_empty() == "export");
  CHECK(rows.at(0)["posts"].integer() == 1);
  CHECK(rows.at(0)["detail"].text_or_empty() == "ndjson, to standard output");
  CHECK(holds(rows.at(0)["person"].text_or_empty(), "(" + std::to_string(getuid()) + ")"));
  // Words that were searched may be somebody's name.
  CHECK(holds(rows.at(0)["filter"].text_or_empty(), "from 2026-11-03"));
  CHECK_FALSE(holds(rows.at(0)["filter"].text_or_empty(), "hurt"));
}

TEST_CASE("An export that cannot be written down gives out nothing", "[audit][export]") {
  const DeskWithPosts desk;
  const auto refuse = [&](const std::string& action) {
    SQLite::Database{desk.database().string(), SQLite::OPEN_READWRITE}.exec(
        "CREATE TRIGGER refused BEFORE INSERT ON audit WHEN NEW.action = '" + action +
        "' BEGIN SELECT raise(ABORT, 'no'); END");
  };
  const std::string file = desk.path("out.ndjson").string();
  SECTION("before it begins") {
    refuse("export");
    const Ended to_stdout = desk.run({"export"});
    CHECK(to_stdout.status != 0);
    CHECK(to_stdout.out.empty());
    CHECK(desk.run({"export", "-o", file}).status != 0);
    CHECK_FALSE(std::filesystem::exists(file + ".part"));
  }
  SECTION("at its end: the file does not get its name") {
    refuse("export_done");
    CHECK(desk.run({"export", "-o", file}).status != 0);
  }
  CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("What names people is given out with the key alone, and stands in the audit as that",
          "[audit][export]") {
  const DeskWithPosts desk;
  const Ended plain = desk.run({"export"});
  CHECK_FALSE(holds(plain.out, "a.example"));
  const Ended revealed = desk.run({"export", "--reveal"});
  INFO(revealed.err);
  REQUIRE(revealed.status == 0);
  CHECK(holds(revealed.out, R"("author": "@ann@a.example")"));
  CHECK(holds(revealed.out, R"("id": "https://a.example/1")"));
  CHECK(holds(revealed.out, R"("url": "https://a.example/@ann/1")"));
  REQUIRE(desk.run({"export", "-o", desk.path("plain.ndjson").string()}).status == 0);
  REQUIRE(desk.run({"export", "--reveal", "-o", desk.path("named.ndjson").string()}).status == 0);
  CHECK(holds(read_whole(desk.path("plain.ndjson.provenance.json")), "nobody is named"));
  CHECK(holds(read_whole(desk.path("named.ndjson.provenance.json")), "people are named"));
  const Ended opened = desk.run({"open", "1"});
  INFO(opened.err);
  CHECK(opened.out == "https://a.example/@ann/1\n");
  CHECK(desk.run({"open", "99"}).status == 66);

  const JsonDocument audit = audit_of(desk, {"--command", "export --reveal", "--command", "open"});
  const JsonView rows = audit.root()["rows"];
  REQUIRE(rows.size() == 5);
  CHECK(rows.at(0)["action"].text_or_empty() == "open");
  CHECK(rows.at(0)["ref"].integer() == 1);
  CHECK(rows.at(1)["action"].text_or_empty() == "reveal_done");
  CHECK(rows.at(1)["posts"].integer() == 2);

  std::filesystem::remove(desk.path("pseudonym.key"));
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"export", "--reveal"}, {"open", "1"}}) {
    const Ended refused = desk.run(command);
    CHECK(refused.status == 78);
    CHECK(refused.out.empty());
  }
  CHECK(audit_of(desk, {"--command", "open"}).root()["rows"].size() == 1);
}

TEST_CASE("What was revealed can be imported again, and is the same posts", "[export]") {
  const DeskWithPosts desk;
  const std::string before = desk.run({"export"}).out;
  const std::string revealed = desk.write("revealed.ndjson", desk.run({"export", "--reveal"}).out);
  const Ended again = desk.run({"import", revealed});
  INFO(again.err);
  CHECK(again.status == 0);
  CHECK(desk.run({"export"}).out == before);
}

TEST_CASE("The audit is asked by command, user and time, and says when it knows no such command", "[audit]") {
  const DeskWithPosts desk;
  REQUIRE(desk.run({"label", "1", "--sentiment", "negative"}).status == 0);
  REQUIRE(desk.run({"export"}).status == 0);
  CHECK(audit_of(desk, {"--command", "label"}).root()["rows"].size() == 1);
  CHECK(audit_of(desk, {"--command", "label", "--command", "export"}).root()["rows"].size() == 3);
  CHECK(audit_of(desk, {"--by", std::to_string(getuid())}).root()["rows"].size() == 5);
  CHECK(audit_of(desk, {"--by", "nobody-of-this-name"}).root()["rows"].size() == 0);
  CHECK(audit_of(desk, {"--until", "2020-01-01"}).root()["rows"].size() == 0);
  CHECK(audit_of(desk, {"--since", "today", "--limit", "1"}).root()["rows"].size() == 1);
  const Ended unknown = desk.run({"audit", "--command", "lable"});
  CHECK(unknown.status == 64);
  CHECK(holds(unknown.err, "label"));
  CHECK(desk.run({"audit", "--since", "2026-02-01", "--until", "2026-01-01"}).status == 64);

  const Ended table = desk.run({"audit"});
  CHECK(holds(table.out, "label 1"));
  CHECK(holds(table.out, "export (done), 2 posts: ndjson, to standard output"));
  CHECK(holds(desk.run({"audit", "--limit", "1"}).err, "More: --before"));
  const Ended csv = desk.run({"audit", "--format", "csv"});
  CHECK(csv.out.rfind("id,at,person,command,action,ref,filter,posts,detail\r\n", 0) == 0);
}

TEST_CASE("A long audit is read page by page, each going on before the last line of the one above",
          "[audit]") {
  const DeskWithPosts desk;
  REQUIRE(desk.run({"export"}).status == 0);
  const std::string whole = desk.run({"audit", "--format", "ndjson"}).out;
  std::vector<std::string> page = {"audit", "--format", "ndjson", "--limit", "3"};
  const Ended first = desk.run(page);
  CHECK(std::count(first.out.begin(), first.out.end(), '\n') == 3);
  const std::string more = "More: --before ";
  REQUIRE(first.err.rfind(more, 0) == 0);
  page.insert(page.end(), {"--before", first.err.substr(more.size(), first.err.find('.') - more.size())});
  const Ended second = desk.run(page);
  CHECK(std::count(second.out.begin(), second.out.end(), '\n') == 1);
  CHECK_FALSE(holds(second.err, "More"));
  CHECK(first.out + second.out == whole);
  CHECK(holds(desk.run({"audit", "--before", "1"}).err, "Nothing of this kind"));
  CHECK(desk.run({"audit", "--before", "first"}).status == 64);
}

TEST_CASE("Reading is not written down, and asking for the audit neither", "[audit]") {
  const DeskWithPosts desk;
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"status"}, {"posts"}, {"posts", "--format", "csv"}, {"show", "1"}, {"trends"}, {"audit"}})
    REQUIRE(desk.run(command).status == 0);
  CHECK(audit_of(desk).root()["rows"].size() == 2);  // of the import
}

TEST_CASE("Taking in, judging anew and copying stand in the audit; what takes in nothing does not",
          "[audit]") {
  const DeskWithPosts desk;
  REQUIRE(desk.run({"import", desk.write("empty.csv", "text\n")}).status == 0);
  REQUIRE(desk.run({"reclassify"}).status == 0);
  REQUIRE(desk.run({"backup", desk.path("copy.db").string()}).status == 0);
  const JsonDocument audit = audit_of(desk);
  const JsonView rows = audit.root()["rows"];
  REQUIRE(rows.size() == 3);
  CHECK(rows.at(2)["action"].text_or_empty() == "import");
  CHECK(rows.at(1)["action"].text_or_empty() == "import_done");
  CHECK(rows.at(1)["posts"].integer() == 2);
  CHECK(rows.at(0)["action"].text_or_empty() == "backup");
}

TEST_CASE("A backup of a database that cannot be written to any more is made for its owner, who is told",
          "[audit]") {
  const DeskWithPosts desk;
  SQLite::Database{desk.database().string(), SQLite::OPEN_READWRITE}.exec(
      "CREATE TRIGGER refused BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'no'); END");
  const Ended made = desk.run({"backup", desk.path("copy.db").string()});
  CHECK(made.status == 0);
  CHECK(holds(made.err, "does not stand in the audit"));
  CHECK(std::filesystem::exists(desk.path("copy.db")));
}

TEST_CASE("Everything that the audit can say is known by the command that does it", "[audit]") {
  for (const std::string_view action : Vocabulary<store::Action>::ids) {
    CAPTURE(action);
    CHECK_FALSE(report::actions_of(action).empty());
  }
  for (const std::string_view outlet : Vocabulary<store::Outlet>::ids) {
    CAPTURE(outlet);
    CHECK_FALSE(report::actions_of(outlet).empty());
  }
}
