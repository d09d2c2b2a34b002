#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "report/stored_columns.h"
#include "tests/cli/officer.h"

using namespace nhs;
using namespace nhs::test;

namespace {

using Columns = std::set<std::pair<std::string, std::string>>;

/// What SQLite says of a database that this program made.
Columns real_columns(const std::filesystem::path& file) {
  SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
  SQLite::Statement rows(database,
                         "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_xinfo(t.name) c "
                         "WHERE t.schema = 'main' AND t.type NOT IN ('shadow', 'view') AND t.name NOT LIKE "
                         "'sqlite_%' AND c.hidden <> 1");
  Columns columns;
  while (rows.executeStep()) columns.emplace(rows.getColumn(0).getString(), rows.getColumn(1).getString());
  return columns;
}

/// "`post`: id, key; `tag`: name" and so on, cut at each table.
Columns columns_in_list(const std::string& notice) {
  Columns columns;
  std::istringstream lines{notice.substr(notice.find("## Every column"))};
  for (std::string line; std::getline(lines, line);) {
    for (std::size_t at = line.find('`'); at != std::string::npos; at = line.find('`', at)) {
      const std::size_t end = line.find('`', at + 1);
      const std::string table = line.substr(at + 1, end - at - 1);
      const std::size_t next = std::min({line.find(';', end), line.rfind('.'), line.size()});
      std::istringstream names{line.substr(end + 2, next - end - 2)};
      for (std::string name; std::getline(names, name, ',');)
        columns.emplace(table, name.substr(name.find_first_not_of(' ')));
      at = next;
    }
  }
  return columns;
}

}  // namespace

TEST_CASE("Both papers name every column that is stored, and none that is not", "[papers]") {
  const Officer desk;
  REQUIRE(desk.run({"import", desk.write("posts.csv", "text\nThe nurse was kind\n")}).status == 0);
  const Columns real = real_columns(desk.database());
  REQUIRE(real.size() > 150);
  Columns listed;
  for (const report::StoredColumn& each : report::stored_columns())
    CHECK(listed.emplace(each.table, each.column).second);
  CHECK(listed == real);
  const std::string dpia = desk.write_with(configuration(), {"dpia"}).out;
  for (const auto& [table, column] : real) {
    CAPTURE(table, column);
    CHECK(listed.count({table, column}) == 1);
    CHECK(holds(dpia, "| `" + table + "` | `" + column + "` |"));
  }
  CHECK(columns_in_list(desk.write_with(configuration(), {"privacy-notice"}).out) == real);
}

TEST_CASE("Both papers name every configured source, its posts and its host, and no secret of its address",
          "[papers]") {
  const Officer desk;
  for (const char* paper : {"privacy-notice", "dpia"}) {
    CAPTURE(paper);
    const Ended ended = desk.write_with(configuration(), {paper});
    INFO(ended.err);
    REQUIRE(ended.status == 0);
    for (const char* part :
         {"| leeds-server | ", "| our-news | ", "| blue | ", "leeds.example", "news.example"}) {
      CAPTURE(part);
      CHECK(holds(ended.out, part));
    }
    CHECK(holds(ended.out, "TeamLeeds"));
    CHECK_FALSE(holds(ended.out, "s3cret"));
  }
  CHECK(holds(desk.run({"privacy-notice"}).out, "No source is configured"));
}

TEST_CASE("A paper says what is in force: retention, recipients, lawful basis", "[papers]") {
  const Officer desk;
  const std::string toml = configuration(
                               "lawful_basis = \"A basis of ours\"\nrecipients = [\"The board: counts\"]\n"
                               "special_category_condition = \"A condition of ours\"\n") +
                           "[retention]\ntext_days = 77\nnetworks = { bluesky = 12 }\n";
  for (const char* paper : {"privacy-notice", "dpia"}) {
    CAPTURE(paper);
    const std::string text = desk.write_with(toml, {paper}).out;
    for (const char* part :
         {"A basis of ours", "A condition of ours", "The board: counts", "77 days", "12 days"}) {
      CAPTURE(part);
      CHECK(holds(text, part));
    }
    CHECK_FALSE(holds(text, "6(1)(e)"));
    CHECK(holds(desk.write_with(configuration(), {paper}).out, "6(1)(e)"));
  }
}

