#include "collector/sources/bluesky_post.h"

#include <catch2/catch.hpp>

#include "collector/sources/bluesky_source.h"
#include "source_fixtures.h"

using namespace nhs;
using namespace nhs::collector;
using namespace nhs::test;

namespace {

const UtcTime kNow = at("2026-11-20T10:10:00Z");

/// A post with these members in its record.
DecodedBlueskyPost decoded(const std::string& record) {
  const auto json = JsonDocument::parse(
      R"({"uri": "at://did:plc:amy/app.bsky.feed.post/3mabc", "indexedAt": "2026-11-20T09:00:01.500Z",
      "author": {"did": "did:plc:amy", "handle": "amy.example"},
      "record": {)" +
      record + "}}");
  REQUIRE(json);
  return decode_bluesky_post(json->root(), kNow);
}

std::string facet(int start, int end, const std::string& feature) {
  return R"({"index": {"byteStart": )" + std::to_string(start) + R"(, "byteEnd": )" + std::to_string(end) +
         R"(}, "features": [{"$type": "app.bsky.richtext.facet#)" + feature + "}]}";
}

std::string link_to(const std::string& address) { return R"(link", "uri": ")" + address + "\""; }

std::string text_with(const std::string& text, const std::string& facets) {
  return decoded(R"("text": ")" + text + R"(", "facets": [)" + facets + "]").post.value().text;
}

}  // namespace

TEST_CASE("The fixtures' posts read as posts", "[bluesky]") {
  const auto first_page = JsonDocument::parse(fixture("bluesky/search_page1.json"));
  const JsonView posts = first_page->root()["posts"];
  const Post first = decode_bluesky_post(posts.at(0), kNow).post.value();
  CHECK(first.network == "bluesky");
  CHECK(first.id == "at://did:plc:fictionalmatron0000000001/app.bsky.feed.post/3mfict00aaa2a");
  CHECK(first.local_id == first.id);
  CHECK(first.url == "https://bsky.app/profile/did:plc:fictionalmatron0000000001/post/3mfict00aaa2a");
  CHECK(first.author == "@matron.values.example");
  CHECK(first.account == "did:plc:fictionalmatron0000000001");
  CHECK(first.text ==
        "🏥 Ünïcode first, then #NHSvalues and a link "
        "https://board-papers.example/2026/11/values/report.pdf");
  CHECK(format_utc(first.created_at.value()) == "2026-11-20T09:20:00Z");
  CHECK_FALSE(first.edited_at);
  CHECK(first.language == "en");
  CHECK(first.tags == std::vector<std::string>{"NHSvalues"});
  CHECK(first.quotable == true);

  const Post second = decode_bluesky_post(posts.at(1), kNow).post.value();
  CHECK(second.author == "did:plc:fictionalclerk00000000002");             // its handle is handle.invalid
  CHECK(format_utc(second.created_at.value()) == "2026-11-20T09:18:00Z");  // it says 2031
  CHECK(second.in_reply_to == first.id);

  const auto last_page = JsonDocument::parse(fixture("bluesky/search_page3_last.json"));
  const Post tagged = decode_bluesky_post(last_page->root()["posts"].at(0), kNow).post.value();
  CHECK(tagged.tags == std::vector<std::string>{"NHSvalues"});
  CHECK(tagged.text == "Tag only in the tags field");
}

TEST_CASE("A handle that is shown for another account than the post's address names is not taken",
          "[bluesky]") {
  const auto json = JsonDocument::parse(
      R"({"uri": "at://did:plc:amy/app.bsky.feed.post/3k", "author": {"did": "did:plc:ben", "handle": "ben.example"},
          "record": {"text": "Kind"}})");
  const Post post = decode_bluesky_post(json->root(), kNow).post.value();
  CHECK(post.author == "did:plc:amy");
  CHECK(post.account.empty());
}

