#include "privacy/public_page.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace nhs::privacy;

namespace {

struct Case {
  std::string address;
  PublicPage page;
};

}  // namespace

TEST_CASE("A page on Bluesky or X says whose it is, and which post it shows", "[public_page]") {
  for (const auto& [address, page] :
       std::vector<Case>{{"https://bsky.app/profile/amy.bsky.social", {"bluesky", "amy.bsky.social", ""}},
                         {"https://bsky.app/profile/did:plc:abc/", {"bluesky", "did:plc:abc", ""}},
                         {"https://bsky.app/profile/did:plc:abc/post/3k", {"bluesky", "did:plc:abc", "3k"}},
                         {"https://bsky.app/profile/amy.bsky.social/post/3k/liked-by",
                          {"bluesky", "amy.bsky.social", "3k"}},
                         {"https://x.com/Amy_J", {"x", "Amy_J", ""}},
                         {"http://www.Twitter.com/amy?lang=en#top", {"x", "amy", ""}},
                         {"https://mobile.twitter.com/amy/status/17/photo/1", {"x", "amy", "17"}},
                         {"https://twitter.com/amy/statuses/17?s=20", {"x", "amy", "17"}},
                         {"https://x.com/status/status/17", {"x", "status", "17"}},
                         {"https://twitter.com/@amy", {"x", "amy", ""}},
                         {"https://twitter.com/statuses/17", {"x", "", "17"}},
                         {"https://x.com/i/web/status/17", {"x", "", "17"}}}) {
    CAPTURE(address);
    CHECK(public_page(address) == page);
  }
}

TEST_CASE("A page of those sites that is nobody's names nobody", "[public_page]") {
  for (const char* address : {"https://x.com/", "https://x.com/home", "https://x.com/Explore",
                              "https://x.com/hashtag/nhs", "https://x.com/amy/with_replies",
                              "https://x.com/amy/status/", "https://x.com/@", "https://x.com/a.b"}) {
    CAPTURE(address);
    CHECK(public_page(address) == PublicPage{"x", "", ""});
  }
  for (const char* address :
       {"https://bsky.app", "https://bsky.app/search", "https://bsky.app/profile",
        "https://bsky.app/profile/amy.example/feed/3k", "https://bsky.app/hashtag/nhs/post/3k"}) {
    CAPTURE(address);
    CHECK(public_page(address) == PublicPage{"bluesky", "", ""});
  }
}

TEST_CASE("Other sites, and what is no web address, are no page of theirs", "[public_page]") {
  for (const char* address :
       {"", "amy", "@amy", "x.com/amy", "https://social.example/@amy/17", "https://xx.com/amy",
        "https://x.com.example/amy", "https://", "did:plc:abc", "at://did:plc:abc/app.bsky.feed.post/3k"}) {
    CAPTURE(address);
    CHECK_FALSE(public_page(address));
  }
}

TEST_CASE("The id of a post on Bluesky holds its account's DID", "[public_page]") {
  CHECK(did_in("at://did:plc:abc/app.bsky.feed.post/3k") == "did:plc:abc");
  CHECK(did_in("at://did:plc:abc") == "did:plc:abc");
  for (const char* id : {"at://amy.example/app.bsky.feed.post/3k", "did:plc:abc", "17", ""}) {
    CAPTURE(id);
    CHECK(did_in(id).empty());
  }
}
