#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

using Columns = std::map<std::string, std::set<std::string>>;

/// Tables and columns as docs/schema.md names them: a heading for each table, a row for each column.
Columns documented() {
  std::ifstream page(std::string(NHS_SOURCE_DIR) + "/docs/schema.md");
  Columns columns;
  std::string table;
  for (std::string line; std::getline(page, line);) {
    if (line.rfind("## ", 0) == 0) table = line.find(' ', 3) == std::string::npos ? line.substr(3) : "";
    if (line.rfind("| `", 0) == 0 && !table.empty())
      columns[table].insert(line.substr(3, line.find('`', 3) - 3));
  }
  return columns;
}

Columns real(const std::filesystem::path& file) {
  SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
  SQLite::Statement rows(
      database,
      // FTS5's own tables behind post_search are its affair, and so are its hidden columns.
      "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_xinfo(t.name) c "
      "WHERE t.schema = 'main' AND t.type <> 'shadow' AND t.name NOT LIKE 'sqlite_%' "
      "AND c.hidden <> 1");
  Columns columns;
  while (rows.executeStep()) columns[rows.getColumn(0).getString()].insert(rows.getColumn(1).getString());
  return columns;
}

}  // namespace

TEST_CASE("docs/schema.md names every table and column there is, and none that is not", "[store]") {
  Scratch folder;
  { store::PostStore posts = open_store(folder / "posts.db"); }
  const Columns there = real(folder / "posts.db");
  CHECK(there.size() > 10);
  const Columns named = documented();
  for (const auto& [table, columns] : there) {
    CAPTURE(table);
    REQUIRE(named.count(table) == 1);
    CHECK(named.at(table) == columns);
  }
  CHECK(named.size() == there.size());
}

TEST_CASE("Every table is strict", "[store]") {
  Scratch folder;
  { store::PostStore posts = open_store(folder / "posts.db"); }
  CHECK(
      integer(
          folder / "posts.db",
          "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'") ==
      0);
}
