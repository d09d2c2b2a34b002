#include "intake/import_reader.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace nhs;
using namespace nhs::intake;

namespace {

struct Read {
  std::vector<ImportedPost> posts;
  std::vector<BadLine> bad;
};

Read read_all(ImportFormat format, const std::string& text) {
  std::istringstream in{text};
  auto reader = make_import_reader(format, in);
  REQUIRE(reader);
  Read read;
  while (auto item = (*reader)->next()) {
    if (auto* post = std::get_if<ImportedPost>(&*item)) read.posts.push_back(std::move(*post));
    if (auto* bad = std::get_if<BadLine>(&*item)) read.bad.push_back(*bad);
  }
  return read;
}

}  // namespace

TEST_CASE("A line of JSON becomes a post; only text is required", "[import]") {
  const Read read = read_all(
      ImportFormat::ndjson,
      R"({"network": "mastodon", "id": "https://a.example/1", "url": null, "author": "@x@a.example", "text": "Kind staff",)"
      R"( "created_at": "2026-11-01T09:30:00Z", "language": "en", "tags": ["NHSvalues"], "in_reply_to": null})"
      "\n\n{\"text\": \"alone\"}\n");
  REQUIRE(read.posts.size() == 2);
  CHECK(read.bad.empty());
  CHECK(read.posts[0].post.id == "https://a.example/1");
  CHECK(format_utc(*read.posts[0].post.created_at) == "2026-11-01T09:30:00Z");
  CHECK(read.posts[0].post.tags == std::vector<std::string>{"NHSvalues"});
  CHECK(read.posts[1].line == 3);
  CHECK_FALSE(read.posts[1].post.created_at);
}

TEST_CASE("Each faulty line is named with its number, and the others are read", "[import]") {
  const Read read = read_all(ImportFormat::ndjson,
                             "{\"text\": \"good\"}\nnot json\n[1]\n{\"id\": \"no text\"}\n{\"text\": 5}\n"
                             "{\"text\": \"x\", \"created_at\": \"yesterday\"}\n{\"text\": \"x\", \"tags\": \"a\"}\n"
                             "{\"text\": \"\xFF\"}\n{\"text\": \"good too\"}");
  CHECK(read.posts.size() == 2);
  REQUIRE(read.bad.size() == 7);
  for (std::size_t i = 0; i < read.bad.size(); ++i) CHECK(read.bad[i].line == i + 2);
  CHECK(read.bad[4].cause.find("created_at: must be a time") == 0);
}

TEST_CASE("CSV cells may hold commas, quotes and line breaks", "[import]") {
  const Read read = read_all(ImportFormat::csv,
                             "\xEF\xBB\xBFid,text,score\r\n1,\"She said \"\"hello\"\",\nand sat down\",9\r\n2,plain,8");
  REQUIRE(read.posts.size() == 2);
  CHECK(read.posts[0].post.text == "She said \"hello\",\nand sat down");
  CHECK(read.posts[0].post.id == "1");
  CHECK(read.posts[1].post.text == "plain");
  CHECK(read.posts[1].line == 4);
}

TEST_CASE("TSV escapes are undone, and tags are split", "[import]") {
  const Read read = read_all(ImportFormat::tsv, "text\ttags\tcreated_at\none\\ntwo\\t\\\\\t#NHSvalues, care\t2026-11-01T09:30:00Z\n");
  REQUIRE(read.posts.size() == 1);
  CHECK(read.posts[0].post.text == "one\ntwo\t\\");
  CHECK(read.posts[0].post.tags == std::vector<std::string>{"NHSvalues", "care"});
}

TEST_CASE("A row with too few or too many cells is named and left out", "[import]") {
  const Read read = read_all(ImportFormat::tsv, "id\ttext\n1\n2\ta\tb\n3\tgood\n");
  CHECK(read.posts.size() == 1);
  REQUIRE(read.bad.size() == 2);
  CHECK(read.bad[0].line == 2);
  CHECK(read.bad[1].cause == "3 cells, but the header names 2");
}

TEST_CASE("A table without a text column is refused as a whole", "[import]") {
  std::istringstream in{"id,comment\n1,x\n"};
  const auto reader = make_import_reader(ImportFormat::csv, in);
  REQUIRE_FALSE(reader);
  CHECK(reader.error().status == ExitStatus::bad_data);
}

TEST_CASE("A quote that is never closed does not swallow memory without bound", "[import]") {
  const Read read = read_all(ImportFormat::csv, "text\n\"" + std::string(kMaxImportLine + 10, 'x'));
  CHECK(read.posts.empty());
  REQUIRE(read.bad.size() == 1);
}

TEST_CASE("The name of a file tells its format", "[import]") {
  CHECK(format_of_file("a.ndjson") == ImportFormat::ndjson);
  CHECK(format_of_file("a.jsonl") == ImportFormat::ndjson);
  CHECK(format_of_file("dev.tsv") == ImportFormat::tsv);
  CHECK_FALSE(format_of_file("-"));
}
