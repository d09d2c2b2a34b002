#include "core/json_elements.h"

#include <catch2/catch.hpp>
#include <random>
#include <sstream>

#include "core/json.h"

using namespace nhs;

namespace {

struct Read {
  std::vector<std::string> elements;
  std::vector<JsonElement> faults;
};

Read read_all(const std::string& text, const std::string& member = "items", std::size_t longest = 1000) {
  std::istringstream in{text};
  auto elements = JsonElements::open(in, member, longest);
  REQUIRE(elements);
  Read read;
  while (auto element = elements->next()) {
    if (element->fault.empty())
      read.elements.push_back(element->json);
    else
      read.faults.push_back(*element);
  }
  CHECK_FALSE(elements->next());
  return read;
}

/// `{"version":"1","items":[{"id":1,…},…],"after":…}`, as exports are: with lists of objects within.
std::string document(int items) {
  std::string text = R"({"version":"1","items":[)";
  for (int i = 1; i <= items; ++i)
    text +=
        (i == 1 ? "" : ",") + std::string{R"({"id":)"} + std::to_string(i) +
        R"(,"object":{"id":"x\"},{\"id\":","text":"caf\u00e9 [}"},"tag":[{"type":"a"},{"type":"b"}],"n":[]})";
  return text + R"(],"after":{"a":[1,2.5e3,null]}})";
}

bool has_id(const Read& read, int id) {
  for (const std::string& element : read.elements) {
    const auto parsed = JsonDocument::parse(element);
    if (parsed && parsed->root()["id"].integer() == id) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("The elements of a document's list come one at a time", "[json]") {
  const Read read = read_all(document(3));
  CHECK(read.faults.empty());
  REQUIRE(read.elements.size() == 3);
  for (const std::string& element : read.elements) CHECK(JsonDocument::parse(element));
  CHECK(has_id(read, 3));
  CHECK(read_all("\xEF\xBB\xBF [ 1 , \"a b\" , { } , [ ] ]", "").elements ==
        std::vector<std::string>{"1", "\"a b\"", "{}", "[]"});
  CHECK(read_all("[]", "").elements.empty());
  CHECK(read_all(R"({"items": [ ]})").elements.empty());
}

TEST_CASE("What stands before the list is known before its first element", "[json]") {
  const std::string large(JsonElements::kLongestMember, 'x');
  std::istringstream in{R"({ "title" : "A \"b\"", "large": ")" + large +
                        R"(", "items": {"items": []}, "author": {"name": "C"}, "items": [1], "late": 1})"};
  const auto elements = JsonElements::open(in, "items", 10);
  REQUIRE(elements);
  const auto head = JsonDocument::parse(elements->head());
  REQUIRE(head);
  CHECK(head->root()["title"].text() == "A \"b\"");
  CHECK(head->root()["author"]["name"].text() == "C");
  CHECK_FALSE(head->root()["large"].exists());
  CHECK_FALSE(head->root()["late"].exists());
}

TEST_CASE("A document without such a list is refused", "[json]") {
  const char* text =
      GENERATE("", "x", "[]", "{}", "{\"items\": 1}", "{\"other\": []}", "{\"items\"", "{\"items\"[");
  std::istringstream in{text};
  const auto elements = JsonElements::open(in, "items", 10);
  REQUIRE_FALSE(elements);
  CHECK(elements.error().status == ExitStatus::bad_data);
}

TEST_CASE("An element that is too long costs itself only and is not held", "[json]") {
  const Read read =
      read_all(R"({"items": [{"id": 1}, {"id": 2, "t": ")" + std::string(5000, 'x') + R"("}, {"id": 3}]})");
  CHECK(read.elements == std::vector<std::string>{R"({"id":1})", R"({"id":3})"});
  REQUIRE(read.faults.size() == 1);
  CHECK(read.faults[0].number == 2);
  CHECK(read.faults[0].fault == "longer than 1000 bytes");
}

TEST_CASE("After a broken element reading goes on at the next", "[json]") {
  const char* broken =
      GENERATE(R"({"id":2,"t":"quote lost})", R"({"id":2,"t":[1,2})", R"({"id":2 "t":1})", R"({"id":2,t:1})",
               R"({"id":2,"t":)"
               "\n"
               R"(})",
               "{\"id\":2,\"t\":\"line\nend\"}", R"({"id":2,"t":nul})");
  INFO(broken);
  const Read read =
      read_all(R"({"items":[{"id":1},)" + std::string{broken} + R"(,{"id":3},{"id":4},{"id":5}]})");
  CHECK(read.faults.size() == 1);
  CHECK(has_id(read, 1));
  CHECK(has_id(read, 4));
  CHECK(has_id(read, 5));
  CHECK(read.elements.size() >= 3);
}

TEST_CASE("A document that breaks off ends in a fault, wherever it does", "[json]") {
  const std::string whole = document(3);
  for (std::size_t length = whole.find('[') + 1; length < whole.size(); ++length) {
    const Read read = read_all(whole.substr(0, length));
    INFO(length);
    REQUIRE(read.faults.size() == 1);
    CHECK(read.faults[0].fault == "the file breaks off here");
    CHECK(read.faults[0].number == read.elements.size() + 1);
  }
}

TEST_CASE("What follows the list must be JSON too: a bracket that was flipped may have ended it early",
          "[json]") {
  CHECK(read_all(R"({"items":[1]x)").faults.size() == 1);
  CHECK(read_all(R"({"items":[1],"a":})").faults.size() == 1);
  CHECK(read_all(R"({"items":[1]}{)").faults.size() == 1);
  CHECK(read_all("[1] ]", "").faults.size() == 1);
  const Read ended_early = read_all(R"({"items":[{"id":1}],{"id":2},{"id":3}]})");
  CHECK(has_id(ended_early, 3));
}

TEST_CASE("One flipped byte costs few elements, and never the reader", "[json]") {
  constexpr int kItems = 30;
  const std::string whole = document(kItems);
  const std::size_t first = whole.find("},") + 2;
  const std::size_t last = whole.rfind("],\"after\"");
  std::mt19937 random{Catch::rngSeed()};
  INFO("seed " << Catch::rngSeed());
  int lost_in_all = 0;
  int runs = 0;
  for (std::size_t at = first; at < last; at += 1 + random() % 3, ++runs) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(static_cast<unsigned char>(flipped[at]) ^ (1U << (random() % 8)));
    const Read read = read_all(flipped);
    int lost = 0;
    for (int id = 1; id <= kItems; ++id) lost += !has_id(read, id);
    lost_in_all += lost;
    INFO("byte " << at << " became " << flipped[at]);
    CHECK(lost <= 3);
  }
  CHECK(lost_in_all < 2 * runs);
}

TEST_CASE("Any bytes end", "[json]") {
  std::mt19937 random{Catch::rngSeed()};
  INFO("seed " << Catch::rngSeed());
  constexpr std::string_view alphabet = "[]{},:\"\\ \nai1-\xC3";
  for (int run = 0; run < 3000; ++run) {
    std::string text = run % 2 == 0 ? R"({"items":[)" : R"([{"id":1},)";
    for (std::size_t i = random() % 60; i > 0; --i) text += alphabet[random() % alphabet.size()];
    std::istringstream in{text};
    auto elements = JsonElements::open(in, run % 2 == 0 ? "items" : "", 50);
    REQUIRE(elements);
    std::size_t number = 0;
    while (const auto element = elements->next()) REQUIRE(element->number == ++number);
    REQUIRE(number <= text.size());
  }
}
