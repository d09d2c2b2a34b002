#include "intake/utf16_stream.h"

#include "tests/intake/read_all.h"
#include "tests/support/utf16.h"

using namespace nhs;
using namespace nhs::intake;
using nhs::test::ByteOrder;
using nhs::test::in_utf16;

namespace {

std::string all_of_stream(const std::string& bytes) {
  std::istringstream in{bytes};
  Utf16Stream text{in};
  return {std::istreambuf_iterator<char>{text}, {}};
}

}  // namespace

TEST_CASE("A table in UTF-16 with a byte order mark is read, in either byte order", "[import][utf16]") {
  for (const ByteOrder order : {ByteOrder::little_endian, ByteOrder::big_endian}) {
    const Read read = read_all(
        ImportFormat::csv,
        in_utf16(u"\"id\"\ttext\r\n1\t\"Kind,\ncaf\u00E9 \U0001F600\"\r\nx\r\n3\tIt wasn\u2019t\r\n", order));
    REQUIRE(read.posts.size() == 2);
    CHECK(read.posts[0].post.id == "1");
    CHECK(read.posts[0].post.text == "Kind,\ncafé 😀");
    CHECK(read.posts[1].post.text == "It wasn’t");
    REQUIRE(read.bad.size() == 1);
    CHECK(read.bad[0].line == 4);
    CHECK(read.notice == "its columns are separated by tabs");
  }
}

TEST_CASE("Lines of JSON and documents may be in UTF-16 too", "[import][utf16]") {
  CHECK(read_all(ImportFormat::ndjson, in_utf16(u"{\"text\": \"Kind\"}\n")).posts.size() == 1);
  CHECK(read_all(ImportFormat::tsv, in_utf16(u"text\nKind\n", ByteOrder::big_endian)).posts.size() == 1);
  CHECK(
      read_all(ImportFormat::jsonfeed, in_utf16(u"{\"version\": \"https://jsonfeed.org/version/1.1\", "
                                                u"\"items\": [{\"id\": \"1\", \"content_text\": \"Kind\"}]}"))
          .posts.size() == 1);
}

TEST_CASE("What a file in UTF-16 is, its beginning tells", "[import][utf16]") {
  CHECK(recognised_format("survey.txt", in_utf16(u"Day\tComment\r\n")) == ImportFormat::csv);
  CHECK(recognised_format("a.csv", in_utf16(u"thread_id,body,timestamp\n", ByteOrder::big_endian)) ==
        ImportFormat::fourcat_csv);
  CHECK_FALSE(recognised_format("notes.txt", in_utf16(u"Kind, caring\n")));
}

TEST_CASE("A character in UTF-16 comes whole wherever the pieces end in which it is read",
          "[import][utf16]") {
  // The pieces are no longer than these, and end within the first or the second half of some of the pairs.
  for (std::size_t before = 0; before < 4; ++before) {
    std::u16string text(before, u'x');
    std::string expected(before, 'x');
    for (int i = 0; i < 20'000; ++i) {
      text += u"\U0001F600y";
      expected += "😀y";
    }
    CHECK(all_of_stream(in_utf16(text)) == expected);
  }
}

TEST_CASE("What is broken in UTF-16 costs its own characters only", "[import][utf16]") {
  const std::string kReplacement = "\xEF\xBF\xBD";
  const std::u16string lone_half{u'a', 0xD83D, u'b'};
  CHECK(all_of_stream(in_utf16(lone_half)) == "a" + kReplacement + "b");
  CHECK(all_of_stream(in_utf16(u"ab") + "c") == "ab" + kReplacement);
  CHECK(all_of_stream(in_utf16(u"")).empty());
  CHECK(all_of_stream("").empty());
}

TEST_CASE("A file that begins like a byte order mark and has none is read as it is", "[import][utf16]") {
  CHECK(all_of_stream("\xFF;text\n") == "\xFF;text\n");
  CHECK(all_of_stream("\xFE") == "\xFE");
  const Read read = read_all(ImportFormat::csv, "\xFF;text\n1;Kind\n");
  REQUIRE(read.posts.size() == 1);
  CHECK(read.posts[0].post.text == "Kind");
}