TEST_CASE("A paper is a draft until somebody approved it, and leaves gaps that nobody can overlook",
          "[papers]") {
  const Officer desk;
  for (const char* paper : {"privacy-notice", "dpia"}) {
    CAPTURE(paper);
    const Ended draft = desk.write_with(configuration(), {paper});
    CHECK(holds(draft.out, "**Draft.**"));
    CHECK(holds(draft.out, "[to be filled in: `privacy.controller`"));
    CHECK(holds(draft.err, "draft"));
    const Ended approved = desk.write_with(
        configuration("controller = \"Leeds Network\"\napproved = \"Jo Bloggs, DPO, 2026-11-20\"\n"),
        {paper});
    CHECK_FALSE(holds(approved.out, "**Draft.**"));
    CHECK(holds(approved.out, "Approved: Jo Bloggs, DPO, 2026-11-20"));
    CHECK(holds(approved.out, "Leeds Network"));
    CHECK_FALSE(holds(approved.out, "privacy.controller"));
    CHECK_FALSE(holds(approved.err, "draft"));
  }
}

TEST_CASE("A paper is written into a file whole, and over another only when that is asked for", "[papers]") {
  const Officer desk;
  const std::string file = desk.path("notice.md").string();
  REQUIRE(desk.run({"privacy-notice", "-o", file}).status == 0);
  CHECK(read_whole(file) == desk.run({"privacy-notice"}).out);
  struct stat made {};
  REQUIRE(stat(file.c_str(), &made) == 0);
  CHECK((made.st_mode & 0777) == 0640);
  CHECK(desk.run({"dpia", "-o", file}).status == 73);
  CHECK(desk.run({"dpia", "-o", file, "--force"}).status == 0);
  CHECK(read_whole(file) == desk.run({"dpia"}).out);
  CHECK(desk.run({"dpia", "--force"}).status == 64);
  CHECK(desk.run({"dpia", "-o", desk.database().string()}).status == 64);
}

TEST_CASE("What somebody wrote into the configuration stays one cell of a paper's table", "[papers]") {
  const Officer desk;
  const std::string text =
      desk.write_with(configuration("recipients = [\"a | b <script>alert(1)</script> `c`\"]\n"), {"dpia"})
          .out;
  CHECK(holds(text, "a \\| b \\<script\\>"));
  CHECK_FALSE(holds(text, "<script>"));
}

TEST_CASE("A paper names imported files and sources that are over, with their networks and no numbers",
          "[papers]") {
  const Officer desk;
  const std::string none = desk.write_with(configuration(), {"privacy-notice"}).out;
  CHECK(holds(none, "Whether any were was not looked at"));
  REQUIRE(desk.run({"import", desk.write("posts.csv",
                                         "network,id,text,created_at\nbluesky,1,Kind #NHSvalues,2026-11-01\n"
                                         "threads,2,Kinder #NHSvalues,2026-11-02\n")})
              .status == 0);
  for (const char* paper : {"privacy-notice", "dpia"}) {
    const std::string text = desk.write_with(configuration(), {paper}).out;
    CHECK(holds(text, "| imported files | files of public posts that a member of the team took in"));
    CHECK(holds(text, "posts of bluesky, threads"));
    CHECK(holds(text, "not followed: they go when their time is over"));
    CHECK_FALSE(holds(text, "was not looked at"));
  }
  // As if it had been a source of an earlier configuration.
  SQLite::Database database(desk.database().string(), SQLite::OPEN_READWRITE);
  database.exec("UPDATE source SET name = 'old.example'");
  CHECK(holds(desk.write_with(configuration(), {"dpia"}).out,
              "| old.example | a source that is no longer asked"));
}

TEST_CASE("A paper is not written into a file that is called something else", "[papers]") {
  const Officer desk;
  const Ended refused = desk.write_with(configuration(), {"dpia", "-o", desk.path("a.pdf").string()});
  CHECK(refused.status == 64);
  CHECK(holds(refused.err, ".md"));
  CHECK_FALSE(std::filesystem::exists(desk.path("a.pdf")));
}
