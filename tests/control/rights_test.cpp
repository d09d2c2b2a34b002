#include "control/rights.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "control/identities.h"
#include "control/wire.h"
#include "core/text.h"
#include "tests/store/store_fixture.h"
#include "tests/support/scratch.h"

using namespace nhs;
using namespace nhs::control;
using namespace nhs::test;

namespace {

using Accounts = std::vector<ProfileAccount>;

privacy::Pseudonymiser pseudonymiser() { return privacy::Pseudonymiser{privacy::Key::from_bytes({1, 2, 3})}; }

/// As its network shows it.
store::ClassifiedPost shown(const std::string& network, const std::string& id, const std::string& author,
                            const std::string& account) {
  Post post;
  post.network = network;
  post.id = network == "bluesky" ? "at://" + account + "/app.bsky.feed.post/" + id : id;
  post.local_id = post.id;
  post.author = author;
  post.account = account;
  post.text = "The ward was kind, number " + id;
  post.created_at = at("2026-11-02T09:30:00Z");
  store::ClassifiedPost made = MadePost{};
  made.post = pseudonymiser().pseudonymise(post);
  return made;
}

/// A database of two posts by Amy, who is now called Ann, and one by Ben.
struct Renamed {
  explicit Renamed(std::string of_network) : network(std::move(of_network)) {
    save(posts,
         batch_of({shown(network, "1", "@amy.example", amy()), shown(network, "2", "@ann.example", amy()),
                   shown(network, "3", "@ben.example", ben())}));
  }
  std::string amy() const { return network == "x" ? "id:7" : "did:plc:abc"; }
  std::string ben() const { return network == "x" ? "id:8" : "did:plc:xyz"; }
  bool does(const Change& change) {
    return read_answer(carried_out(change, {posts, config, {UtcTime{}, "ana"}, &key})).has_value();
  }
  std::int64_t count() const { return open_reader(folder / "posts.db").count({}).value(); }

  std::string network;
  Scratch folder;
  privacy::Pseudonymiser key = pseudonymiser();
  config::Config config;
  store::PostStore posts =
      store::PostStore::open(folder / "posts.db", key.fingerprint(), TimeZone::named("UTC").value()).value();
};

std::string request(const std::string& members) { return R"({"database": "/a.db", )" + members + "}"; }

}  // namespace

TEST_CASE("The address of a profile means its account", "[rights]") {
  CHECK(account_of_profile("https://social.example/@amy") == Accounts{{"mastodon", "amy@social.example"}});
  CHECK(account_of_profile("https://Social.Example/@amy/?lang=en#top") ==
        Accounts{{"mastodon", "amy@social.example"}});
  CHECK(account_of_profile("https://social.example/users/amy") ==
        Accounts{{"mastodon", "amy@social.example"}});
  CHECK(account_of_profile("https://one.example/@amy@two.example") ==
        Accounts{{"mastodon", "amy@two.example"}});
  CHECK(account_of_profile("https://bsky.app/profile/amy.bsky.social") ==
        Accounts{{"bluesky", "amy.bsky.social"}});
  CHECK(account_of_profile("https://www.twitter.com/amy") == Accounts{{"x", "amy"}});
  CHECK(account_of_profile("https://x.com/amy/") == Accounts{{"x", "amy"}});
  CHECK(account_of_profile("https://twitter.com/@amy") == Accounts{{"x", "amy"}});
  CHECK(account_of_profile("https://www.social.example/@amy") ==
        Accounts{{"mastodon", "amy@social.example"}});
}

TEST_CASE("The address of a post, or of anything else, means nobody", "[rights]") {
  for (const char* address :
       {"https://social.example/@amy/1", "https://social.example/users/amy/statuses/1",
        "https://x.com/amy/status/1", "https://bsky.app/profile/amy.bsky.social/post/3k",
        "https://social.example/", "https://social.example/@", "https://x.com/", "://", "@amy@social.example",
        "at://did:plc:1/app.bsky.feed.post/3k", ""}) {
    INFO(address);
    CHECK(account_of_profile(address).empty());
  }
}

