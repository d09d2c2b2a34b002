#include "collector/sources/markdown_text.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <string_view>

#include "collector/sources/post_text.h"

using nhs::collector::kMaxPostBytes;
using nhs::collector::markdown_text;

namespace {

std::string repeated(std::string_view part, std::size_t size) {
  std::string text;
  while (text.size() < size) text += part;
  return text;
}

}  // namespace

TEST_CASE("A story in Markdown reads as the text that people see", "[careopinion]") {
  struct Row {
    const char *markdown, *text;
  };
  const Row rows[] = {
      {"They lived the **values** on the poster.\n\nEveryone counted.",
       "They lived the values on the poster.\n\nEveryone counted."},
      {"Long wait & a kind voice.", "Long wait & a kind voice."},
      {"Tea &amp; _real_ kindness", "Tea & real kindness"},
      {"# Thank you\nWard 7", "Thank you\n\nWard 7"},
      {"Thank you\n=====\nWard 7", "Thank you\n\nWard 7"},
      {"> quoted\n> > twice", "quoted\n\ntwice"},
      {"- tea\n* cake\n1. care", "- tea\n* cake\n1. care"},
      {"Liked:\n- tea\n  - hot\n- cake\n\nend", "Liked:\n\n- tea\n- hot\n- cake\n\nend"},
      {"- tea\n\n  hot\n- cake", "- tea\n\nhot\n\n- cake"},
      {"9) tea\n9) cake", "9) tea\n10) cake"},
      {"-\n- - tea", "-\n- - tea"},
      {"10.", "10."},
      {"see [the ward's page](https://ward.example/a_b_c) now", "see the ward's page now"},
      {"![a photo](https://x.example/p.png) of [**us**](u)", "a photo of us"},
      {"[Note]: thanks\n\n[us][1] `[a]:`\n\n[1]: /u", "[Note]: thanks\n\n[us][1] [a]:\n\n[1]: /u"},
      {"`a *b*` stays", "a *b* stays"},
      {"```\nif a < b &amp;\n  *c*\n```\nend", "if a < b &amp;\n*c*\n\nend"},
      {"5 * 3 * 2 and snake_case_name", "5 * 3 * 2 and snake_case_name"},
      {"f***ing hell", "f***ing hell"},
      {"a 5* ward, a 4* hospital", "a 5* ward, a 4* hospital"},
      {"***both*** and **one* left", "both and *one left"},
      {"#NHSvalues and #1", "#NHSvalues and #1"},
      {"1 \\* 2 \\_ \\< 3", "1 * 2 _ < 3"},
      {"hard<br>break <b>bold</b>", "hard\nbreak bold"},
      {"hard<br>\nbreak  \nof\\\nlines", "hard\nbreak\nof\nlines"},
      {"a <title> there\n\nand on", "a\n\nand on"},
      {"one\r\ntwo\r\n\r\n\r\n\r\nthree", "one\ntwo\n\nthree"},
      {"a [link without end](http", "a [link without end](http"},
      {"see <https://a.example/?b=1&c> there", "see https://a.example/?b=1&c there"},
      {"", ""},
      {"\n\n***\n\n", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.markdown);
    CHECK(markdown_text(row.markdown) == row.text);
  }
  CHECK(markdown_text("bad \xFF byte") == "bad \xEF\xBF\xBD byte");
}

TEST_CASE("A story made to cost time costs little", "[careopinion][hostile]") {
  for (const char* part : {"[", "![", "*a ", "`", "``` ", "> ", "_a_", "[a](", "\\", "&", "<", "&\n", "#\n",
                           "- ", "1. ", "&\n\n"}) {
    CAPTURE(part);
    const std::string text = repeated(part, 50'000);
    CHECK(markdown_text(text).size() <= 6 * text.size());
  }
}

TEST_CASE("A story whose parts cost each other time costs little", "[careopinion][hostile]") {
  constexpr std::size_t kHalf = kMaxPostBytes / 2;
  const std::string hostile[] = {
      "[x]: /a\n\n" + repeated("[", kHalf) + repeated("]", kHalf),
      "[x]: /a '" + repeated("&a;", kHalf) + "'\n\n" + repeated("[x]", kHalf),
      repeated("a\n", kHalf) + repeated("[a](", kHalf),
      repeated("1. ", kHalf) + repeated("\n", kHalf - 10) + "a",
  };
  for (const std::string& text : hostile) {
    CAPTURE(text.substr(0, 12));
    const auto start = std::chrono::steady_clock::now();
    CHECK(markdown_text(text).size() <= 6 * kMaxPostBytes);
    // Tenths of a second, with room for slow machines and sanitizers.
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
  }
}

TEST_CASE("Markdown is read as far as a post is kept, to the end of a character", "[careopinion]") {
  const std::string text = markdown_text("a" + repeated("\u00e9", kMaxPostBytes));
  CHECK(text.size() == kMaxPostBytes - 1);
  CHECK(text.substr(text.size() - 2) == "\u00e9");
}
