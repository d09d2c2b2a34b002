#include "intake/import_reader.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/intake/read_all.h"

using namespace nhs;
using namespace nhs::intake;

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
  const Read read =
      read_all(ImportFormat::ndjson,
               "{\"text\": \"good\"}\nnot json\n[1]\n{\"id\": \"no text\"}\n{\"text\": 5}\n"
               "{\"text\": \"x\", \"created_at\": \"yesterday\"}\n{\"text\": \"x\", \"tags\": \"a\"}\n"
               "{\"text\": \"\xFF\"}\n{\"text\": \"good too\"}");
  CHECK(read.posts.size() == 2);
  REQUIRE(read.bad.size() == 7);
  for (std::size_t i = 0; i < read.bad.size(); ++i) CHECK(read.bad[i].line == i + 2);
  CHECK(read.bad[2].cause == "text: is missing, and is the one member that is required");
  CHECK(read.bad[3].cause == "text: must be a text");
  CHECK(read.bad[4].cause.find("created_at: must be a day or a time") == 0);
}

TEST_CASE("CSV cells may hold commas, quotes and line breaks", "[import]") {
  const Read read =
      read_all(ImportFormat::csv,
               "\xEF\xBB\xBFid,text,score\r\n1,\"She said \"\"hello\"\",\nand sat down\",9\r\n2,plain,8");
  REQUIRE(read.posts.size() == 2);
  CHECK(read.posts[0].post.text == "She said \"hello\",\nand sat down");
  CHECK(read.posts[0].post.id == "1");
  CHECK(read.posts[1].post.text == "plain");
  CHECK(read.posts[1].line == 4);
}

TEST_CASE("TSV escapes are undone, and tags are split", "[import]") {
  const Read read =
      read_all(ImportFormat::tsv,
               "text\ttags\tcreated_at\none\\ntwo\\t\\\\\t#NHSvalues, care\t2026-11-01T09:30:00Z\n");
  REQUIRE(read.posts.size() == 1);
  CHECK(read.posts[0].post.text == "one\ntwo\t\\");
  CHECK(read.posts[0].post.tags == std::vector<std::string>{"NHSvalues", "care"});
}

TEST_CASE("Tags are read as any table has them, and import says where several may have been taken for one",
          "[import]") {
  const Read read = read_all(ImportFormat::csv,
                             "text,tags\none,NHSvalues;care\ntwo,#NHSvalues #care\nthree,NHSvalues care\n");
  REQUIRE(read.posts.size() == 3);
  CHECK(read.posts[0].post.tags == std::vector<std::string>{"NHSvalues", "care"});
  CHECK(read.posts[1].post.tags == std::vector<std::string>{"NHSvalues", "care"});
  CHECK(read.posts[2].post.tags == std::vector<std::string>{"NHSvalues care"});
  CHECK(read.notice ==
        "1 row has a tag with a space in it: tags are separated by commas, semicolons, | or #");
}

TEST_CASE("A table that export wrote before it told languages has tags separated by spaces", "[import]") {
  const Read former = read_all(
      ImportFormat::csv, "id,tags,text,refuses_quotation\n1,NHSvalues care,'- she said,no\n2,,''@bob,no\n");
  REQUIRE(former.posts.size() == 2);
  CHECK(former.posts[0].post.tags == std::vector<std::string>{"NHSvalues", "care"});
  CHECK(former.posts[0].post.text == "- she said");
  CHECK(former.posts[1].post.tags.empty());
  CHECK(former.posts[1].post.text == "''@bob");
  const Read ours = read_all(ImportFormat::csv,
                             "id,tags,text,refuses_quotation,language_found\n1,Team Leeds,''@bob,no,en\n");
  REQUIRE(ours.posts.size() == 1);
  CHECK(ours.posts[0].post.tags == std::vector<std::string>{"Team Leeds"});
  CHECK(ours.posts[0].post.text == "'@bob");
}

TEST_CASE("The guard against formulas is taken off a table that export wrote, and stays in anybody else's",
          "[import]") {
  const Read ours =
      read_all(ImportFormat::csv, "author,text,refuses_quotation\n'@a@a.example,'- she said,no\n");
  REQUIRE(ours.posts.size() == 1);
  CHECK(ours.posts[0].post.author == "@a@a.example");
  CHECK(ours.posts[0].post.text == "- she said");
  CHECK(read_all(ImportFormat::csv, "text\n'- she said\n").posts.at(0).post.text == "'- she said");
}

