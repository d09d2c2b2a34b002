#include "tests/intake/read_all.h"

using namespace nhs;
using namespace nhs::intake;

TEST_CASE("Pages, flattened posts and a list of posts give the same posts", "[import][x]") {
  const std::string flat = fixture("imports/twarc2_flat.jsonl");
  const Read of_pages = read_all(ImportFormat::x, fixture("imports/twarc2_pages.jsonl"));
  const Read of_lines = read_all(ImportFormat::x, flat);
  std::string list = "[" + flat;
  for (char& c : list)
    if (c == '\n') c = ',';
  list.back() = ']';
  const Read of_list = read_all(ImportFormat::x, list);
  REQUIRE(of_pages.posts.size() == 3);
  REQUIRE(of_lines.posts.size() == 3);
  REQUIRE(of_list.posts.size() == 3);
  for (std::size_t i = 0; i < 3; ++i)
    for (const Read* other : {&of_lines, &of_list}) {
      CHECK(of_pages.posts[i].post.id == other->posts[i].post.id);
      CHECK(of_pages.posts[i].post.text == other->posts[i].post.text);
      CHECK(of_pages.posts[i].post.author == other->posts[i].post.author);
      CHECK(of_pages.posts[i].post.created_at == other->posts[i].post.created_at);
    }
  const Post& first = of_pages.posts[0].post;
  CHECK(first.network == "x");
  CHECK(first.id == "2123710187566006272");
  CHECK(first.author.front() == '@');
  // The file has an author_id; whose the name is now it cannot say.
  CHECK(first.account.empty());
  CHECK(first.text.find("Everyone counts & so does the tea. #NHSvalues") == 0);
  CHECK(of_pages.posts[2].line == 2);
  CHECK(of_list.posts[2].line == 3);
}

TEST_CASE("A list is one behind a byte order mark and white space too", "[import][x]") {
  const std::string list = R"([{"id": "1700000000000000001", "text": "Kind"}])";
  for (const char* before : {"\xEF\xBB\xBF", " \r\n\t", "\xEF\xBB\xBF\n "}) {
    const Read read = read_all(ImportFormat::x, before + list);
    CHECK(read.bad.empty());
    CHECK(read.posts.size() == 1);
  }
}

TEST_CASE("What stands before the first post is counted as lines, and half a byte order mark is a fault",
          "[import][x]") {
  const std::string line = R"({"id": "1700000000000000001", "text": "Kind"})";
  const Read after_blank = read_all(ImportFormat::x, "\xEF\xBB\xBF\n\n  " + line + "\n" + line + "\n");
  CHECK(after_blank.bad.empty());
  REQUIRE(after_blank.posts.size() == 2);
  CHECK(after_blank.posts[0].line == 3);
  CHECK(after_blank.posts[1].line == 4);
  const Read half = read_all(ImportFormat::x, "\xEF\xBB\n" + line);
  REQUIRE(half.bad.size() == 1);
  CHECK(half.bad[0].line == 1);
  REQUIRE(half.posts.size() == 1);
  CHECK(half.posts[0].line == 2);
  CHECK(read_all(ImportFormat::x, "\xEF").bad.size() == 1);
  CHECK(read_all(ImportFormat::x, " \n").posts.empty());
}

TEST_CASE("A page may be written over several lines, as people save it", "[import][x]") {
  const std::string page =
      "{\n \"data\": [\n  {\"id\": \"1700000000000000001\", \"text\": \"Kind\"}\n ]\n}\n";
  const Read read = read_all(ImportFormat::x, page + page);
  CHECK(read.bad.empty());
  REQUIRE(read.posts.size() == 2);
  CHECK(read.posts[1].line == 6);
}

TEST_CASE("Retweets are counted, and a faulty post is named by its place", "[import][x]") {
  const Read read = read_all(
      ImportFormat::x,
      R"({"data": [{"id": "1700000000000000001", "text": "RT @a: x", "referenced_tweets": [{"type": "retweeted", "id": "1"}]},)"
      R"( {"id": "none", "text": "x"}, {"id": "1700000000000000002", "text": "Kind"}]})"
      "\n{\"data\": {\"id\": \"1700000000000000003\", \"text\": \"One\"}}\n{\"meta\": {\"result_count\": 0}}\n{}\n");
  CHECK(read.left_out.boosts == 1);
  CHECK(read.posts.size() == 2);
  REQUIRE(read.bad.size() == 2);
  CHECK(read.bad[0].line == 1);
  CHECK(read.bad[0].cause.find("post 2 of this page: ") == 0);
  CHECK(read.bad[1].line == 4);
}
