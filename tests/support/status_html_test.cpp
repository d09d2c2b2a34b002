#include "tests/support/status_html.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/labelled_posts.h"

using namespace nhs::test;

namespace {

/// What a person reads: the text of the HTML, for the few elements that status_html makes.
std::string read_aloud(std::string html) {
  const auto replace = [&](const std::string& from, const std::string& to) {
    for (std::size_t at = html.find(from); at != std::string::npos; at = html.find(from, at + to.size()))
      html.replace(at, from.size(), to);
  };
  replace("</p><p>", "\n\n");
  replace("<br>", "\n");
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<'))
    html.erase(at, html.find('>', at) - at + 1);
  replace("&lt;", "<");
  replace("&gt;", ">");
  replace("&quot;", "\"");
  replace("&amp;", "&");
  return html;
}

}  // namespace

TEST_CASE("Text becomes paragraphs, line breaks and entities", "[mastodon]") {
  CHECK(status_html("One & <two>\nthree\n\nfour", "s.example") ==
        "<p>One &amp; &lt;two&gt;<br>three</p><p>four</p>");
}

TEST_CASE("Hashtags and mentions become links, but not within words", "[mastodon]") {
  CHECK(status_html("#NHSvalues", "s.example") ==
        "<p><a href=\"https://s.example/tags/NHSvalues\" class=\"mention hashtag\" rel=\"tag\">"
        "#<span>NHSvalues</span></a></p>");
  CHECK(status_html("@bo@other.example.", "s.example") ==
        "<p><span class=\"h-card\"><a href=\"https://other.example/@bo\" class=\"u-url mention\">"
        "@<span>bo</span></a></span>.</p>");
  CHECK(status_html("C# a@b.example x#y #1", "s.example") == "<p>C# a@b.example x#y #1</p>");
}

TEST_CASE("A long address is shown in part and kept whole", "[mastodon]") {
  const std::string html =
      status_html("See https://www.board.example/2026/11/values/report-on-care.pdf.", "s.example");
  CHECK(html.find("<span class=\"invisible\">https://www.</span>"
                  "<span class=\"ellipsis\">board.example/2026/11/values/r</span>"
                  "<span class=\"invisible\">eport-on-care.pdf</span></a>.</p>") != std::string::npos);
  CHECK(status_html("https://b.example", "s.example").find("class=\"\">b.example<") != std::string::npos);
}

TEST_CASE("Without its markup a post reads as it was written", "[mastodon]") {
  for (const std::string text :
       {"Plain.", "Ünïcode 🚑 #café_au_lait",
        "https://long.example/ééééééééééééééééééééééééééééééé?a=1&b=2 end",
        "“quoted” \"quoted\" 3 < 4 & 5 > 4", "(#NHSvalues), @amy: https://a.example/x.", "#a#b ##c @ # &amp;",
        "one\ntwo\n\nthree #NHS #NHSvalues", "https:// and http://", ""}) {
    CHECK(read_aloud(status_html(text, "s.example")) == text);
  }
}