TEST_CASE("A post of which nothing names the tags has those in its text; an empty list is none", "[import]") {
  using Tags = std::vector<std::string>;
  const Read lines = read_all(ImportFormat::ndjson, R"({"text": "Kind staff #NHSvalues, #care #nhsvalues"}
{"text": "Cold tea #care", "tags": null}
{"text": "Warm tea #care", "tags": []}
{"text": "Tea #care", "tags": ["NHSvalues"]}
)");
  REQUIRE(lines.posts.size() == 4);
  CHECK(lines.posts[0].post.tags == Tags{"NHSvalues", "care"});
  CHECK(lines.posts[1].post.tags == Tags{"care"});
  CHECK(lines.posts[2].post.tags.empty());
  CHECK(lines.posts[3].post.tags == Tags{"NHSvalues"});

  const Read table = read_all(ImportFormat::csv, "id,text\n1,Kind staff #NHSvalues\n");
  REQUIRE(table.posts.size() == 1);
  CHECK(table.posts[0].post.tags == Tags{"NHSvalues"});
  const Read with_tags = read_all(ImportFormat::csv, "tags,text\n,Kind staff #NHSvalues\n");
  REQUIRE(with_tags.posts.size() == 1);
  CHECK(with_tags.posts[0].post.tags.empty());

  const Read items = read_all(ImportFormat::fourcat_ndjson,
                              "{\"body\": \"Tea #care\", \"subject\": \"#NHSvalues\"}\n"
                              "{\"body\": \"Tea #care\", \"hashtags\": []}\n");
  REQUIRE(items.posts.size() == 2);
  CHECK(items.posts[0].post.tags == Tags{"NHSvalues", "care"});
  CHECK(items.posts[1].post.tags.empty());
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

TEST_CASE("A stray opening quote costs its own line only", "[import]") {
  const std::string header = "id,text\n1,good\n2,\"stray\n3,fine\n4,also fine\n";
  const Read to_the_end = read_all(ImportFormat::csv, header + "5,last");
  REQUIRE(to_the_end.bad.size() == 1);
  CHECK(to_the_end.bad[0].line == 3);
  CHECK(to_the_end.bad[0].cause == "a quoted cell is not closed");
  REQUIRE(to_the_end.posts.size() == 4);
  CHECK(to_the_end.posts[1].post.text == "fine");
  CHECK(to_the_end.posts[1].line == 4);
  CHECK(to_the_end.posts[3].post.text == "last");
  CHECK(to_the_end.posts[3].line == 6);

  // The next cell in quotes does not close it.
  const Read to_a_quote = read_all(ImportFormat::csv, header + "5,\"in, quotes\"\n6,\"over\ntwo lines\"\n");
  REQUIRE(to_a_quote.bad.size() == 1);
  CHECK(to_a_quote.bad[0].line == 3);
  REQUIRE(to_a_quote.posts.size() == 5);
  CHECK(to_a_quote.posts[3].post.text == "in, quotes");
  CHECK(to_a_quote.posts[4].post.text == "over\ntwo lines");

  // Nor does it hold more than the longest row.
  std::string long_file = header;
  const std::size_t rows = kMaxImportLine / 100 + 10;
  for (std::size_t i = 0; i < rows; ++i) long_file += "7," + std::string(100, 'x') + "\n";
  const Read of_a_long_file = read_all(ImportFormat::csv, long_file);
  CHECK(of_a_long_file.bad.size() == 1);
  CHECK(of_a_long_file.posts.size() == rows + 3);
}

TEST_CASE("An over-long line after a stray quote is still a line", "[import]") {
  const Read read = read_all(ImportFormat::csv,
                             "text\n\"stray\nfine\n" + std::string(kMaxImportLine + 1, 'x') + "\nlast\n");
  REQUIRE(read.bad.size() == 2);
  CHECK(read.bad[0].line == 2);
  CHECK(read.bad[1].line == 4);
  REQUIRE(read.posts.size() == 2);
  CHECK(read.posts[0].line == 3);
  CHECK(read.posts[1].post.text == "last");
  CHECK(read.posts[1].line == 5);
}

TEST_CASE("A byte order mark is no part of the file, even before a quote", "[import]") {
  const Read csv = read_all(ImportFormat::csv, "\xEF\xBB\xBF\"id\",\"text\"\n1,good\n");
  REQUIRE(csv.posts.size() == 1);
  CHECK(csv.posts[0].post.id == "1");
  CHECK(read_all(ImportFormat::tsv, "\xEF\xBB\xBFtext\ngood\n").posts.size() == 1);
  const Read ndjson = read_all(ImportFormat::ndjson, "\xEF\xBB\xBF{\"text\": \"good\"}\n");
  CHECK(ndjson.posts.size() == 1);
  CHECK(ndjson.bad.empty());
}

TEST_CASE("An over-long line is named, and those after it are read", "[import]") {
  const std::string endless(kMaxImportLine + 1, 'x');
  const Read tsv = read_all(ImportFormat::tsv, "text\n" + endless + "\ngood\n");
  REQUIRE(tsv.bad.size() == 1);
  CHECK(tsv.bad[0].line == 2);
  CHECK(tsv.bad[0].cause == "longer than 4194304 bytes");
  REQUIRE(tsv.posts.size() == 1);
  CHECK(tsv.posts[0].line == 3);
  const Read ndjson = read_all(ImportFormat::ndjson, endless + "\n{\"text\": \"good\"}\n");
  CHECK(ndjson.bad.size() == 1);
  REQUIRE(ndjson.posts.size() == 1);
  CHECK(ndjson.posts[0].line == 2);
}

TEST_CASE("In every format, what a post stands in is read up to the longest and no further", "[import]") {
  struct Shape {
    ImportFormat format;
    std::string before, between, after;
    bool is_list = false;
  };
  const std::vector<Shape> shapes = {
      {ImportFormat::ndjson, R"({"text":")", "\"}\n", ""},
      {ImportFormat::fourcat_ndjson, R"({"body":")", "\"}\n", ""},
      {ImportFormat::csv, "text\n\"", "\"\n", ""},
      {ImportFormat::fourcat_csv, "body\n\"", "\"\n", ""},
      {ImportFormat::tsv, "text\n", "\n", ""},
      {ImportFormat::x, R"([{"id":"1700000000000000001","text":")", "\"}", "]", true},
      {ImportFormat::jsonfeed,
       R"({"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_text":")", "\"}", "]}",
       true},
      {ImportFormat::mastodon_archive,
       R"({"orderedItems":[{"type":"Create","object":{"id":"1","type":"Note","to":"as:Public","content":")",
       "\"}}", "]}", true}};
  for (const Shape& shape : shapes) {
    INFO(id_of(shape.format));
    // How long an item or line is around its text.
    const std::size_t begins = shape.before.find_last_of(shape.is_list ? '[' : '\n') + 1;
    const std::size_t around = shape.before.size() - begins + shape.between.size() - (shape.is_list ? 0 : 1);
    const auto of_length = [&](std::size_t length) {
      return read_all(shape.format,
                      shape.before + std::string(length - around, 'x') + shape.between + shape.after);
    };
    const Read longest = of_length(kMaxImportLine);
    CHECK(longest.bad.empty());
    REQUIRE(longest.posts.size() == 1);
    CHECK(longest.posts[0].post.text.size() <= kMaxImportLine);
    const Read longer = of_length(kMaxImportLine + 1);
    CHECK(longer.posts.empty());
    REQUIRE(longer.bad.size() == 1);
    CHECK(longer.bad[0].cause == "longer than 4194304 bytes");
  }
}

