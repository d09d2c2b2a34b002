#include "tests/intake/read_all.h"

using namespace nhs;
using namespace nhs::intake;

namespace {

ColumnMap map_of(const std::vector<std::string>& mappings) {
  const auto map = parse_column_map(mappings);
  REQUIRE(map);
  return *map;
}

}  // namespace

TEST_CASE("A column map names the columns of anybody's table", "[import]") {
  const Read read =
      read_all(ImportFormat::csv, "No,Date,Comment,Ward,Heading\n1,31/12/2025,\"Kind, caring\",4,Thanks\n",
               {.columns = map_of({"text=Comment", "created_at = date", "id=No", "subject=Heading"}),
                .dates = DateStyle::day_first});
  REQUIRE(read.posts.size() == 1);
  CHECK(read.posts[0].post.text == "Thanks\n\nKind, caring");
  CHECK(read.posts[0].post.id == "1");
  CHECK(format_utc(*read.posts[0].post.created_at) == "2025-12-31T12:00:00Z");
  CHECK(read.notice == "columns that are not read: ward");
}

TEST_CASE("A column that may be an answer in a file without a header is named by its place", "[import]") {
  CHECK(read_all(ImportFormat::csv,
                 "text,@amy_secret,Ring 07700 900123,Waited four hours and nobody told us a thing,Ward 12\n"
                 "Kind,1,2,3,4\n")
            .notice == "columns that are not read: column 2, column 3, column 4, ward 12");
}

TEST_CASE("A column may serve twice, and a mapped one goes before one of our names", "[import]") {
  const Read read = read_all(ImportFormat::tsv, "text\tlink\tcomment\nold\thttps://a.example/1\tnew\n",
                             {.columns = map_of({"text=comment", "id=link", "url=link"})});
  REQUIRE(read.posts.size() == 1);
  CHECK(read.posts[0].post.text == "new");
  CHECK(read.posts[0].post.id == "https://a.example/1");
  CHECK(read.posts[0].post.url == "https://a.example/1");
  CHECK(read.notice == "columns that are not read: text");
}

TEST_CASE("A column of dates that is not read is told with how it is, unless there is another", "[import]") {
  CHECK(read_all(ImportFormat::csv, "text,Day,Ward\nx,2026-01-02,4\n").notice ==
        "columns that are not read: day, ward; --map created_at=day reads day as the days of the posts, and "
        "--date-format day-first those like 31/12/2026");
  CHECK(read_all(ImportFormat::csv, "text,date,created_at\nx,2026-01-02,2026-01-02\n").notice ==
        "columns that are not read: date");
}

TEST_CASE("A subject is read only where it is asked for", "[import]") {
  CHECK(read_all(ImportFormat::csv, "subject,text\nA,b\n").posts.at(0).post.text == "b");
}

TEST_CASE("A mapped column that the header lacks is bad data", "[import]") {
  std::istringstream in{"text,date\nx,y\n"};
  const auto reader = make_import_reader(ImportFormat::csv, in, {.columns = map_of({"created_at=Day"})});
  REQUIRE_FALSE(reader);
  CHECK(reader.error().status == ExitStatus::bad_data);
  CHECK(reader.error().message == "the header has no column named Day, which --map created_at asks for");
}

TEST_CASE("A mapping that means nothing is a usage error", "[import]") {
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{"text"}, {"text="}, {"=Comment"}, {"texts=Comment"}, {"text=A", "text=B"}}) {
    const auto map = parse_column_map(wrong);
    REQUIRE_FALSE(map);
    CHECK(map.error().status == ExitStatus::usage);
  }
  CHECK(map_of({"text=a=b"}).at(PostColumn::text) == "a=b");
}

TEST_CASE("A date in another style than the one asked for is a fault of its row", "[import]") {
  const Read read = read_all(ImportFormat::csv, "text,created_at\na,12/31/2025\nb,31/12/2025\nc,31/12/2999\n",
                             {.columns = {}, .dates = DateStyle::day_first});
  CHECK(read.posts.size() == 1);
  REQUIRE(read.bad.size() == 2);
  CHECK(read.bad[0].cause == "created_at: must be a day or a time like 31/12/2026 14:05");
  CHECK(read.bad[1].cause == "created_at: lies in the future or before 1995");
}
