#include <catch2/catch.hpp>

#include "core/json.h"
#include "tests/cli/desk.h"

using namespace nhs;
using namespace nhs::test;

namespace {

const std::string kPosts =
    R"({"network": "mastodon", "id": "https://a.example/1", "url": "https://a.example/@x/1", "author": "@x@a.example", "text": "The nurse was so kind and caring to Mum. #NHSvalues", "created_at": "2026-11-03T09:30:00Z", "language": "en", "tags": ["NHSvalues"]})"
    "\n"
    R"({"network": "mastodon", "id": "https://a.example/2", "author": "@y@a.example", "text": "Nobody cared. They left her in pain for hours and were rude and cold. #NHSvalues", "created_at": "2026-11-10T09:30:00Z", "language": "en", "tags": ["NHSvalues"]})"
    "\n"
    R"({"network": "feed", "id": "3", "text": "Rydym yn falch iawn o'n gwerthoedd a'n staff caredig yn yr ysbyty heddiw", "created_at": "2026-11-10T10:30:00Z", "language": "cy"})"
    "\n";

Desk& filled(Desk& desk) {
  const Ended imported = desk.run({"import", desk.write("posts.ndjson", kPosts)});
  INFO(imported.err);
  REQUIRE(imported.status == 0);
  return desk;
}

}  // namespace

TEST_CASE("Trends count what was imported, by week", "[cli]") {
  Desk desk;
  const Ended ended = filled(desk).run({"trends", "--since", "2026-11-02", "--until", "2026-11-16", "--format", "json"});
  REQUIRE(ended.status == 0);
  const auto document = JsonDocument::parse(ended.out);
  REQUIRE(document);
  const JsonView rows = document->root()["rows"];
  REQUIRE(rows.size() == 2);
  CHECK(rows.at(0)["posts"].integer() == 1);
  CHECK(rows.at(0)["authors"].integer() == 1);
  CHECK(rows.at(0)["values"]["compassion"]["upheld"].integer() == 1);
  CHECK(rows.at(1)["posts"].integer() == 1);
  CHECK(rows.at(1)["unclassified"].integer() == 1);
  CHECK(rows.at(1)["sentiment"]["negative"].integer() == 1);
}

TEST_CASE("Posts are filtered by value, direction and sentiment together", "[cli]") {
  Desk desk;
  const Ended ended = filled(desk).run(
      {"posts", "--value", "compassion", "--direction", "breached", "--sentiment", "negative", "--format", "ndjson"});
  REQUIRE(ended.status == 0);
  CHECK(std::count(ended.out.begin(), ended.out.end(), '\n') == 1);
  CHECK(ended.out.find("Nobody cared") != std::string::npos);
}

TEST_CASE("Show explains a post with words that stand in it", "[cli]") {
  Desk desk;
  const Ended ended = filled(desk).run({"show", "1"});
  REQUIRE(ended.status == 0);
  CHECK(ended.out.find("Compassion: upheld") != std::string::npos);
  CHECK(ended.out.find("because of \"") != std::string::npos);
}

TEST_CASE("The chart of trends fits 80 columns and has no colour off a terminal", "[cli]") {
  Desk desk;
  const Ended ended = filled(desk).run({"trends", "--since", "2026-11-02", "--until", "2026-11-16", "--format", "chart"});
  REQUIRE(ended.status == 0);
  CHECK(ended.out.find('\x1b') == std::string::npos);
  CHECK(ended.out.find("2026-W45") != std::string::npos);
}

TEST_CASE("Classify answers each line of input with a line, in order", "[cli]") {
  const Desk desk;
  const Ended ended = desk.run({"classify", "--format", "ndjson"}, "Lovely kind nurses\n\nDirty ward, waited nine hours\n");
  REQUIRE(ended.status == 0);
  REQUIRE(std::count(ended.out.begin(), ended.out.end(), '\n') == 3);
  CHECK(ended.out.find("Lovely") < ended.out.find("no_words"));
  CHECK(ended.out.find("no_words") < ended.out.find("Dirty"));
}

TEST_CASE("A question without a database says what to do, exit 66", "[cli]") {
  const Desk desk;
  for (const char* command : {"status", "trends", "posts", "export"}) {
    const Ended ended = desk.run({command});
    CHECK(ended.status == 66);
    CHECK(ended.err.find(desk.database().string()) != std::string::npos);
    CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
  }
  CHECK_FALSE(std::filesystem::exists(desk.database()));
}

TEST_CASE("Wrong words get one line and exit 64", "[cli]") {
  Desk desk;
  filled(desk);
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"trends", "--value", "kindness"}, {"trends", "--since", "soon"}, {"trends", "--since", "FY2026"}, {"nonsense"},
           {"posts", "--limit", "0"}, {"trends", "--since", "2026-11-10", "--until", "2026-11-01"}, {"show", "one"}, {}}) {
    const Ended ended = desk.run(words);
    INFO(ended.err);
    CHECK(ended.status == 64);
    CHECK(ended.out.empty());
    CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
  }
}

TEST_CASE("A post that is not there is said plainly", "[cli]") {
  Desk desk;
  const Ended ended = filled(desk).run({"show", "999"});
  CHECK(ended.status == 66);
  CHECK(ended.err.find("999: there is no post of this reference") != std::string::npos);
}

TEST_CASE("check-config names every fault with its line, exit 78", "[cli]") {
  const Desk desk;
  const std::string file = desk.write("bad.toml", "topics = [\"NHSvalues\"]\nfrequency = 5\ncontact = 7\n");
  const Ended ended = desk.run({"check-config", file});
  CHECK(ended.status == 78);
  CHECK(ended.err.find(file + ":2: frequency: ") != std::string::npos);
  CHECK(ended.err.find(file + ":3: contact: ") != std::string::npos);
  const Ended shipped = desk.run({"check-config", std::string{NHS_SOURCE_DIR} + "/config/nhsvalues.toml"});
  INFO(shipped.err);
  CHECK(shipped.status == 0);
}

TEST_CASE("--version names the libraries", "[cli]") {
  const Ended ended = Desk{}.run({"--version"});
  CHECK(ended.status == 0);
  for (const char* name : {"nhsvalues 0.", "libcurl/", "SQLite/", "Boost/", "RapidJSON/"}) CHECK(ended.out.find(name) != std::string::npos);
}

TEST_CASE("A full disk behind stdout is an error, not silence", "[cli]") {
  Desk desk;
  filled(desk);
  const std::string command = "NHSVALUES_DB=" + desk.database().string() + " " NHSVALUES " export > /dev/full 2>/dev/null";
  const int state = std::system(command.c_str());
  CHECK(WEXITSTATUS(state) == 74);
}
