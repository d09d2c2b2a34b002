#include "core/json.h"

#include <catch2/catch.hpp>

using namespace nhs;

TEST_CASE("A path through JSON can be asked without checks in between", "[json]") {
  const auto document = JsonDocument::parse(R"({"a": {"b": [1, "two", null, true, 3.5]}})");
  REQUIRE(document);
  const JsonView list = document->root()["a"]["b"];
  REQUIRE(list.size() == 5);
  CHECK(list.at(0).integer() == 1);
  CHECK(list.at(1).text() == "two");
  CHECK(list.at(2).is_null());
  CHECK(list.at(3).boolean() == true);
  CHECK(list.at(4).number() == 3.5);
  CHECK_FALSE(list.at(0).text());
  CHECK_FALSE(document->root()["x"]["y"]["z"].exists());
}

TEST_CASE("Text with a NUL keeps its length", "[json]") {
  const auto document = JsonDocument::parse(R"(["a\u0000b"])");
  REQUIRE(document);
  CHECK(document->root().at(0).text()->size() == 3);
}

TEST_CASE("What is not JSON is refused with its place", "[json]") {
  for (const char* bytes :
       {"", "{", "[1,]", "[1] x", "<html>", "[\"\xFF\"]", "[\"\\ud800\"]", "{\"a\":1,}"}) {
    const auto document = JsonDocument::parse(bytes);
    REQUIRE_FALSE(document);
    CHECK(document.error().message.find("not JSON") == 0);
  }
}

TEST_CASE("Nesting is limited, however long the text", "[json]") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(JsonDocument::parse(nested(kMaxJsonDepth)));
  CHECK_FALSE(JsonDocument::parse(nested(kMaxJsonDepth + 1)));
  CHECK_FALSE(JsonDocument::parse(std::string(1'000'000, '[')));
  CHECK(JsonDocument::parse("[\"" + std::string(200, '[') + "\"]"));
}

TEST_CASE("What is written is read again as the same", "[json]") {
  JsonWriter json;
  json.begin_object().key("text").text("a \"quote\"\n\xC3\xA9").key("n").integer(-7);
  json.key("share").number(0.29268, 3).key("whole").number(2, 3).key("list").begin_array();
  json.integer(1)
      .integer(2)
      .end_array()
      .key("none")
      .null()
      .key("empty")
      .begin_object()
      .end_object()
      .end_object();
  CHECK(json.str() ==
        R"({"text": "a \"quote\"\n)"
        "\xC3\xA9"
        R"(", "n": -7, "share": 0.293, "whole": 2.0, "list": [1, 2], "none": null, "empty": {}})");
  CHECK(JsonDocument::parse(json.str()));
}