TEST_CASE("The page of a post on Bluesky and X means the post, by what its network calls it", "[rights]") {
  const auto key = pseudonymiser();
  const std::vector<std::string> networks = {"bluesky", "x"};
  const auto means = [&](const std::string& address, const std::string& network, const std::string& id) {
    const auto posts = identified(key, {address}, networks).posts;
    return std::find(posts.begin(), posts.end(), key.post_keys(network, id)) != posts.end();
  };
  CHECK(means("https://bsky.app/profile/did:plc:abc/post/3k", "bluesky",
              "at://did:plc:abc/app.bsky.feed.post/3k"));
  for (const char* address :
       {"https://x.com/amy/status/17", "https://x.com/i/web/status/17",
        "https://twitter.com/amy/status/17?s=20", "https://mobile.twitter.com/amy/status/17/photo/1",
        "https://x.com/status/status/17", "https://twitter.com/amy/statuses/17"}) {
    INFO(address);
    CHECK(means(address, "x", "17"));
  }
  // Also before anything of that network is held.
  const auto early = identified(key, {"https://x.com/amy/status/17"}, {"mastodon"}).posts;
  CHECK(std::find(early.begin(), early.end(), key.post_keys("x", "17")) != early.end());
  CHECK(identified(key, {"https://social.example/@amy"}, networks).posts.empty());

  CHECK(why_unknowable("https://bsky.app/profile/amy.bsky.social/post/3k"));
  CHECK(why_unknowable("at://amy.bsky.social/app.bsky.feed.post/3k"));
  for (const char* address :
       {"https://bsky.app/profile/did:plc:abc", "did:plc:abc", "https://bsky.app/profile/did:plc:abc/post/3k",
        "at://did:plc:abc/app.bsky.feed.post/3k", "https://bsky.app/profile/amy.bsky.social",
        "https://social.example/@amy/1", "@amy"})
    CHECK_FALSE(why_unknowable(address));
}

TEST_CASE("On Bluesky and X an account is forgotten by any of its names, and by what lies beneath",
          "[rights]") {
  for (const auto& [network, name] :
       std::vector<std::pair<std::string, std::string>>{{"bluesky", "@amy.example"},
                                                        {"bluesky", "@ann.example"},
                                                        {"bluesky", "did:plc:abc"},
                                                        {"bluesky", "https://bsky.app/profile/did:plc:abc"},
                                                        {"x", "@amy.example"},
                                                        {"x", "@ann.example"},
                                                        {"x", "id:7"}}) {
    CAPTURE(network, name);
    Renamed desk{network};
    REQUIRE(desk.does(Forget{{name}, "", false}));
    CHECK(desk.count() == 1);
    const auto outcomes = save(desk.posts, batch_of({shown(network, "4", "@third.example", desk.amy()),
                                                     shown(network, "5", "@new.example", desk.ben())}))
                              .outcomes;
    CHECK(outcomes == std::vector<store::Outcome>{store::Outcome::forgotten, store::Outcome::added});
  }
}

TEST_CASE("Who was collected before accounts were kept is known by what a post of theirs tells", "[rights]") {
  for (const bool forgets : {true, false}) {
    Renamed desk{"bluesky"};
    execute(desk.folder / "posts.db", "UPDATE author SET account_key = NULL");
    REQUIRE(desk.does(forgets ? Change{Forget{{"@amy.example"}, "", false}}
                              : Change{Object{{"@amy.example"}, "", true, false}}));
    CHECK(desk.count() == 2);
    save(desk.posts, batch_of({shown("bluesky", "4", "@third.example", desk.amy())}));
    CHECK(desk.count() == 2);
    const auto revealed = RevealAccount{"@amy.example", "", {}}.perform(
        {desk.posts, desk.config, {UtcTime{}, "ana"}, &desk.key});
    REQUIRE(revealed);
    CHECK(revealed->known.size() == (forgets ? 1U : 3U));
  }
}

TEST_CASE("What a file says of an account makes nobody else forgotten", "[rights]") {
  Renamed desk{"bluesky"};
  execute(desk.folder / "posts.db", "UPDATE author SET account_key = NULL");
  Post imported;
  imported.network = "bluesky";
  imported.id = "at://" + desk.ben() + "/app.bsky.feed.post/9";
  imported.author = "@amy.example";
  imported.text = "From a file";
  imported.created_at = at("2026-11-02T09:30:00Z");
  store::ClassifiedPost made = MadePost{};
  made.post = pseudonymiser().pseudonymise(imported);
  save(desk.posts, batch_of({made}, "import"));
  REQUIRE(desk.does(Forget{{"@amy.example"}, "", false}));
  // Amy's account is told by the older post that Bluesky showed.
  const auto outcomes = save(desk.posts, batch_of({shown("bluesky", "4", "@third.example", desk.amy()),
                                                   shown("bluesky", "5", "@new.example", desk.ben())}))
                            .outcomes;
  CHECK(outcomes == std::vector<store::Outcome>{store::Outcome::forgotten, store::Outcome::added});
}

