#include "privacy/pseudonymiser.h"

#include <catch2/catch.hpp>
#include <set>
#include <thread>
#include <vector>

#include "privacy/fields.h"

using namespace nhs;
using privacy::hash_from_text;
using privacy::Key;
using privacy::Pseudonymiser;
using privacy::to_text;

namespace {

const Pseudonymiser& pseudonymiser() {
  static const Pseudonymiser one{Key::from_bytes({7})};
  return one;
}

Post some_post() {
  Post post;
  post.network = "mastodon";
  post.id = "https://mastodon.example/users/Someone/statuses/112233445566778899";
  post.url = "https://mastodon.example/@Someone/112233445566778899";
  post.author = "@Someone@mastodon.example";
  post.text =
      "Thank you @Helper@other.example, see https://mastodon.example/@Someone/112233445566778899 or ring "
      "07700 900123. Someone@mastodon.example #NHSvalues\xFF";
  post.created_at = parse_rfc3339("2026-11-01T09:30:00Z");
  post.edited_at = parse_rfc3339("2026-11-01T10:30:00Z");
  post.language = "en";
  post.tags = {"NHSvalues"};
  post.in_reply_to = "https://other.example/users/Helper/statuses/998877";
  post.local_id = "556677889900112233";
  return post;
}

std::string bytes_of(const KeyedHash& hash) { return {hash.begin(), hash.end()}; }

/// All that could lie on disk. Most of it is as good as random: what is looked for in it has to be long, for
/// two bytes stand somewhere in it by chance once in a few hundred runs.
std::string all_bytes(const PseudonymousPost& post) {
  std::string bytes =
      post.network + post.sealed + post.sealed_local_id + post.text + post.language + bytes_of(post.key);
  for (const auto& hash : {post.url_key, post.author_key, post.reply_key})
    if (hash) bytes += bytes_of(*hash);
  for (const std::string& tag : post.tags) bytes += tag;
  return bytes;
}

std::int64_t text_key_of(const std::string& text) {
  Post post = some_post();
  post.text = text;
  return pseudonymiser().pseudonymise(post).text_key;
}

}  // namespace

TEST_CASE("A pseudonymous post holds no identity of anybody, in no field", "[pseudonymiser]") {
  const PseudonymousPost post = pseudonymiser().pseudonymise(some_post());
  CHECK((post.network + post.text + post.language).find("/@") == std::string::npos);
  const std::string bytes = all_bytes(post);
  for (const char* identity : {"Someone", "someone", "Helper", "helper", "112233445566778899",
                               "556677889900112233", "998877", "900123", "other.example"}) {
    CAPTURE(identity);
    CHECK(bytes.find(identity) == std::string::npos);
  }
}

TEST_CASE("What is no identity goes through; the text is repaired and masked", "[pseudonymiser]") {
  const PseudonymousPost post = pseudonymiser().pseudonymise(some_post());
  CHECK(post.network == "mastodon");
  CHECK(post.text ==
        "Thank you @…, see https://mastodon.example/… or ring [phone]. [email] #NHSvalues\xEF\xBF\xBD");
  CHECK(post.created_at == some_post().created_at);
  CHECK(post.edited_at == some_post().edited_at);
  CHECK(post.language == "en");
  CHECK(post.tags == std::vector<std::string>{"NHSvalues"});
}

TEST_CASE("The key's holder reads the identities back, nobody else", "[pseudonymiser]") {
  const PseudonymousPost post = pseudonymiser().pseudonymise(some_post());
  const auto identity = pseudonymiser().unseal_identity(post.sealed);
  REQUIRE(identity);
  CHECK(identity->id == some_post().id);
  CHECK(identity->url == some_post().url);
  CHECK(identity->author == some_post().author);
  CHECK(pseudonymiser().unseal(post.sealed_local_id) == some_post().local_id);

  const Pseudonymiser other{Key::from_bytes({8})};
  CHECK_FALSE(other.unseal_identity(post.sealed));
  CHECK(other.fingerprint() != pseudonymiser().fingerprint());
  CHECK_FALSE(pseudonymiser().unseal_identity(post.sealed_local_id));
  CHECK_FALSE(pseudonymiser().unseal_identity(pseudonymiser().seal(std::string(12, '\0') + "more")));
}

TEST_CASE("What a post does not say has no hash", "[pseudonymiser]") {
  Post bare;
  bare.network = "import";
  bare.text = "Kind staff";
  const PseudonymousPost post = pseudonymiser().pseudonymise(bare);
  CHECK_FALSE(post.url_key);
  CHECK_FALSE(post.author_key);
  CHECK_FALSE(post.reply_key);
  CHECK(post.sealed_local_id.empty());
  CHECK(post.sealed.empty());
}

TEST_CASE("A post without an id is known by its text", "[pseudonymiser]") {
  Post bare;
  bare.network = "import";
  bare.text = "Kind staff";
  const KeyedHash key = pseudonymiser().pseudonymise(bare).key;
  CHECK(pseudonymiser().pseudonymise(bare).key == key);
  Post other = bare;
  other.text = "Kind staff!";
  CHECK(pseudonymiser().pseudonymise(other).key != key);
  CHECK(pseudonymiser().post_key("import", "Kind staff") != key);
}

