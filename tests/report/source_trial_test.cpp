#include "report/source_trial.h"

#include <catch2/catch.hpp>

#include "core/json.h"
#include "tests/report/watched.h"
#include "tests/support/times.h"

using namespace nhs;
using namespace nhs::report;
using namespace nhs::test;

namespace {

Post post() {
  Post post;
  post.network = "forum";
  post.id = "17";
  post.author = "@gena";
  post.text = "So kind.\n\nThank you #NHSvalues";
  post.created_at = parse_rfc3339("2026-11-18T12:00:00Z");
  post.tags = {"NHSvalues", "tea"};
  return post;
}

SourceTrial trial_of(std::vector<Post> posts) {
  SourceTrial trial;
  trial.source = "forum";
  trial.kind = "json";
  trial.works = true;
  trial.posts = std::move(posts);
  return trial;
}

std::string text_of(const SourceTrial& trial, std::size_t most = 5) {
  return source_trial_text(trial, most, london(), terminal_of(100));
}

}  // namespace

TEST_CASE("A trial shows all that was read of a post, and none of what it does not have", "[trial]") {
  CHECK(text_of(trial_of({post()})) ==
        "forum works: 1 post would be taken in. Nothing was stored.\n"
        "\n"
        "Wed 18 Nov 2026 12:00\n"
        "  id        17\n"
        "  author    @gena\n"
        "  tags      NHSvalues, tea\n"
        "  text      So kind.\n"
        "\n"
        "            Thank you #NHSvalues\n");
}

TEST_CASE("A trial counts what would not be taken in, and why", "[trial]") {
  SourceTrial trial = trial_of({});
  trial.off_topic = 2;
  trial.opted_out = 1;
  trial.notice = "reading the tag's feed instead";
  trial.unreadable = {{"a", "no date", 1}, {"b", "no text", 1}, {"c", "no date", 2}};
  CHECK(text_of(trial) ==
        "forum works: 0 posts would be taken in; 2 without a topic; 1 by people who ask not to be\n"
        "  collected. Nothing was stored.\n"
        "Note: reading the tag's feed instead.\n"
        "Could not be read: 3 items (no date).\n"
        "Could not be read: 1 item (no text).\n");
}

TEST_CASE("A trial that fails says why, and one with many posts how to see more", "[trial]") {
  SourceTrial failed = trial_of({});
  failed.works = false;
  failed.trouble = "it refused the token: make a new one";
  CHECK(text_of(failed) == "forum does not work: it refused the token: make a new one\n");
  const std::string many = text_of(trial_of({post(), post(), post()}), 1);
  CHECK(many.find("\n2 more; --limit shows them.\n") != std::string::npos);
}

TEST_CASE("A trial that hides people says so below the posts, and how they are shown", "[trial]") {
  SourceTrial trial = trial_of({post()});
  trial.hides_people = true;
  const std::string said =
      "\nIds, addresses, authors and what texts tell of people are hidden; --reveal shows them.\n";
  CHECK(text_of(trial).ends_with(said));
  CHECK_FALSE(text_of(trial, 0).ends_with(said));
}

TEST_CASE("A trial's JSON has the posts whole", "[trial]") {
  Post quiet = post();
  quiet.quotable = false;
  quiet.created_at.reset();
  const auto document = JsonDocument::parse(source_trial_json(trial_of({quiet, post()}), 1));
  REQUIRE(document);
  const JsonView root = document->root();
  CHECK(root["schema"].text() == "nhsvalues.sources-test/1");
  CHECK(root["works"].boolean() == true);
  CHECK(root["taken"].integer() == 2);
  REQUIRE(root["posts"].size() == 1);
  CHECK(root["posts"].at(0)["quotable"].boolean() == false);
  CHECK(root["posts"].at(0)["created_at"].is_null());
  CHECK(root["posts"].at(0)["text"].text() == "So kind.\n\nThank you #NHSvalues");
}

TEST_CASE("What a service sends cannot act in the terminal of whoever tries it", "[trial]") {
  Post hostile = post();
  hostile.id = hostile.url = hostile.author = hostile.language = hostile.text = kHostile;
  hostile.tags = {kHostile};
  hostile.in_reply_to = kHostile;
  SourceTrial trial = trial_of({hostile});
  trial.notice = kHostile;
  trial.unreadable = {{"a", kHostile, 1}};
  CHECK(is_harmless(text_of(trial)));
  trial.works = false;
  trial.trouble = kHostile;
  CHECK(is_harmless(text_of(trial)));
}
