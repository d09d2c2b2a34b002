#include "collector/sources/html_text.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>

using nhs::collector::html_text;

TEST_CASE("HTML reads as its reader sees it", "[html]") {
  struct Row {
    const char* html;
    const char* text;
  };
  const Row rows[] = {
      {"", ""},
      {"plain", "plain"},
      {"<p>one</p><p>two</p>", "one\n\ntwo"},
      {"one<br>two<br/>three<BR />four", "one\ntwo\nthree\nfour"},
      {"one<br><br><br><br>two", "one\n\ntwo"},
      {"<p>one<br></p><p><br>two</p>", "one\n\ntwo"},
      {"  much \n\t space  <p>  around </p> ", "much space\n\naround"},
      {"<div>a</div><div>b</div>", "a\nb"},
      {"<div>a</div><div><br></div><div>b</div>", "a\n\nb"},
      {"<ul><li>first</li><li>second</li></ul>after", "first\nsecond\n\nafter"},
      {"<h2>Head</h2>body", "Head\n\nbody"},
      {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
      {"<pre>line 1\nline 2</pre>", "line 1\nline 2"},
      {"<blockquote>said</blockquote>so", "said\n\nso"},
      {"<p>un<b>bro</b>ken <em>wo</em>rd</p>", "unbroken word"},
      {"<unknown-tag>kept</unknown-tag>", "kept"},
      {"<a class=\"hashtag\" href=\"x\">#<span>NHSvalues</span></a>", "#NHSvalues"},
      {"<span class=\"invisible\">https://</span><span class=\"ellipsis\">a.example/lo</span>"
       "<span class=\"invisible\">ng</span>",
       "https://a.example/long"},
      {"Respect &amp; dignity &lt;3 &eacute;&rsquo;&hellip;&#163;&#x1F691;", "Respect & dignity <3 é’…£🚑"},
      {"once: &amp;amp; &amp;lt;b&amp;gt;", "once: &amp; &lt;b&gt;"},
      {"a&nbsp;b", "a b"},
      {"AT&T & co &unknown; 5 < 6 and 7 > 6", "AT&T & co &unknown; 5 < 6 and 7 > 6"},
      {"a<!-- <p>no</p> -->b<!-->c<!--->d", "abcd"},
      {"a<script>if (1 < 2) document.write('<p>no</p>')</script>b", "ab"},
      {"a<STYLE>p { color: red }</style >b", "ab"},
      {"a<script>never closed", "a"},
      {"<a title=\"1 > 0\" href='>'>shown</a>", "shown"},
      {"<a href=x\"y>shown</a>", "shown"},
      {"<p>cut off <a href=\"https://exam", "cut off"},
      {"heart </3 and <3", "heart </3 and <3"},
      {"<?xml version=\"1.0\"?><!DOCTYPE html>shown", "shown"},
      {"emoji :nhs: stays", "emoji :nhs: stays"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.html);
    CHECK(html_text(row.html) == row.text);
  }
}

TEST_CASE("HTML that is no text comes out as valid UTF-8 without controls", "[html]") {
  CHECK(html_text("caf\xC3") == "caf\xEF\xBF\xBD");
  CHECK(html_text(std::string_view("a\0b", 3)) == "ab");
  CHECK(html_text("a&#0;b&#27;c").find('\0') == std::string::npos);
  CHECK(html_text("a&#27;c").find('\x1b') == std::string::npos);
}

namespace {

std::string repeat(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

}  // namespace

TEST_CASE("Hostile HTML costs neither the stack nor much time", "[html][hostile]") {
  const auto start = std::chrono::steady_clock::now();
  CHECK(html_text(repeat("<div>", 100'000) + "deep" + repeat("</div>", 100'000)) == "deep");
  CHECK(html_text(repeat("<b>", 100'000) + "deep") == "deep");
  CHECK(html_text("<a href=\"" + std::string(1'000'000, 'x') + "\">shown</a>") == "shown");
  CHECK(html_text("<a " + repeat("x=y ", 100'000) + ">shown") == "shown");
  // Formatting elements that a tree builder would copy into each of the paragraphs that follow.
  std::string formatting;
  for (int i = 0; i < 5'000; ++i) formatting += "<b a" + std::to_string(i) + ">";
  CHECK(html_text(formatting + repeat("<p>x</p>", 5'000)).size() == 5'000 + 2 * 4'999);
  CHECK(html_text(repeat("<!", 200'000)).size() == 400'000);
  CHECK(html_text(repeat("</", 200'000)).size() == 400'000);
  CHECK(html_text(repeat("<script>", 50'000)).empty());
  CHECK(html_text(repeat("<!--", 50'000)).empty());
  CHECK(html_text(repeat("&", 100'000)).size() == 100'000);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{20});
}