TEST_CASE("Hashes are the same for ever, as databases hold them", "[pseudonymiser]") {
  const Pseudonymiser zero{Key::from_bytes({})};
  CHECK(to_text(zero.post_key("mastodon", "https://example.org/1")) ==
        "h:K-yAIVeADzdtZUNFeCirVjHceKUQqg2jtlayvQpp2IU");
  CHECK(to_text(zero.url_key("https://example.org/1")) == "h:y5xEIdinCUqopPSPjjhdMpJQ9ozkU4aHihVTmg_SPjQ");
  CHECK(to_text(zero.author_key("mastodon", "@someone@example.org")) ==
        "h:HrYqpjVtazHmLWqTS8m5bq5IhGvb-MdpQN13LU3WOEg");
}

TEST_CASE("One account in different dress has one hash; another network's has another", "[pseudonymiser]") {
  const auto key = [](const char* network, const char* account) {
    return pseudonymiser().author_key(network, account);
  };
  const KeyedHash someone = key("mastodon", "@someone@example.org");
  CHECK(key("mastodon", "someone@example.org") == someone);
  CHECK(key("mastodon", " @SomeOne@Example.ORG ") == someone);
  CHECK(key("mastodon", "ｓomeone@example.org") == someone);
  CHECK(key("bluesky", "@someone@example.org") != someone);
  CHECK(key("mastodon", "@someone") != someone);
  CHECK(key("mastodon", "@@someone@example.org") != someone);
}

TEST_CASE("An account keeps its hash when its name changes, and who has the key reads it back",
          "[pseudonymiser]") {
  Post post = some_post();
  post.network = "x";
  post.author = "@amy";
  post.account = "id:7";
  const PseudonymousPost before = pseudonymiser().pseudonymise(post);
  post.author = "@ann";
  const PseudonymousPost after = pseudonymiser().pseudonymise(post);
  CHECK(before.account_key == pseudonymiser().author_key("x", "id:7"));
  CHECK(after.account_key == before.account_key);
  CHECK(after.author_key != before.author_key);
  CHECK(pseudonymiser().unseal_identity(after.sealed)->account == "id:7");
  CHECK(pseudonymiser().unseal_identity(after.sealed)->author == "@ann");
  // Without a name the account is its author.
  post.author.clear();
  CHECK(pseudonymiser().pseudonymise(post).author_key == before.account_key);
  CHECK_FALSE(pseudonymiser().pseudonymise(some_post()).account_key);
}

TEST_CASE(
    "An identity that was sealed before accounts were known opens, and on Bluesky its id tells the account",
    "[pseudonymiser]") {
  const auto sealed_then = [](const std::string& id) {
    std::string identity;
    for (const char* field : {id.c_str(), "https://bsky.app/profile/did:plc:abc/post/3k", "@amy.example"})
      privacy::append_field(identity, field);
    return pseudonymiser().seal(identity);
  };
  const auto on_bluesky =
      pseudonymiser().unseal_identity(sealed_then("at://did:plc:abc/app.bsky.feed.post/3k"));
  REQUIRE(on_bluesky);
  CHECK(on_bluesky->author == "@amy.example");
  CHECK(on_bluesky->account == "did:plc:abc");
  const auto elsewhere = pseudonymiser().unseal_identity(sealed_then("17"));
  REQUIRE(elsewhere);
  CHECK(elsewhere->id == "17");
  CHECK(elsewhere->account.empty());
  // A file may give any id to any name.
  Post imported = some_post();
  imported.network = "bluesky";
  imported.id = "at://did:plc:abc/app.bsky.feed.post/3k";
  CHECK_FALSE(pseudonymiser().pseudonymise(imported).account_key);
}

TEST_CASE("A post's hash is of network and id, byte for byte", "[pseudonymiser]") {
  const KeyedHash key = pseudonymiser().post_key("mastodon", "https://example.org/1");
  CHECK(pseudonymiser().post_key("feed", "https://example.org/1") != key);
  CHECK(pseudonymiser().post_key("mastodon", "https://example.org/2") != key);
  CHECK(pseudonymiser().post_key("mastodonh", "ttps://example.org/1") != key);
  CHECK(pseudonymiser().url_key("https://example.org/1") != key);
}

