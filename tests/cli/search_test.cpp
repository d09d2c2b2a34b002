#include <algorithm>
#include <catch2/catch.hpp>

#include "core/json.h"
#include "tests/cli/desk.h"

using namespace nhs;
using namespace nhs::test;

namespace {

const std::string kPosts =
    R"({"id": "1", "author": "@a@x.example", "text": "We waited four hours. #NHSvalues", "created_at": "2026-11-03T09:30:00Z", "tags": ["NHSvalues"]})"
    "\n"
    R"({"id": "2", "author": "@a@x.example", "text": "Still waiting on the ward. #NHSvalues", "created_at": "2026-11-04T09:30:00Z", "tags": ["NHSvalues"]})"
    "\n"
    R"({"id": "3", "author": "@b@x.example", "text": "A delay again, and nobody said why. #TeamLeeds", "created_at": "2026-11-05T09:30:00Z", "tags": ["TeamLeeds"]})"
    "\n";

Desk& filled(Desk& desk) {
  const Ended imported = desk.run({"import", desk.write("posts.ndjson", kPosts)});
  INFO(imported.err);
  REQUIRE(imported.status == 0);
  return desk;
}

/// The references that a list has, in its order.
std::string refs(const Ended& ended) {
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  const auto document = JsonDocument::parse(ended.out);
  REQUIRE(document);
  const JsonView posts = document->root()["posts"];
  std::string refs;
  for (std::size_t i = 0; i < posts.size(); ++i)
    refs += std::to_string(posts.at(i)["ref"].integer().value_or(0)) + " ";
  return refs;
}

}  // namespace

TEST_CASE("Posts are searched as people type, in the order they ask for", "[cli]") {
  Desk desk;
  filled(desk);
  CHECK(refs(desk.run({"posts", "--query", "wait", "--format", "json"})) == "2 1 ");
  CHECK(refs(desk.run({"posts", "--query", "wait OR delay", "--order", "oldest", "--format", "json"})) ==
        "1 2 3 ");
  CHECK(refs(desk.run({"posts", "--query", "tag:teamleeds", "--format", "json"})) == "3 ");
  CHECK(refs(desk.run({"posts", "--query", "waiting", "--order", "strongest", "--after", "1", "--format",
                       "json"})) == "2 ");
  CHECK(refs(desk.run({"posts", "--once-per-author", "--format", "json"})) == "3 1 ");
  CHECK(refs(desk.run({"posts", "--fts", "ward NOT delay", "--format", "json"})) == "2 ");
  const Ended table = desk.run({"posts", "--query", "waiting"});
  CHECK(table.out.find("Still waiting on the ward.") != std::string::npos);
  const auto json = JsonDocument::parse(desk.run({"posts", "--query", "waiting", "--format", "json"}).out);
  CHECK(json->root()["posts"].at(0)["snippet"]["matches"].at(0)["start"].integer() == 6);
}

TEST_CASE("Trends and exports take a search, too", "[cli]") {
  Desk desk;
  filled(desk);
  const auto trends = JsonDocument::parse(desk.run({"trends", "--query", "wait", "--by", "month", "--since",
                                                    "2026-11", "--until", "2026-12", "--format", "json"})
                                              .out);
  REQUIRE(trends);
  CHECK(trends->root()["rows"].at(0)["classified"].integer() == 2);
  const Ended exported = desk.run({"export", "--query", "wait", "--once-per-author"});
  CHECK(std::count(exported.out.begin(), exported.out.end(), '\n') == 1);
  CHECK(exported.out.find("four hours") != std::string::npos);
}

TEST_CASE("A search that cannot be made is wrong usage, in a line that says why", "[cli]") {
  Desk desk;
  filled(desk);
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"posts", "--query", ""},
           {"posts", "--query", "-parking"},
           {"posts", "--fts", "kind AND"},
           {"trends", "--fts", "\"kind"},
           {"posts", "--query", "a", "--fts", "a"},
           {"posts", "--order", "strongest"},
           {"posts", "--saved", "waiting"},
       }) {
    const Ended ended = desk.run(words);
    CAPTURE(words, ended.err);
    CHECK(ended.status == 64);
    CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
    CHECK(ended.out.empty());
  }
}

TEST_CASE("A search of the configuration goes by its name", "[cli]") {
  Desk desk;
  filled(desk);
  const std::string config = desk.write("nhsvalues.toml",
                                        "contact = \"https://a.example/contact\"\n"
                                        "[[query]]\nname = \"waiting\"\ntext = \"wait* OR delay\"\n"
                                        "[[query]]\nname = \"nothing\"\ntext = \"-x\"\n");
  CHECK(refs(desk.run({"--config", config, "posts", "--saved", "waiting", "--format", "json"})) == "3 2 1 ");
  const Ended unknown = desk.run({"--config", config, "posts", "--saved", "wating"});
  CHECK(unknown.status == 64);
  CHECK(unknown.err.find("it has waiting, nothing") != std::string::npos);
  CHECK(desk.run({"--config", config, "posts", "--saved", "nothing"}).status == 78);
  CHECK(desk.run({"--config", config, "check-config"}).status == 78);
}

TEST_CASE("A search that finds nothing says what may be meant: OR in capitals, a beginning without spaces",
          "[cli]") {
  Desk desk;
  filled(desk);
  CHECK(desk.run({"posts", "--query", "parking or bicycle"}).err.find("is written in capitals") !=
        std::string::npos);
  // It found something: nothing was meant otherwise.
  CHECK(desk.run({"posts", "--query", "waiting"}).err.find("capitals") == std::string::npos);
  CHECK(desk.run({"posts", "--query", "\u62A4\u58EB\u4EEC"}).err.find("with * at its end") !=
        std::string::npos);
  CHECK(desk.run({"posts", "--query", "\u2764\uFE0F"}).err.find("there is no word in this search") !=
        std::string::npos);
}