TEST_CASE("A post is as old as the earlier of its dates that can be believed", "[bluesky]") {
  struct Row {
    const char* created_at;
    const char* expected;
  };
  for (const Row& row : std::initializer_list<Row>{{"2026-11-20T08:00:00.999Z", "2026-11-20T08:00:00Z"},
                                                   {"2026-11-19T23:00:00-04:00", "2026-11-20T03:00:00Z"},
                                                   {"2031-01-01T00:00:00Z", "2026-11-20T09:00:01Z"},
                                                   {"1970-01-01T00:00:00Z", "2026-11-20T09:00:01Z"},
                                                   {"soon", "2026-11-20T09:00:01Z"},
                                                   {"2026-02-30T00:00:00Z", "2026-11-20T09:00:01Z"}}) {
    CAPTURE(row.created_at);
    const auto post = decoded(std::string{R"("text": "x", "createdAt": ")"} + row.created_at + "\"");
    CHECK(format_utc(post.sorted_at.value()) == row.expected);
    CHECK(post.post.value().created_at == post.sorted_at);
  }
  const auto undated =
      JsonDocument::parse(R"({"uri": "at://did:plc:a/app.bsky.feed.post/1", "record": {"text": "x"}})");
  CHECK_FALSE(decode_bluesky_post(undated->root(), kNow).post.value().created_at);
}

TEST_CASE("Links that an app has shortened are written out, a writer's own words stay", "[bluesky]") {
  CHECK(text_with("see nhs.example/a...", facet(4, 20, link_to("https://nhs.example/a/b?c=d"))) ==
        "see https://nhs.example/a/b?c=d");
  CHECK(text_with("see nhs.example/\u2026 now", facet(4, 19, link_to("http://nhs.example/a"))) ==
        "see http://nhs.example/a now");
  CHECK(text_with("see https://nhs.example/a", facet(4, 25, link_to("https://nhs.example/a"))) ==
        "see https://nhs.example/a");
  CHECK(text_with("our report", facet(4, 10, link_to("https://nhs.example/a"))) == "our report");
  CHECK(text_with("javascript:...", facet(0, 14, link_to("javascript:alert(1)"))) == "javascript:...");
}

TEST_CASE("A facet counts only where it lies on whole characters within the text", "[bluesky]") {
  const std::string link = link_to("https://nhs.example/a/b");
  // ü takes the bytes 0 and 1.
  for (const auto& [start, end] :
       std::vector<std::pair<int, int>>{{1, 14}, {3, 99}, {-3, 16}, {16, 3}, {3, 3}})
    CHECK(text_with("\u00fc nhs.example/...", facet(start, end, link)) == "\u00fc nhs.example/...");
  CHECK(text_with("\u00fc nhs.example/...", facet(3, 18, link)) == "\u00fc https://nhs.example/a/b");
  // Two over each other: the first counts.
  CHECK(text_with("nhs.example/... x", facet(0, 15, link) + "," + facet(4, 15, link)) ==
        "https://nhs.example/a/b x");
  CHECK(text_with("ab", R"(5, {"index": 5}, {"index": {"byteStart": "0"}, "features": {}})") == "ab");
  const auto tagged =
      decoded(R"("text": "no tag here", "facets": [)" + facet(3, 99, R"(tag", "tag": "NHSvalues")") + "]");
  CHECK(tagged.post.value().tags.empty());
}

TEST_CASE("Tags are those of facets, of the record and of the text, each once, as they are written",
          "[bluesky]") {
  const auto post =
      decoded(R"("text": "#NHSValues and #more", "tags": ["nhsvalues", "Kind", 7], "facets": [)" +
              facet(0, 10, R"(tag", "tag": "nhsvalues")") + "]");
  CHECK(post.post.value().tags == std::vector<std::string>{"NHSValues", "Kind", "more"});
}

TEST_CASE("What is no post says why, without its content", "[bluesky]") {
  const auto cause_of = [](const std::string& json) {
    const auto document = JsonDocument::parse(json);
    REQUIRE(document);
    const auto post = decode_bluesky_post(document->root(), kNow);
    CHECK_FALSE(post.post);
    return post.cause;
  };
  CHECK(cause_of("5") == "a post is not a JSON object");
  CHECK(cause_of("{}") == "a post has no usable uri");
  for (const char* uri :
       {"https://x.example/1", "at://did:plc:a/app.bsky.feed.like/1", "at://amy.example/app.bsky.feed.post/1",
        "at://did:plc:a/app.bsky.feed.post/", "at://did:plc:a/app.bsky.feed.post/../../x",
        "at://did:plc:a b/app.bsky.feed.post/1"})
    CHECK(cause_of(std::string{R"({"record": {"text": "secret"}, "uri": ")"} + uri + "\"}") ==
          "a post has no usable uri");
  const std::string uri = R"({"uri": "at://did:plc:a/app.bsky.feed.post/1")";
  CHECK(cause_of(uri + "}") == "a post has no record");
  CHECK(cause_of(uri + R"(, "record": {"text": 5}})") == "a post has no text");
}

TEST_CASE("An author can ask not to be shown to strangers, and take it back", "[bluesky]") {
  const auto with_labels = [](const std::string& labels) {
    const auto json = JsonDocument::parse(
        R"({"uri": "at://did:plc:amy/app.bsky.feed.post/3mabc", "record": {"text": ""},
            "author": {"did": "did:plc:amy", "labels": [)" +
        labels + "]}}");
    return decode_bluesky_post(json->root(), kNow).post.value().quotable.value();
  };
  CHECK(with_labels(R"({"val": "bot"}, 5)"));
  CHECK_FALSE(with_labels(R"({"val": "bot"}, {"val": "!no-unauthenticated"})"));
  CHECK(with_labels(R"({"val": "!no-unauthenticated", "neg": true})"));
}