TEST_CASE("One page by different addresses has one hash", "[pseudonymiser]") {
  const auto key = [](const char* url) { return pseudonymiser().url_key(url); };
  const KeyedHash page = key("https://example.org/News/1?b=2&a=1");
  for (const char* same : {"http://example.org/News/1?b=2&a=1", "HTTPS://EXAMPLE.org/News/1?b=2&a=1",
                           "https://example.org:443/News/1?b=2&a=1", "http://example.org:80/News/1/?b=2&a=1",
                           "https://example.org/News/1?b=2&a=1#top", " https://example.org/News/1?b=2&a=1\n",
                           "https://example.org/News/1?utm_source=x&b=2&UTM_medium=y&a=1&fbclid=z&gclid=w",
                           "https://me@example.org/News/1?b=2&a=1"}) {
    CAPTURE(same);
    CHECK(key(same) == page);
  }
  for (const char* other : {"https://example.org/news/1?b=2&a=1", "https://example.org/News/1?a=1&b=2",
                            "https://example.org/News/1", "https://example.org:8080/News/1?b=2&a=1",
                            "https://www.example.org/News/1?b=2&a=1",
                            "https://example.org/News/1?b=2&a=1&fbclidx=1", "urn:uuid:1"}) {
    CAPTURE(other);
    CHECK(key(other) != page);
  }
  CHECK(key("https://example.org") == key("http://example.org/?#"));
  CHECK(key("urn:uuid:A") != key("urn:uuid:a"));
}

TEST_CASE("A hash that an export wrote stands for itself when it comes back", "[pseudonymiser]") {
  const PseudonymousPost first = pseudonymiser().pseudonymise(some_post());
  Post exported = some_post();
  exported.id = to_text(first.key);
  exported.author = to_text(*first.author_key);
  exported.url = to_text(*first.url_key);
  exported.in_reply_to = to_text(*first.reply_key);
  exported.local_id.clear();
  exported.text = first.text;
  const PseudonymousPost again = pseudonymiser().pseudonymise(exported);
  CHECK(again.key == first.key);
  CHECK(again.author_key == first.author_key);
  CHECK(again.url_key == first.url_key);
  CHECK(again.reply_key == first.reply_key);
  CHECK(again.text == first.text);
  CHECK(again.text_key == first.text_key);
  CHECK(again.sealed.empty());
}

TEST_CASE("A hash is written as text and read back, in one spelling only", "[pseudonymiser]") {
  KeyedHash hash{};
  for (int round = 0; round < 200; ++round) {
    for (std::size_t i = 0; i < hash.size(); ++i)
      hash[i] = static_cast<std::uint8_t>(hash[i] * 31 + i * 7 + 13);
    const std::string text = to_text(hash);
    CHECK(text.size() == 45);
    CHECK(hash_from_text(text) == hash);
  }
  const std::string zero = "h:" + std::string(43, 'A');
  CHECK(to_text(KeyedHash{}) == zero);
  CHECK(hash_from_text(zero) == KeyedHash{});
  CHECK_FALSE(hash_from_text(zero.substr(0, 44) + "B"));
  CHECK_FALSE(hash_from_text(zero.substr(0, 44)));
  CHECK_FALSE(hash_from_text(zero + "A"));
  CHECK_FALSE(hash_from_text("H:" + std::string(43, 'A')));
  CHECK_FALSE(hash_from_text("h:" + std::string(42, 'A') + "+"));
  CHECK_FALSE(hash_from_text(""));
}

TEST_CASE("Copies of a text are one, whatever case, spaces, signs, links and mentions they have",
          "[pseudonymiser]") {
  const std::int64_t original = text_key_of("Thank you to the night team on ward 6. #NHSvalues");
  CHECK(text_key_of("THANK YOU  to the night team\non ward 6! #nhsvalues") == original);
  CHECK(text_key_of("@bob Thank you to the night team on ward 6 #NHSvalues https://example.org/a?b=1") ==
        original);
  CHECK(text_key_of("“Thank you” to the night team… on ward 6 👏 #NHSvalues www.example.org") == original);
  CHECK(text_key_of("Thank you to the day team on ward 6. #NHSvalues") != original);
  CHECK(text_key_of("Thank you to the nightteam on ward 6. #NHSvalues") != original);
  CHECK(original != 0);
  for (const char* empty : {"", "👏👏👏", "@bob @carol@example.org", "https://example.org/story", " … !"})
    CHECK(text_key_of(empty) == 0);
}

TEST_CASE("Organisations are given as people write them", "[pseudonymiser]") {
  const Pseudonymiser with{Key::from_bytes({7}), {"@LeedsCares", " @Trust@Example.org"}};
  Post post = some_post();
  post.text = "@leedscares @trust@example.org @someone";
  CHECK(with.pseudonymise(post).text == "@leedscares @trust@example.org @…");
}

TEST_CASE("Threads share a pseudonymiser, and one with another key", "[pseudonymiser]") {
  const Pseudonymiser other{Key::from_bytes({8})};
  const KeyedHash here = pseudonymiser().post_key("a", "b");
  const KeyedHash there = other.post_key("a", "b");
  std::vector<int> wrong(4);
  std::vector<std::thread> threads;
  for (int& mine : wrong)
    threads.emplace_back([&mine, &here, &there, &other] {
      for (int i = 0; i < 500; ++i) {
        mine += pseudonymiser().post_key("a", "b") != here;
        mine += other.post_key("a", "b") != there;
        mine += pseudonymiser().unseal(pseudonymiser().seal("text")) != "text";
        mine += other.unseal(pseudonymiser().seal("text")).has_value();
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4));
}
