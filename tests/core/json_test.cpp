#include "core/json.h"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>
#include <vector>

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

TEST_CASE("Two decimals are rounded as printf rounds them, from the number as it is held", "[json]") {
  std::vector<double> numbers = {0.0,   -0.0,  -0.001, 0.005,   0.015, 0.125, 0.375,      0.995, -0.995,
                                 1.005, 2.675, 99.995, 9999.99, 1e6,   1e15,  123456.785, 1e300, -1e300};
  for (int i = -2000; i <= 2000; ++i) {
    const double middle = i / 1000.0;
    numbers.insert(numbers.end(), {middle, std::nextafter(middle, 9), std::nextafter(middle, -9)});
  }
  for (const double number : numbers) {
    JsonWriter json;
    json.number(number, 2);
    std::array<char, 400> printed{};
    std::snprintf(printed.data(), printed.size(), "%.2f", number);
    std::string expected = printed.data();
    if (expected.back() == '0') expected.pop_back();
    CHECK(json.str() == (expected == "-0.0" ? "0.0" : expected));
  }
}

TEST_CASE("Every byte of a string is read again as it was", "[json]") {
  std::string all;
  for (char c = 0; c < 0x7F; ++c) all += c;
  JsonWriter json;
  json.text(all);
  const auto document = JsonDocument::parse(json.str());
  REQUIRE(document);
  CHECK(document->root().text() == all);
}

TEST_CASE("What is no UTF-8 in a text is written as a mark in its place, so that the whole is JSON",
          "[json]") {
  JsonWriter json;
  json.begin_array()
      .text(
          "a\xFF"
          "b/\xC3\xA4.db")
      .text("\xC3")
      .end_array();
  CHECK(json.str() ==
        "[\"a\xEF\xBF\xBD"
        "b/\xC3\xA4.db\", \"\xEF\xBF\xBD\"]");
  CHECK(JsonDocument::parse(json.str()));
}

TEST_CASE("The names of an object's members come in its order", "[json]") {
  const auto document = JsonDocument::parse(R"({"b": 1, "a": {}, "": null})");
  REQUIRE(document);
  CHECK(document->root().keys() == std::vector<std::string_view>{"b", "a", ""});
  CHECK(document->root()["a"].keys().empty());
  CHECK(document->root()["b"].keys().empty());
}

TEST_CASE("A number that no double can hold is none, and what stands beside it is kept", "[json]") {
  const auto document = JsonDocument::parse(R"([4e308, -4e308, 1.5, "after"])");
  REQUIRE(document);
  CHECK_FALSE(document->root().at(0).number());
  CHECK_FALSE(document->root().at(1).number());
  CHECK(document->root().to_text() == R"([null,null,1.5,"after"])");
}

TEST_CASE(
    "Half a surrogate pair is refused, whichever half it is; whole pairs and escaped backslashes are read",
    "[json]") {
  for (const char* bytes :
       {R"("\ud800")", R"("\uDE00")", R"("a\ude00\ud83d")", R"("\ud83d\ude00\ude00")", R"("\\\ude00")"})
    CHECK_FALSE(JsonDocument::parse(bytes));
  CHECK(JsonDocument::parse(R"("\ud83d\uDE00")")->root().text() == "\xF0\x9F\x98\x80");
  CHECK(JsonDocument::parse(R"("\\ude00")")->root().text() == "\\ude00");
}
