#include "collector/sources/x_post.h"

#include <catch2/catch.hpp>
#include <map>

#include "collector/sources/x_text.h"
#include "source_fixtures.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;

namespace {

const UtcTime kNow = at("2026-11-20T10:00:00Z");

DecodedXPost decoded(const std::string& json, const std::string& includes = "{}") {
  const auto post = JsonDocument::parse(json);
  const auto users = JsonDocument::parse(includes);
  REQUIRE(post);
  REQUIRE(users);
  return decode_x_post(post->root(), x_authors(users->root()), kNow);
}

/// A post of half past nine with one more member.
DecodedXPost with_member(const std::string& member) {
  return decoded(R"({"id": "2123710439224246272", "text": "Tea #NHSvalues", )" + member + "}");
}

}  // namespace

TEST_CASE("An id on X tells when its post was written", "[x]") {
  CHECK(format_utc(time_of_x_id(2123710439224246272)) == "2026-11-20T09:30:00Z");
  CHECK(parse_x_id("2123710439224246272") == 2123710439224246272);
  CHECK(first_x_id_at(at("2026-11-20T09:30:00Z")) == 2123710439224246272);
  CHECK(time_of_x_id(first_x_id_at(at("2026-11-20T09:30:00Z")) - 1) == at("2026-11-20T09:29:59Z"));
  CHECK(first_x_id_at(at("1999-01-01T00:00:00Z")) == 1);
  for (const char* no_id : {"", "0", "-5", "12a", " 12", "99999999999999999999", "9223372036854775808"})
    CHECK_FALSE(parse_x_id(no_id));
}

TEST_CASE("Both vocabularies' fixtures read as the same posts", "[x]") {
  for (const char* file : {"x/recent_page1_tweet_names.json", "x/recent_page1_post_names.json"}) {
    CAPTURE(file);
    const auto answer = JsonDocument::parse(fixture(file));
    REQUIRE(answer);
    const XAuthors authors = x_authors(answer->root()["includes"]);
    const auto first = decode_x_post(answer->root()["data"].at(0), authors, kNow);
    REQUIRE(first.verdict == XVerdict::keep);
    CHECK(first.id == 2123710439224246272);
    CHECK(first.post.network == "x");
    CHECK(first.post.id == "2123710187566006272");  // of its first version
    CHECK(first.post.local_id == "2123710439224246272");
    CHECK(first.post.url == "https://x.com/fict_ward_clerk/status/2123710439224246272");
    CHECK(first.post.author == "@fict_ward_clerk");
    CHECK(first.post.account == "id:900000000000000001");
    CHECK(first.post.text ==
          "Everyone counts & so does the tea. #NHSvalues https://board-papers.example/2026/11/report");
    CHECK(format_utc(first.post.created_at.value()) == "2026-11-20T09:29:00Z");
    CHECK(format_utc(first.post.edited_at.value()) == "2026-11-20T09:30:00Z");
    CHECK(first.post.language == "en");
    CHECK(first.post.tags == std::vector<std::string>{"NHSvalues"});
    CHECK(first.post.in_reply_to.empty());

    const auto second = decode_x_post(answer->root()["data"].at(1), authors, kNow);
    REQUIRE(second.verdict == XVerdict::keep);
    CHECK(second.post.id == "2123709180933046272");
    CHECK(second.post.author == "@madeup_trust");
    const std::string end = "A long post about respect and dignity. #NHSvalues https://values.example/long";
    REQUIRE(second.post.text.size() > end.size());
    CHECK(second.post.text.substr(second.post.text.size() - end.size()) == end);
    CHECK(second.post.tags == std::vector<std::string>{"NHSvalues"});
    CHECK_FALSE(second.post.edited_at);
    CHECK(second.post.in_reply_to == "2123705406059446272");
  }
}

TEST_CASE("What X escapes is decoded once and nothing else is", "[x]") {
  CHECK(x_text("Tea &amp; toast &lt;3 &gt; all", {}) == "Tea & toast <3 > all");
  CHECK(x_text("&amp;lt; &amp;amp; &quot; &nbsp; & &am", {}) == "&lt; &amp; &quot; &nbsp; & &am");
  CHECK(x_text("<b>bold</b>", {}) == "<b>bold</b>");
}

TEST_CASE("Short links are found by their whole text", "[x]") {
  const ShortLinks links{{"https://t.co/abc", "https://one.example/?a=1&amp;b=2"},
                         {"https://t.co/abcd", "https://two.example/"},
                         {"https://t.co/pic", ""}};
  CHECK(x_text("See https://t.co/abcd, https://t.co/abc. https://t.co/pic", links) ==
        "See https://two.example/, https://one.example/?a=1&amp;b=2.");
  CHECK(x_text("https://t.co/unknown http://t.co/ https://t.com/abc", links) ==
        "https://t.co/unknown http://t.co/ https://t.com/abc");
  CHECK(x_text("https://t.co/pic", links).empty());
}

TEST_CASE("A text that would grow without bound is cut", "[x]") {
  ShortLinks links{{"https://t.co/a", "https://long.example/" + std::string(2'000, 'x')}};
  std::string text;
  for (int i = 0; i < 3'000; ++i) text += "https://t.co/a ";
  CHECK(x_text(text, links).size() < 60'000);
}

TEST_CASE("Links to the post's own pictures and to the post it quotes say nothing", "[x]") {
  const auto post = decoded(R"({"id": "2123710439224246272",
    "text": "Look https://t.co/own https://t.co/quote https://t.co/other",
    "referenced_tweets": [{"type": "quoted", "id": "77"}],
    "entities": {"urls": [
      {"url": "https://t.co/own", "expanded_url": "https://twitter.com/a/status/1/video/1"},
      {"url": "https://t.co/quote", "expanded_url": "https://x.com/b/status/77"},
      {"url": "https://t.co/other", "expanded_url": "https://x.com/b/status/78"}]}})");
  CHECK(post.post.text == "Look https://x.com/b/status/78");
}

TEST_CASE("Where authors were not asked for, a post has an address all the same", "[x]") {
  const auto post = with_member(R"("author_id": "7")").post;
  CHECK(post.author.empty());
  CHECK(post.url == "https://x.com/i/web/status/2123710439224246272");
}

TEST_CASE("X's codes for what is no language are none, and its old codes are the present ones", "[x]") {
  const std::map<std::string, std::string> languages{
      {"en", "en"}, {"und", ""},  {"qme", ""},  {"qht", ""},        {"zxx", ""},
      {"cy", "cy"}, {"in", "id"}, {"iw", "he"}, {"zh-TW", "zh-TW"}, {"qu", "qu"}};
  for (const auto& [sent, language] : languages)
    CHECK(with_member("\"lang\": \"" + sent + "\"").post.language == language);
}

TEST_CASE("A post is kept or left out by what it says", "[x]") {
  struct Row {
    const char* member;
    XVerdict verdict;
  };
  const Row rows[] = {
      {R"("lang": null)", XVerdict::keep},
      {R"("withheld": {"copyright": true, "country_codes": ["XY"]})", XVerdict::withheld},
      {R"("withheld": {"copyright": false, "country_codes": ["DE"]})", XVerdict::keep},
      {R"("referenced_tweets": [{"type": "retweeted", "id": "1"}])", XVerdict::repost},
      {R"("referenced_posts": [{"type": "retweeted", "id": "1"}])", XVerdict::repost},
      {R"("referenced_tweets": null, "referenced_posts": [{"type": "retweeted", "id": "1"}])",
       XVerdict::repost},
      {R"("referenced_tweets": [{"type": "quoted", "id": "1"}])", XVerdict::keep},
      {R"("referenced_tweets": 5, "entities": [], "note_tweet": "", "edit_history_tweet_ids": {})",
       XVerdict::keep},
  };
  for (const Row& row : rows) {
    CAPTURE(row.member);
    CHECK(with_member(row.member).verdict == row.verdict);
  }
}

TEST_CASE("What is no post is unreadable, and an id that can be read still counts for paging", "[x]") {
  for (const char* no_post :
       {"7", "[]", "{}", R"({"id": 5, "text": "x"})", R"({"id": "abc", "text": "x"})"}) {
    CAPTURE(no_post);
    const auto post = decoded(no_post);
    CHECK(post.verdict == XVerdict::unreadable);
    CHECK(post.id == 0);
    CHECK_FALSE(post.cause.empty());
  }
  CHECK(decoded(R"({"id": "2123710439224246272"})").id == 2123710439224246272);
  CHECK(decoded(R"({"id": "2123710439224246272"})").verdict == XVerdict::unreadable);
  // A year ahead: believed, it would keep all that comes before it out.
  const std::string future = std::to_string(first_x_id_at(at("2027-11-20T10:00:00Z")));
  CHECK(decoded("{\"id\": \"" + future + "\", \"text\": \"x\"}").id == 0);
}
