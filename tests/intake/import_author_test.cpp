#include "intake/import_author.h"

#include <catch2/catch.hpp>

#include "intake/writing_session.h"
#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::intake;

namespace {

Post row(const std::string& author, const std::string& url = "", const std::string& network = "mastodon") {
  Post post;
  post.network = network;
  post.url = url;
  post.author = author;
  post.text = "They were kind. " + author + url;
  post.created_at = parse_rfc3339("2026-11-02T09:30:00Z");
  return post;
}

std::string author_of(const std::string& author, const std::string& url = "",
                      const std::string& network = "mastodon") {
  return import_author(row(author, url, network));
}

}  // namespace

TEST_CASE("However a file spells an account, its author is written as the collector writes it", "[import]") {
  for (const char* spelling :
       {"@amy@social.example", "acct:amy@social.example", "ACCT:@amy@social.example",
        "https://social.example/@amy", "https://Social.Example/@amy/", "https://social.example/users/amy",
        "https://far.example/@amy@social.example", "Amy Jones (@amy@social.example)"}) {
    INFO(spelling);
    CHECK(author_of(spelling) == "@amy@social.example");
  }
  CHECK(author_of("amy@social.example") == "amy@social.example");
  CHECK(author_of("https://bsky.app/profile/amy.bsky.social", "", "bluesky") == "@amy.bsky.social");
  CHECK(author_of("https://bsky.app/profile/did:plc:abc", "", "bluesky") == "did:plc:abc");
  CHECK(author_of("https://twitter.com/amy_j", "", "x") == "@amy_j");
}

TEST_CASE("A file that names nobody, or a bare name, has its author in the permalink", "[import]") {
  CHECK(author_of("", "https://social.example/@amy/4") == "@amy@social.example");
  CHECK(author_of("", "https://social.example/users/amy/statuses/4", "feed") == "@amy@social.example");
  CHECK(author_of("@amy", "https://social.example/@amy/8") == "@amy@social.example");
  CHECK(author_of("Amy", "https://social.example/@amy/8") == "@amy@social.example");
  CHECK(author_of("", "https://bsky.app/profile/amy.bsky.social/post/3abc", "bluesky") == "@amy.bsky.social");
  CHECK(author_of("", "https://mobile.twitter.com/amy_j/status/12345", "x") == "@amy_j");
  // A bare name under another network may be somebody else's.
  CHECK(author_of("", "https://x.com/Amy_J/status/12345", "import") == "https://x.com/amy_j");
  Post post = row("", "", "bluesky");
  post.id = "at://did:plc:abc/app.bsky.feed.post/3abc";
  CHECK(import_author(post) == "did:plc:abc");
}

TEST_CASE("A page like one of Mastodon's is an account's there only where the row may be Mastodon's",
          "[import]") {
  CHECK(author_of("amy", "https://www.tiktok.com/@amy/video/123", "tiktok") == "amy");
  CHECK(author_of("@amy", "https://www.threads.net/@amy/post/abc", "threads") == "@amy");
  CHECK(author_of("", "https://www.youtube.com/@amy", "youtube").empty());
  CHECK(author_of("amy", "https://social.example/@amy/1", "forum") == "amy");
  CHECK(author_of("https://www.tiktok.com/@amy", "", "tiktok") == "https://www.tiktok.com/@amy");
  // Where the row names no network, by the site.
  for (const char* network : {"import", "feed"}) {
    INFO(network);
    CHECK(author_of("amy", "https://social.example/@amy/1", network) == "@amy@social.example");
    for (const char* address : {"https://www.tiktok.com/@amy/video/123", "https://m.youtube.com/@amy",
                                "https://threads.com/@amy/post/abc", "https://old.medium.com/@amy/kind"}) {
      INFO(address);
      CHECK(author_of("amy", address, network) == "amy");
    }
  }
  CHECK(author_of("amy", "https://nottiktok.com/@amy/1", "import") == "@amy@nottiktok.com");
}

TEST_CASE("An address that tells no account names nobody, and a name that is told is believed before a page",
          "[import]") {
  for (const char* address : {"https://news.example/2026/kind-ward", "https://x.com/i/web/status/12345",
                              "https://x.com/hashtag/nhs", "https://bsky.app/search", "h:abc", ""}) {
    INFO(address);
    CHECK(author_of("", address, "feed").empty());
  }
  CHECK(author_of("@bob", "https://social.example/@amy/8") == "@bob");
  CHECK(author_of("@bob@far.example", "https://social.example/@amy/8") == "@bob@far.example");
  CHECK(author_of("Amy Jones", "", "survey") == "Amy Jones");
  CHECK(author_of("Amy (ward 9)") == "Amy (ward 9)");
  CHECK(author_of("https://news.example/staff", "", "feed") == "https://news.example/staff");
}

TEST_CASE("A row is turned away by the word for its author that an earlier file was forgotten by",
          "[import]") {
  const test::Scratch scratch;
  config::Config config;
  config.database = scratch / "nhsvalues.db";
  const auto session = begin_writing(config, "a test", store::RulesFrom::import);
  REQUIRE(session);
  const privacy::Pseudonymiser& key = session->intake.pseudonymiser();
  const store::ClassifiedPost taken = session->intake.take_in_from_file(row("acct:amy@social.example"));
  CHECK(taken.post.author_key == key.author_key("mastodon", "@amy@social.example"));
  REQUIRE(taken.post.earlier.size() == 1);
  CHECK(taken.post.earlier[0].author_key == key.author_key("mastodon", "acct:amy@social.example"));
  CHECK(taken.post.earlier[0].key == taken.post.key);
  CHECK(taken.post.bare_names.empty());
  // A bare name was many people's: it is asked whether one of that name was forgotten, and tells nothing
  // else.
  const store::ClassifiedPost bare =
      session->intake.take_in_from_file(row("@amy", "https://social.example/@amy/8"));
  CHECK(bare.post.earlier.empty());
  CHECK(bare.post.author_key == key.author_key("mastodon", "@amy@social.example"));
  CHECK(bare.post.bare_names == key.author_keys("mastodon", "amy"));
  CHECK(session->intake.take_in_from_file(row("", "https://social.example/@amy/8")).post.bare_names.empty());
  CHECK(session->intake.take_in_from_file(row("amy", "https://x.com/amy/status/8", "x"))
            .post.bare_names.empty());
  CHECK(session->intake.take_in_from_file(row("@amy@social.example")).post.earlier.empty());
}