TEST_CASE("An account is tried on each network, with or without its @, and an address as a post",
          "[rights]") {
  const auto key = pseudonymiser();
  const std::vector<std::string> networks = {"mastodon", "x"};
  const store::Identified account = identified(key, {"@amy@social.example"}, networks);
  CHECK(account.authors == identified(key, {"AMY@social.example"}, networks).authors);
  REQUIRE(account.authors.size() == 2);
  CHECK(account.authors[0] == key.author_keys("mastodon", "@amy@social.example"));
  CHECK(account.posts.empty());
  const store::Identified post = identified(key, {"https://social.example/@amy/1"}, networks);
  CHECK(post.authors.empty());
  CHECK(post.addresses == std::vector<store::Hashes>{key.url_keys("https://social.example/@amy/1")});
  CHECK(post.posts.size() == 2);
  const store::Identified profile = identified(key, {"https://social.example/@amy"}, networks);
  CHECK(profile.authors == std::vector<store::Hashes>{account.authors[0]});
  CHECK(profile.addresses.empty());
  // Only where it was asked for.
  CHECK(identified(key, {"https://social.example/@amy"}, {"x"}).authors.empty());
}

TEST_CASE("An account is looked for by what files that were imported before may call it", "[rights]") {
  const auto key = pseudonymiser();
  const auto looks_for = [&](const std::string& name, const std::string& network, const std::string& author) {
    const store::Identified whom = identified(key, {name}, {network});
    std::vector<store::Hashes> all = whom.authors;
    all.insert(all.end(), whom.maybe_authors.begin(), whom.maybe_authors.end());
    return std::find(all.begin(), all.end(), key.author_keys(network, author)) != all.end();
  };
  for (const char* name : {"@amy@social.example", "acct:amy@social.example", "ACCT:amy@social.example",
                           "https://social.example/@amy"})
    for (const char* author : {"acct:amy@social.example", "https://social.example/@amy",
                               "https://social.example/users/amy", "@amy@social.example"}) {
      INFO(name << ' ' << author);
      CHECK(looks_for(name, "import", author));
    }
  CHECK(looks_for("amy.bsky.social", "import", "https://bsky.app/profile/amy.bsky.social"));
  CHECK(looks_for("@amy_j", "import", "https://x.com/amy_j"));
  CHECK(looks_for("https://twitter.com/amy_j", "import", "https://x.com/amy_j"));
  // A bare name is another person's on another network.
  CHECK_FALSE(looks_for("https://x.com/amy_j", "mastodon", "@amy_j"));
  CHECK_FALSE(looks_for("@amy@social.example", "mastodon", "@amy"));
}

TEST_CASE("On a network that was named, a bare name is not an account of X, unless the network is X",
          "[rights]") {
  const auto key = pseudonymiser();
  const auto finds_x = [&](const std::string& name, const std::string& network, Networks networks_are) {
    const auto maybe = identified(key, {name}, {network}, networks_are).maybe_authors;
    return std::find(maybe.begin(), maybe.end(), key.author_keys(network, "https://x.com/amy")) !=
           maybe.end();
  };
  CHECK_FALSE(finds_x("@amy", "forum", Networks::named));
  CHECK_FALSE(finds_x("amy", "import", Networks::named));
  CHECK(finds_x("@amy", "x", Networks::named));
  CHECK(finds_x("amy", "twitter", Networks::named));
  CHECK(finds_x("@amy", "forum", Networks::all_there_are));
  CHECK(finds_x("https://x.com/amy", "forum", Networks::named));
  // Whole names are one account's anywhere.
  const auto whole = identified(key, {"@amy@social.example"}, {"forum"}, Networks::named).maybe_authors;
  CHECK(std::find(whole.begin(), whole.end(), key.author_keys("forum", "https://social.example/@amy")) !=
        whole.end());
}

