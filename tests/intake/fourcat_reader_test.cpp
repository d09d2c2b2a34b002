#include "tests/intake/read_all.h"

using namespace nhs;
using namespace nhs::intake;

TEST_CASE("A table of 4CAT's is read by its own names, in UTC", "[import][4cat]") {
  const Read read = read_all(ImportFormat::fourcat_csv, fixture("imports/4cat_x.csv"));
  CHECK(read.bad.empty());
  CHECK(read.notice.empty());
  CHECK(read.left_out.boosts == 1);
  REQUIRE(read.posts.size() == 2);
  const Post& first = read.posts[0].post;
  CHECK(first.id == "2100000000000000001");
  CHECK(first.text == "Thank you, ward 4.\nThey listened #NHSvalues");
  CHECK(first.author == "amy_example");
  CHECK(first.url == "https://x.com/amy_example/status/2100000000000000001");
  CHECK(format_utc(*first.created_at) == "2026-09-16T10:20:30Z");
  CHECK(first.language == "en");
  CHECK(first.tags == std::vector<std::string>{"NHSvalues"});
  CHECK(first.network.empty());
  CHECK(read.posts[1].post.text == "Six hours\n\nNobody told us why");
  CHECK(read.posts[1].line == 5);
}

TEST_CASE("Lines of 4CAT's may hold numbers and lists; what it has not mapped is a fault", "[import][4cat]") {
  const Read read = read_all(ImportFormat::fourcat_ndjson, fixture("imports/4cat_items.ndjson"));
  REQUIRE(read.posts.size() == 2);
  CHECK(format_utc(*read.posts[0].post.created_at) == "2026-11-03T09:00:00Z");
  CHECK(read.posts[0].post.tags == std::vector<std::string>{"NHSvalues", "care"});
  CHECK(read.posts[1].post.id == "7");
  CHECK(read.posts[1].post.text == "Only a heading");
  CHECK(read.posts[1].post.tags == std::vector<std::string>{"a", "b"});
  CHECK(read.left_out.boosts == 1);
  REQUIRE(read.bad.size() == 1);
  CHECK(read.bad[0].line == 4);
  CHECK(read.bad[0].cause.find("body: is missing") == 0);
}
