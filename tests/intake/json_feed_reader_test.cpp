#include <fmt/format.h>

#include "collector/sources/feed_posts.h"
#include "tests/intake/read_all.h"

using namespace nhs;
using namespace nhs::intake;

TEST_CASE("A JSON Feed's items are the posts that the collector reads of it", "[import][feed]") {
  const std::string text = fixture("feeds/jsonfeed11.json");
  const auto document = collector::read_feed(text, std::nullopt, "https://json.values.example/feed.json");
  REQUIRE(document);
  const auto collected =
      collector::posts_of(*document, "feed", "https://json.values.example/feed.json", test_now());
  const Read read = read_all(ImportFormat::jsonfeed, text);
  REQUIRE(read.posts.size() == collected.size());
  for (std::size_t i = 0; i < collected.size(); ++i) {
    CHECK(read.posts[i].line == i + 1);
    CHECK(collected[i].item == i);
    CHECK(read.posts[i].post.network == "feed");
    CHECK(read.posts[i].post.id == collected[i].post.id);
    CHECK(read.posts[i].post.url == collected[i].post.url);
    CHECK(read.posts[i].post.author == collected[i].post.author);
    CHECK(read.posts[i].post.text == collected[i].post.text);
    CHECK(read.posts[i].post.created_at == collected[i].post.created_at);
    CHECK(read.posts[i].post.edited_at == collected[i].post.edited_at);
    CHECK(read.posts[i].post.language == collected[i].post.language);
    CHECK(read.posts[i].post.tags == collected[i].post.tags);
  }
}

TEST_CASE("Items of a feed that repeats its ids are told apart; the same again is counted",
          "[import][feed]") {
  const Read read = read_all(
      ImportFormat::jsonfeed,
      R"({"version": "https://jsonfeed.org/version/1", "feed_url": "https://a.example/f", "items": [)"
      R"({"id": "1", "content_text": "one"}, {"id": "1", "content_text": "two"}, {"id": "1", "content_text": "one"},)"
      R"( {}, {"id": "9", "content_text": "nine"}]})",
      {.network = "blogs"});
  REQUIRE(read.posts.size() == 3);
  CHECK(read.posts[0].post.id != read.posts[1].post.id);
  CHECK(read.posts[0].post.network == "blogs");
  CHECK(read.left_out.repeated == 1);
  CHECK(read.posts[2].line == 5);
  REQUIRE(read.bad.size() == 1);
  CHECK(read.bad[0].line == 4);
}

TEST_CASE("Posts of a feed bear the number of their item, whether its text is empty or another's",
          "[import][feed]") {
  const Read read = read_all(
      ImportFormat::jsonfeed,
      R"({"version": "https://jsonfeed.org/version/1", "feed_url": "https://a.example/f", "items": [)"
      R"({"id": "1", "content_text": "thanks"}, {"id": "1", "content_text": "thanks"}, {"id": 7}, [],)"
      R"( {"id": "2", "content_text": "thanks"}, {"id": "3", "content_text": ""}]})");
  CHECK(read.left_out.repeated == 1);
  REQUIRE(read.posts.size() == 4);
  CHECK(read.posts[0].line == 1);
  CHECK(read.posts[1].line == 3);
  CHECK(read.posts[2].line == 5);
  CHECK(read.posts[3].line == 6);
  REQUIRE(read.bad.size() == 1);
  CHECK(read.bad[0].line == 4);
}

TEST_CASE("Posts and faults of a feed come in its order", "[import][feed]") {
  std::istringstream in{
      R"({"version": "https://jsonfeed.org/version/1", "items": [{"id": "1"}, {}, {"id": "2"}, {}]})"};
  auto reader = make_import_reader(ImportFormat::jsonfeed, in);
  REQUIRE(reader);
  std::vector<std::size_t> numbers;
  while (const auto item = (*reader)->next())
    numbers.push_back(std::visit([](const auto& read) { return read.line; }, *item));
  CHECK(numbers == std::vector<std::size_t>{1, 2, 3, 4});
}

TEST_CASE("A feed beyond what the collector reads of one is imported whole", "[import][feed]") {
  std::string text = R"({"version": "https://jsonfeed.org/version/1.1", "items": [)";
  for (int i = 1; i <= 2500; ++i)
    text += fmt::format(R"({}{{"id": "https://a.example/{}", "content_text": "post {}"}})", i > 1 ? "," : "",
                        i, i);
  const Read read = read_all(ImportFormat::jsonfeed, text + "]}");
  REQUIRE(read.posts.size() == 2500);
  CHECK(read.posts[2499].line == 2500);
  CHECK(read.posts[2499].post.text == "post 2500");
}

TEST_CASE("A feed whose version follows its items is read when asked for; another document is not",
          "[import][feed]") {
  CHECK(read_all(ImportFormat::jsonfeed,
                 R"({"items": [{"id": "1"}], "version": "https://jsonfeed.org/version/1"})")
            .posts.size() == 1);
  std::istringstream in{R"({"version": "2.0", "items": []})"};
  CHECK_FALSE(make_import_reader(ImportFormat::jsonfeed, in));
}
