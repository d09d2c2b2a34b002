#include "collector/sources/mastodon_status.h"
#include "tests/intake/read_all.h"

using namespace nhs;
using namespace nhs::intake;

namespace {

Read read_outbox() { return read_all(ImportFormat::mastodon_archive, fixture("imports/outbox.json")); }

}  // namespace

TEST_CASE("An archive's post is the one that the server's API shows", "[import][mastodon]") {
  const Post archived = read_outbox().posts.at(0).post;
  const auto status = JsonDocument::parse(
      R"({"id": "110000000000000001", "uri": "https://social.example/users/amy/statuses/110000000000000001",)"
      R"( "url": "https://social.example/@amy/110000000000000001", "visibility": "public", "language": "en",)"
      R"( "created_at": "2026-11-02T08:15:30.000Z", "edited_at": "2026-11-02T09:00:00.000Z", "spoiler_text": "",)"
      R"( "account": {"acct": "amy", "url": "https://social.example/@amy"}, "tags": [{"name": "nhsvalues"}],)"
      R"( "content": "<p>Two lines:<br />thank you to <span class=\"h-card\"><a href=\"https://social.example/@ben\" class=\"u-url mention\">@<span>ben</span></a></span> &amp; all</p><p><a href=\"https://social.example/tags/NHSValues\" class=\"mention hashtag\" rel=\"tag\">#<span>NHSValues</span></a></p>"})");
  REQUIRE(status);
  const Post shown = collector::decode_status(status->root(), "social.example", test_now()).post;
  CHECK(archived.network == shown.network);
  CHECK(archived.id == shown.id);
  CHECK(archived.url == shown.url);
  CHECK(archived.author == shown.author);
  CHECK(archived.text == shown.text);
  CHECK(archived.created_at == shown.created_at);
  CHECK(archived.edited_at == shown.edited_at);
  CHECK(archived.language == shown.language);
  CHECK(archived.tags == shown.tags);
  CHECK(archived.text == "Two lines:\nthank you to @ben & all\n\n#NHSValues");
}

TEST_CASE("Of an archive only public posts of the account itself are read; the rest is counted",
          "[import][mastodon]") {
  const Read read = read_outbox();
  REQUIRE(read.posts.size() == 3);
  CHECK(read.left_out.boosts == 1);
  CHECK(read.left_out.not_public == 2);
  CHECK(read.left_out.no_posts == 1);
  REQUIRE(read.bad.size() == 1);
  CHECK(read.bad[0].line == 8);
  CHECK(read.bad[0].cause == "a post has no content");

  const Post& warned = read.posts[1].post;
  CHECK(read.posts[1].line == 4);
  CHECK(warned.text == "Long wait\n\nFour hours in A&E");
  CHECK(warned.author == "@amy@social.example");
  CHECK(warned.language == "en-GB");
  CHECK(warned.in_reply_to == "https://social.example/users/amy/statuses/110000000000000001");
  CHECK_FALSE(warned.edited_at);
  CHECK(read.posts[2].post.language == "en");
}

TEST_CASE("Another document is not taken for an archive", "[import][mastodon]") {
  for (const char* text : {"", "[]", "{\"type\": \"Person\"}", "text\nKind\n"}) {
    std::istringstream in{text};
    const auto reader = make_import_reader(ImportFormat::mastodon_archive, in);
    REQUIRE_FALSE(reader);
    CHECK(reader.error().status == ExitStatus::bad_data);
  }
}

TEST_CASE("Activities of odd shapes are faults of their own", "[import][mastodon]") {
  const Read read = read_all(
      ImportFormat::mastodon_archive,
      R"({"orderedItems": [1, null, {}, {"type": "Create"}, {"type": "Create", "object": "x"},)"
      R"( {"type": "Create", "object": {"type": "Note", "to": "Public", "content": "c"}},)"
      R"( {"type": "Create", "object": {"type": "Note", "to": ["as:Public"], "content": "c", "id": "https://a.example/1"}}]})");
  CHECK(read.bad.size() == 6);
  REQUIRE(read.posts.size() == 1);
  CHECK(read.posts[0].line == 7);
  CHECK(read.posts[0].post.author.empty());
  CHECK_FALSE(read.posts[0].post.created_at);
}