TEST_CASE("A post is meant by the number that lists give it, and by what exports call it", "[rights]") {
  const std::string id = privacy::to_text(hash(7));
  CHECK(listed_post("12")->refs == std::vector<std::int64_t>{12});
  CHECK(listed_post("12")->keys.empty());
  CHECK(listed_post(id)->keys == std::vector<KeyedHash>{hash(7)});
  CHECK(listed_post(id)->refs.empty());
  for (const char* word :
       {"", "0", "-1", "1.5", "12a", " 12", "@12", "h:", "h:12", "99999999999999999999", "amy"}) {
    INFO(word);
    CHECK_FALSE(listed_post(word));
  }
}

TEST_CASE("Single posts are forgotten without the key, all of them or none; a post's id is nobody's account",
          "[rights]") {
  Scratch folder;
  const auto key = pseudonymiser();
  store::PostStore posts =
      store::PostStore::open(folder / "posts.db", key.fingerprint(), TimeZone::named("UTC").value()).value();
  const store::ClassifiedPost post = MadePost{.id = 1};
  save(posts, batch_of({post, MadePost{.id = 2}, MadePost{.id = 3}}));
  const config::Config config;
  const auto refused = [&](const Change& change, const privacy::Pseudonymiser* with) {
    const auto answer = read_answer(carried_out(change, {posts, config, {UtcTime{}, "ana"}, with}));
    REQUIRE_FALSE(answer);
    return answer.error();
  };
  const std::string id = privacy::to_text(post.post.key);
  CHECK(refused(Forget{{}, "", false, {"1", "99"}}, nullptr).status == ExitStatus::no_input);
  CHECK(refused(Forget{{id}, "", false}, &key).status == ExitStatus::usage);
  CHECK(refused(Forget{{id}, "", false}, &key).message.find("--post") != std::string::npos);
  CHECK(refused(Object{{id}, "", true, false}, &key).status == ExitStatus::usage);
  CHECK(open_reader(folder / "posts.db").count({}) == 3);
  CHECK(integer(folder / "posts.db", "SELECT count(*) FROM forgotten") == 0);
  REQUIRE(read_answer(carried_out(Forget{{}, "", false, {id, "2"}}, {posts, config, {UtcTime{}, "ana"}})));
  CHECK(open_reader(folder / "posts.db").count({}) == 1);
}

