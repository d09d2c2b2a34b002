#include "tests/intake/read_all.h"

using namespace nhs;
using namespace nhs::intake;

TEST_CASE("Rows of a table whose text is blank are left out and counted, not faults", "[import]") {
  // A cell that is white space, one of a no-break space, and a row below the last that a spreadsheet saved.
  const Read read = read_all(ImportFormat::csv,
                             "id,text,created_at\n1,Kind,2026-11-01\n2,,2026-11-01\n3,\"  \n\t\",2026-11-01\n"
                             "4,\xC2\xA0,2026-11-01\n,,\n\n5,Slow,2026-11-01\n");
  CHECK(read.bad.empty());
  CHECK(read.left_out.without_text == 4);
  REQUIRE(read.posts.size() == 2);
  CHECK(read.posts[1].post.id == "5");
  CHECK(read_all(ImportFormat::tsv, "id\ttext\n1\t \n2\tKind\n").left_out.without_text == 1);
}

TEST_CASE("What else is wrong with a row without text is not asked", "[import]") {
  const Read read = read_all(ImportFormat::csv, "created_at,text\nnever,\nnever,Kind\n2026-11-01,Slow\n");
  CHECK(read.left_out.without_text == 1);
  REQUIRE(read.bad.size() == 1);
  CHECK(read.bad[0].line == 3);
  CHECK(read.posts.size() == 1);
}

TEST_CASE("In a table of one column an empty line is an answer left empty, in any other no row", "[import]") {
  const Read one = read_all(ImportFormat::csv, "text\r\nKind\r\n\r\n\"\"\r\nSlow\r\n");
  CHECK(one.posts.size() == 2);
  CHECK(one.left_out.without_text == 2);
  const Read two = read_all(ImportFormat::csv, "id,text\n1,Kind\n\n2,Slow\n");
  CHECK(two.posts.size() == 2);
  CHECK(two.left_out.without_text == 0);
  CHECK(two.bad.empty());
}

TEST_CASE("A row that has a subject is not without text", "[import]") {
  const Read read = read_all(ImportFormat::csv, "Heading,text\nThanks, \n ,\n",
                             {.columns = {{PostColumn::subject, "Heading"}}});
  CHECK(read.posts.size() == 1);
  CHECK(read.left_out.without_text == 1);
}

TEST_CASE("Of 4CAT's exports, lines and tables, what has no text is left out alike", "[import][4cat]") {
  const Read lines = read_all(ImportFormat::fourcat_ndjson,
                              R"({"id": 1, "body": " ", "timestamp": 1793696400}
{"id": 2, "body": "Kind", "timestamp": 1793696400}
{"id": 3, "body": "", "timestamp": 1793696400, "is_repost": true}
)");
  const Read table = read_all(ImportFormat::fourcat_csv,
                              "id,body,timestamp,is_repost\n1, ,1793696400,\n2,Kind,1793696400,\n"
                              "3,,1793696400,yes\n");
  for (const Read& read : {lines, table}) {
    CHECK(read.bad.empty());
    CHECK(read.posts.size() == 1);
    CHECK(read.left_out.without_text == 1);
    CHECK(read.left_out.boosts == 1);
  }
}

TEST_CASE("A line of JSON with an empty text stays a post, as export may have written it", "[import]") {
  const Read read = read_all(ImportFormat::ndjson, "{\"id\": \"1\", \"text\": \"\"}\n");
  CHECK(read.posts.size() == 1);
  CHECK(read.left_out.without_text == 0);
}
