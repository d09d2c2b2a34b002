#include "intake/intake.h"

#include <catch2/catch.hpp>

#include "intake/writing_session.h"
#include "store/reader.h"
#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::intake;

namespace {

config::Config config_in(const test::Scratch& scratch, std::vector<IgnoreRule> rules = {}) {
  config::Config config;
  config.database = scratch / "nhsvalues.db";
  config.ignore = std::move(rules);
  return config;
}

IgnoreRule rule(std::string name) {
  IgnoreRule made;
  made.name = std::move(name);
  return made;
}

Post post_by(const std::string& author, const std::string& text, const std::string& network = "mastodon") {
  Post post;
  post.network = network;
  post.id = "https://example.org/" + network + author + std::to_string(text.size());
  post.author = author;
  post.text = text;
  post.created_at = parse_rfc3339("2026-11-02T09:30:00Z");
  return post;
}

/// What each post is set aside by under these rules, after being taken in.
std::vector<std::string> ignored_by(const std::vector<IgnoreRule>& rules, const std::vector<Post>& posts) {
  const test::Scratch scratch;
  auto session = begin_writing(config_in(scratch, rules), "a test", store::RulesFrom::daemon);
  REQUIRE(session);
  store::Batch batch;
  batch.source = "import";
  batch.now = SystemClock{}.now();
  for (const Post& post : posts) batch.posts.push_back(session->intake.take_in(post));
  REQUIRE(session->store.save(batch));
  const auto reader = store::Reader::open(scratch / "nhsvalues.db");
  REQUIRE(reader);
  std::vector<std::string> names;
  for (std::size_t ref = 1; ref <= posts.size(); ++ref)
    names.push_back(reader->post(static_cast<std::int64_t>(ref)).value().value().ignored_by);
  return names;
}

}  // namespace

TEST_CASE("What is judged is the masked text, and what its author wants goes with it", "[intake]") {
  const test::Scratch scratch;
  const auto session = begin_writing(config_in(scratch), "a test", store::RulesFrom::daemon);
  REQUIRE(session);
  Post post = post_by("@someone@example.org", "Thank you @sister@example.org, you were so kind");
  post.quotable = false;
  const store::ClassifiedPost taken = session->intake.take_in(post);
  CHECK(taken.post.text.find("sister") == std::string::npos);
  CHECK(taken.classification.sentiment);
  CHECK(taken.post.quotable == false);
  post.quotable = std::nullopt;
  CHECK_FALSE(session->intake.take_in(post).post.quotable);
  CHECK(taken.post.key == session->intake.keys_of(post).key);
}

TEST_CASE(
    "A rule for an account holds on every network, with or without the @, in any case, and as exports write it",
    "[intake]") {
  IgnoreRule bot = rule("the bot");
  bot.author = "JobBot@Example.org";
  CHECK(ignored_by({bot}, {post_by("@jobbot@example.org", "a"), post_by("jobbot@example.org", "a", "import"),
                           post_by("@someone@example.org", "a"), post_by("", "a")}) ==
        std::vector<std::string>{"the bot", "the bot", "", ""});
  // `h:…` is the hash of one account on one network.
  const test::Scratch scratch;
  auto session = begin_writing(config_in(scratch), "a test", store::RulesFrom::daemon);
  REQUIRE(session);
  const store::ClassifiedPost known = session->intake.take_in(post_by("@someone@example.org", "a"));
  bot.author = privacy::to_text(*known.post.author_key);
  store::IgnoreRules rules = session->intake.ignore_rules({bot});
  CHECK(rules.first_that_holds({"mastodon", known.post.author_key, "a", nullptr}) == "the bot");
  const store::ClassifiedPost other = session->intake.take_in(post_by("@someone@example.org", "a", "import"));
  CHECK_FALSE(rules.first_that_holds({"import", other.post.author_key, "a", nullptr}));
}

TEST_CASE("A phrase and a source are taken from the rule", "[intake]") {
  IgnoreRule adverts = rule("adverts");
  adverts.phrase = "apply now";
  adverts.source = "import";
  IgnoreRule elsewhere = adverts;
  elsewhere.name = "elsewhere";
  elsewhere.source = "mastodon.social";
  CHECK(ignored_by({elsewhere, adverts}, {post_by("@a", "Apply NOW"), post_by("@b", "Thank you")}) ==
        std::vector<std::string>{"adverts", ""});
}

TEST_CASE("Rules have one fingerprint as long as they choose and name the same, and it holds no account",
          "[intake]") {
  const test::Scratch scratch;
  const auto session = begin_writing(config_in(scratch), "a test", store::RulesFrom::daemon);
  REQUIRE(session);
  IgnoreRule bot = rule("the bot");
  bot.author = "@jobbot@example.org";
  const auto fingerprint = [&](const std::vector<IgnoreRule>& rules) {
    return session->intake.ignore_rules(rules).fingerprint();
  };
  const std::string first = fingerprint({bot});
  CHECK(first.find("jobbot") == std::string::npos);
  IgnoreRule other = bot;
  other.reason = "posts adverts all day";
  CHECK(fingerprint({other}) == first);
  other.phrase = "apply";
  CHECK(fingerprint({other}) != first);
  other = bot;
  other.name = "another bot";
  CHECK(fingerprint({other}) != first);
  CHECK(fingerprint({bot, other}) != fingerprint({other, bot}));
  // A part that moves to its neighbour is another rule.
  IgnoreRule phrase = rule("x"), source = rule("x");
  phrase.phrase = "import";
  source.source = "import";
  CHECK(fingerprint({phrase}) != fingerprint({source}));
  CHECK(fingerprint({}) == store::kNoIgnoreRules);
}

TEST_CASE("A session puts changed rules in force for what is stored, and says how many posts that moved",
          "[writing]") {
  const test::Scratch scratch;
  IgnoreRule adverts = rule("adverts");
  adverts.phrase = "apply now";
  {
    auto session = begin_writing(config_in(scratch), "a test", store::RulesFrom::daemon);
    REQUIRE(session);
    store::Batch batch;
    batch.source = "import";
    batch.now = SystemClock{}.now();
    batch.posts = {session->intake.take_in(post_by("@a", "Apply now")),
                   session->intake.take_in(post_by("@b", "Thank you"))};
    REQUIRE(session->store.save(batch));
  }
  const auto changes = [&](const std::vector<IgnoreRule>& rules) {
    const auto session = begin_writing(config_in(scratch, rules), "a test", store::RulesFrom::daemon);
    REQUIRE(session);
    return std::pair{session->ignored.set_aside, session->ignored.restored};
  };
  CHECK(changes({adverts}) == std::pair{1, 0});
  CHECK(changes({adverts}) == std::pair{0, 0});
  CHECK(store::Reader::open(scratch / "nhsvalues.db").value().count({}) == 1);
  CHECK(changes({}) == std::pair{0, 1});
  CHECK(store::Reader::open(scratch / "nhsvalues.db").value().count({}) == 2);
}