TEST_CASE("Requests of people are read as they were written", "[rights]") {
  for (const Change& change : std::vector<Change>{
           Forget{{"@amy@social.example", "https://x.com/b"}, "mastodon", true}, Forget{{"amy"}, "", false},
           Forget{{}, "", true, {"12", "h:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}}, FinishErasing{},
           Object{{"amy"}, "x", false, true}}) {
    const std::string line = request_line({"/a.db", change});
    INFO(line);
    const auto read = read_request(line);
    REQUIRE(read);
    CHECK(read->change.index() == change.index());
    CHECK(request_line(*read) == line);
  }
}

TEST_CASE("A request that is none is refused, and no name in it is repeated", "[rights]") {
  for (const std::string& line :
       {request(R"("op": "forget", "names": [], "network": "", "trial": true)"),
        request(R"("op": "forget", "names": ["zebedee\nx"], "network": "", "trial": true)"),
        request(R"("op": "forget", "names": ["zebedee"], "network": "", "trial": 1)"),
        request(R"("op": "forget", "names": ["zebedee"], "network": 7, "trial": true)"),
        request(R"("op": "forget", "names": "zebedee", "network": "", "trial": true)"),
        request(R"("op": "object", "names": ["zebedee"], "network": "", "trial": true)"),
        request(
            R"("op": "object", "names": [], "network": "", "objects": true, "trial": true, "posts": ["1"])"),
        request(R"("op": "forget", "names": [], "network": "", "trial": true, "posts": ["zebedee"])"),
        request(R"("op": "forget", "names": [], "network": "", "trial": true, "posts": "zebedee")"),
        request(R"("op": "forget", "names": ["zebedee"], "network": "", "trial": true, "posts": ["1"])"),
        request(R"("op": "forget", "names": [")" + std::string(kLongestAccount, 'z') +
                R"(zebedee"], "network": "", "trial": true)")}) {
    INFO(line.substr(0, 100));
    const auto read = read_request(line);
    REQUIRE_FALSE(read);
    CHECK(read.error().status == ExitStatus::bad_data);
    CHECK(read.error().message.find("zebedee") == std::string::npos);
  }
}

TEST_CASE("What was answered is read as it was told", "[rights]") {
  Scratch folder;
  const auto key = pseudonymiser();
  store::PostStore posts =
      store::PostStore::open(folder / "posts.db", key.fingerprint(), TimeZone::named("UTC").value()).value();
  store::ClassifiedPost post = MadePost{.id = 1};
  post.post.author_key = key.author_key("mastodon", "@amy@social.example");
  save(posts, batch_of({post, MadePost{.id = 2}}));
  const config::Config config;
  const Office office{posts, config, {UtcTime{}, "ana (1001)"}, &key};
  const auto told = [&](const Change& change) {
    const auto answer = read_answer(carried_out(change, office));
    if (!answer) FAIL(answer.error().message);
    return JsonDocument::parse(carried_out(change, office)).value();
  };
  CHECK(told(Object{{"amy@social.example"}, "", true, false}).root()["done"]["networks"].size() == 1);
  CHECK(told(Object{{"amy@social.example"}, "", false, false}).root()["done"]["accounts"].integer() == 1);
  const auto would =
      ForgottenAnswer::read(JsonDocument::parse(carried_out(Forget{{"amy@social.example"}, "", true}, office))
                                .value()
                                .root()["done"]);
  REQUIRE(would);
  CHECK(would->forgotten.held.posts() == 1);
  CHECK(would->forgotten.held.networks[0].first == parse_day("2026-11-02").value());
  const auto done = ForgottenAnswer::read(
      JsonDocument::parse(carried_out(Forget{{"amy@social.example"}, "", false}, office))
          .value()
          .root()["done"]);
  REQUIRE(done);
  CHECK(done->forgotten.erasing == store::Erasing::finished);
  CHECK(open_reader(folder / "posts.db").count({}) == 1);
  // Without the key nobody is found.
  const auto refused =
      read_answer(carried_out(Forget{{"amy"}, "", true}, {posts, config, {UtcTime{}, "ana"}}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == ExitStatus::configuration);
  // Nobody asks whether somebody is here without a trace.
  CHECK(integer(folder / "posts.db", "SELECT count(*) FROM audit WHERE action = 'forget'") == 2);
}

TEST_CASE("A name that nobody has on any network is known for that, and nothing of it is repeated",
          "[rights]") {
  for (const char* name : {"",
                           "  ",
                           "zed b",
                           "zed\tb",
                           "x@y@z",
                           "@zed@one.example@two.example",
                           "@",
                           "@@zed",
                           "zed@",
                           "@zed@",
                           "@zed@social",
                           "zed@social..example",
                           "zed@.example",
                           "zed@so!cial.example",
                           "!!!",
                           "12345",
                           "@...",
                           "zed,ben",
                           "h:zzz",
                           "://",
                           "https://",
                           "https:///path",
                           "https://?q",
                           "https://social/",
                           "://social.example/@zed",
                           "https://so cial.example/"}) {
    INFO(name);
    const auto mistake = mistake_in(name);
    REQUIRE(mistake);
    if (std::string{name}.size() > 3 && std::string{name} != "https://")
      CHECK(mistake->find(trimmed(name)) == std::string::npos);
  }
}

TEST_CASE("Whoever may be somebody on some network is taken as they are written", "[rights]") {
  for (const char* name : {"amy",
                           "@amy",
                           "@amy@social.example",
                           "AMY@Social.Example",
                           "amy_b-c.d@social.example:8080",
                           "amy@localhost",
                           "amy.bsky.social",
                           "did:plc:abc123",
                           "u/amy",
                           "UC_x-1",
                           "@12345",
                           "1st",
                           "жанна@пример.рф",
                           "amy@xn--e1afmkfd.example",
                           "https://social.example/@amy",
                           "http://127.0.0.1:4000/@amy/1",
                           "https://[::1]:4000/1",
                           "https://blog.example",
                           "at://did:plc:1/app.bsky.feed.post/3k",
                           "h:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
    INFO(name);
    CHECK(mistake_in(name).value_or("") == "");
  }
}
