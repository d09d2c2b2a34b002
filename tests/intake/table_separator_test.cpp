#include <algorithm>

#include "tests/intake/read_all.h"

using namespace nhs;
using namespace nhs::intake;

namespace {

std::string separated_by(char separator, std::string table) {
  std::replace(table.begin(), table.end(), ';', separator);
  return table;
}

}  // namespace

TEST_CASE("A table's header tells whether semicolons, tabs or commas separate it, and the notice which",
          "[import]") {
  const std::string table = "id;text;created_at\r\n7;\"She said \"\"hello\"\";\nthen left\";2026-11-01\r\n";
  const auto read = [&](char separator) {
    const Read result = read_all(ImportFormat::csv, separated_by(separator, table));
    CHECK(result.bad.empty());
    REQUIRE(result.posts.size() == 1);
    CHECK(result.posts[0].post.id == "7");
    // The separator within quotes is text.
    CHECK(result.posts[0].post.text == separated_by(separator, "She said \"hello\";\nthen left"));
    CHECK(format_utc(*result.posts[0].post.created_at) == "2026-11-01T12:00:00Z");
    return result.notice;
  };
  CHECK(read(';') == "its columns are separated by semicolons");
  CHECK(read('\t') == "its columns are separated by tabs");
  CHECK(read(',').empty());
}

TEST_CASE("The separator is told before the columns that are not read", "[import]") {
  CHECK(read_all(ImportFormat::csv, "text;ward\nKind;4\n").notice ==
        "its columns are separated by semicolons; columns that are not read: ward");
}

TEST_CASE("Signs within the names of columns separate nothing, in quotes or not", "[import]") {
  const Read in_quotes = read_all(ImportFormat::csv, "text,\"Ward; if known; else none\"\nKind; caring,4\n");
  REQUIRE(in_quotes.posts.size() == 1);
  CHECK(in_quotes.posts[0].post.text == "Kind; caring");
  CHECK(in_quotes.notice == "columns that are not read: ward; if known; else none");

  // More commas than semicolons, but by these alone there is a column of the name that was asked for.
  const Read mapped =
      read_all(ImportFormat::csv, "Likes, dislikes, wishes;Day\nKind, quick;2026-11-01\n",
               {.columns = {{PostColumn::text, "Likes, dislikes, wishes"}, {PostColumn::created_at, "Day"}}});
  REQUIRE(mapped.posts.size() == 1);
  CHECK(mapped.posts[0].post.text == "Kind, quick");
}

TEST_CASE("A header in quotes over several lines tells its separator too", "[import]") {
  const Read read = read_all(ImportFormat::csv, "\"Your ward,\nif you know\";\"text\"\n4;Kind\n5;\"Slow\"\n");
  CHECK(read.bad.empty());
  REQUIRE(read.posts.size() == 2);
  CHECK(read.posts[0].line == 3);
  CHECK(read.posts[1].post.text == "Slow");
}

TEST_CASE("A header that lacks the column of the posts by any separator is refused", "[import]") {
  for (const char* table : {"id;comment\n1;x\n", "id\tcomment\n1\tx\n", "\n", "text|id\nx|1\n"}) {
    std::istringstream in{table};
    const auto reader = make_import_reader(ImportFormat::csv, in);
    REQUIRE_FALSE(reader);
    CHECK(reader.error().status == ExitStatus::bad_data);
    CHECK(reader.error().message.find("the header has no column named text") == 0);
  }
}

TEST_CASE("A TSV keeps its tabs and escapes, whatever its cells hold", "[import]") {
  const Read read = read_all(ImportFormat::tsv, "text\tid;no\n\"Kind\\n; slow\"\t1\n");
  REQUIRE(read.posts.size() == 1);
  CHECK(read.posts[0].post.text == "\"Kind\n; slow\"");
  CHECK(read.notice == "columns that are not read: id;no");
}

TEST_CASE("A header in Windows-1252 can be mapped by its name", "[import]") {
  const Read read = read_all(ImportFormat::csv, "What didn\x92t work?;Ward\nThe lift;4\n",
                             {.columns = {{PostColumn::text, "What didn\xE2\x80\x99t work?"}}});
  REQUIRE(read.posts.size() == 1);
  CHECK(read.posts[0].post.text == "The lift");
  CHECK(read.notice.find("1 row was not UTF-8 and read as Windows-1252") != std::string::npos);
}

TEST_CASE("A text file whose header has tabs is a table, and one of prose is nothing known", "[import]") {
  CHECK(recognised_format("survey.txt", "Day\tComment\n1\tKind\n") == ImportFormat::csv);
  CHECK(recognised_format("survey.txt", "\"Your\nday\"\tComment\n1\tKind\n") == ImportFormat::csv);
  CHECK_FALSE(recognised_format("notes.txt", "Kind, caring; quick\nOne\ttwo\n"));
  CHECK_FALSE(recognised_format("survey.dat", "Day\tComment\n1\tKind\n"));
  CHECK(recognised_format("a.csv", "id;thread_id;body;timestamp\n") == ImportFormat::fourcat_csv);
}