TEST_CASE("A row over several lines is no longer than the longest line", "[import]") {
  const std::string half(kMaxImportLine / 2, 'x');
  CHECK(read_all(ImportFormat::csv, "text\n\"" + half + "\n" + half + "\"\n").posts.size() == 1);
  const Read longer = read_all(ImportFormat::csv, "text\n\"" + half + "\n" + half + "y\"\n");
  CHECK(longer.bad.at(0).cause == "a quoted cell is not closed");
}

TEST_CASE("A header whose quote is not closed is refused as such", "[import]") {
  std::istringstream in{"\"id,text\n1,x\n"};
  const auto reader = make_import_reader(ImportFormat::csv, in);
  REQUIRE_FALSE(reader);
  CHECK(reader.error().message == "the header: a quoted cell is not closed");
}

TEST_CASE("A line of JSON may say that its post is not to be quoted", "[import]") {
  const Read read =
      read_all(ImportFormat::ndjson,
               "{\"text\": \"a\", \"quotable\": false}\n{\"text\": \"b\"}\n"
               "{\"text\": \"c\", \"quotable\": null}\n{\"text\": \"d\", \"quotable\": \"no\"}\n");
  REQUIRE(read.posts.size() == 3);
  CHECK(read.posts[0].post.quotable == false);
  CHECK_FALSE(read.posts[1].post.quotable);
  CHECK_FALSE(read.posts[2].post.quotable);
  REQUIRE(read.bad.size() == 1);
  CHECK(read.bad[0].cause == "quotable: must be true or false");
}
