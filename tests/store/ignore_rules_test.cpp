#include "store/ignore_rules.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <thread>

#include "other_user.h"
#include "store/ignore_judge.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;
using store::ChangedText;
using store::IgnoreRules;
using store::IgnoreTest;

namespace {

const UtcTime kNow = at("2026-11-21T12:00:00Z");

IgnoreRules rules(std::vector<IgnoreTest> tests, std::string fingerprint = "one") {
  return IgnoreRules{std::move(tests), std::move(fingerprint)};
}

bool phrase_holds(const char* phrase, const char* text) {
  return rules({{"adverts", phrase}}).first_that_holds({"mastodon", std::nullopt, text, nullptr}).has_value();
}

std::function<KeyedHash(const std::string&)> author(std::uint64_t number) {
  return [number](const std::string&) { return hash(2'000'000 + number); };
}

struct Fixture {
  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  store::Reader reader = open_reader(file);

  store::IgnoreChanges apply(IgnoreRules in_force) {
    const auto changes = posts.apply_ignore_rules(std::move(in_force), kNow);
    if (!changes) FAIL(changes.error().message);
    CHECK(posts.rollups_hold() == true);
    return *changes;
  }
  store::SaveReport put(store::Batch batch) {
    const store::SaveReport report = save(posts, batch);
    CHECK(posts.rollups_hold() == true);
    return report;
  }
  store::StoredPost post(std::int64_t ref) { return reader.post(ref).value().value(); }
  void fill(std::uint64_t count) {
    std::vector<store::ClassifiedPost> many;
    for (std::uint64_t id = 1; id <= count; ++id)
      many.push_back(
          MadePost{.id = id, .text = id % 2 == 0 ? "A job advert" : "Thank you", .author = id % 7});
    save(posts, batch_of(std::move(many)));
  }
};

}  // namespace

TEST_CASE("A phrase is whole words in a row, capitals, white space and the apostrophe's shape aside",
          "[store]") {
  CHECK(phrase_holds("we're hiring", "Join us: We\xe2\x80\x99re\n\n  HIRING!"));
  CHECK(phrase_holds("  Apply   now ", "apply now"));
  CHECK(phrase_holds("#jobs", "care #Jobs leeds"));
  CHECK(phrase_holds("STRASSE", "Straße"));
  CHECK(phrase_holds("now", "nowhere, now"));
  CHECK_FALSE(phrase_holds("apply now", "reapply nowhere"));
  CHECK_FALSE(phrase_holds("apply now", "apply right now"));
  CHECK_FALSE(phrase_holds("#jobs", "#jobsleeds"));
}

TEST_CASE("A phrase of blanks, or of what nobody sees, stands in no text", "[store]") {
  for (const char* blank :
       {"   ", "\t \n", "\xe2\x80\x8b\xe2\x80\x8b\xe2\x80\x8b", "\xc2\xa0 \xef\xbb\xbf", "\xe3\x80\x80"})
    CHECK_FALSE(phrase_holds(blank, "Thank   you, \xc2\xa0 all \xe2\x80\x8b of you"));
  // Beside another part it does not leave that part alone in force.
  CHECK_FALSE(rules({{"bot", "   ", "", author(1)}})
                  .first_that_holds({"mastodon", hash(2'000'001), "Thank you", nullptr}));
}

TEST_CASE("All parts of a rule have to hold, and the first rule that holds names the reason", "[store]") {
  IgnoreRules both = rules({{"both", "advert", "jobs feed", author(1)}, {"either", "advert"}});
  store::IgnoreFacts facts{"feed", hash(2'000'001), "An advert",
                           [](const std::string& source) { return source == "jobs feed"; }};
  CHECK(both.first_that_holds(facts) == "both");
  facts.author_key = hash(2'000'002);
  CHECK(both.first_that_holds(facts) == "either");
  facts.author_key = std::nullopt;
  CHECK(both.first_that_holds(facts) == "either");
  facts.text = "A word of thanks";
  facts.author_key = hash(2'000'001);
  CHECK_FALSE(both.first_that_holds(facts));
  CHECK_FALSE(IgnoreRules{}.first_that_holds(facts));
}

TEST_CASE("A post that a rule takes counts nowhere, stays whole, and comes back when the rule goes",
          "[store]") {
  Fixture f;
  f.put(batch_of({MadePost{.id = 1, .text = "Apply now!"}, MadePost{.id = 2}}));
  const store::IgnoreChanges changes = f.apply(rules({{"adverts", "apply now"}}));
  CHECK(changes.set_aside == 1);
  CHECK(changes.restored == 0);
  CHECK(f.reader.count({}) == 1);
  CHECK(integer(f.file, "SELECT sum(posts) FROM rollup") == 1);
  const store::StoredPost aside = f.post(1);
  CHECK(aside.ignored_by == "adverts");
  CHECK(aside.withdrawn_at == kNow);
  CHECK(aside.text == "Apply now!");
  CHECK(aside.tags == std::vector<std::string>{"NHSvalues"});
  CHECK(aside.classification.values.size() == 1);

  CHECK(f.apply({}).restored == 1);
  CHECK(f.reader.count({}) == 2);
  CHECK(f.post(1).ignored_by.empty());
  CHECK_FALSE(f.post(1).withdrawn_at);
  CHECK(integer(f.file, "SELECT sum(posts) FROM rollup") == 2);
}

TEST_CASE("What is saved under a rule is held against it, each view anew", "[store]") {
  Fixture f;
  f.apply(rules({{"adverts", "apply now"}, {"the bot", "", "", author(9)}}));
  const store::SaveReport report = f.put(
      batch_of({MadePost{.id = 1, .text = "Apply now!"}, MadePost{.id = 2}, MadePost{.id = 3, .author = 9}}));
  CHECK(report.outcomes == std::vector<store::Outcome>(3, store::Outcome::added));
  CHECK(report.set_aside == 2);
  CHECK(f.reader.count({}) == 1);

  // Edited into and out of what the rule takes.
  f.put(batch_of({MadePost{.id = 1, .text = "Thank you", .edited_at = "2026-11-05T00:00:00Z"},
                  MadePost{.id = 2, .text = "apply NOW", .edited_at = "2026-11-05T00:00:00Z"}}));
  CHECK(f.post(1).ignored_by.empty());
  CHECK(f.post(2).ignored_by == "adverts");
  // A view that does not say who wrote it does not bring the bot back.
  CHECK(f.put(batch_of({MadePost{.id = 3, .author = std::nullopt}})).outcomes[0] ==
        store::Outcome::unchanged);
  CHECK(f.post(3).ignored_by == "the bot");
}

TEST_CASE("An author that a post lacked is held against the rules when a later view names them", "[store]") {
  Fixture f;
  f.apply(rules({{"the bot", "", "", author(9)}}));
  f.put(batch_of({MadePost{.id = 1, .author = std::nullopt}}));
  CHECK(f.reader.count({}) == 1);
  f.put(batch_of({MadePost{.id = 1, .author = 9}}));
  CHECK(f.post(1).ignored_by == "the bot");
  CHECK(f.reader.count({}) == 0);
}

TEST_CASE("A date that comes while a post is set aside puts it in its day when it comes back", "[store]") {
  Fixture f;
  f.apply(rules({{"adverts", "apply now"}}));
  f.put(batch_of({MadePost{.id = 1, .text = "Apply now", .created_at = std::nullopt}}));
  f.put(batch_of({MadePost{.id = 1, .text = "Apply now"}}));
  CHECK(f.post(1).created_at == at("2026-11-02T09:30:00Z"));
  CHECK(integer(f.file, "SELECT count(*) FROM rollup") == 0);
  f.apply({});
  CHECK(integer(f.file, "SELECT sum(posts) FROM rollup") == 1);
}

TEST_CASE("A source is ignored only for what no other source shows", "[store]") {
  Fixture f;
  f.apply(rules({{"jobs", "", "jobs.example"}}));
  f.put(batch_of({MadePost{.id = 1}, MadePost{.id = 2}}, "jobs.example"));
  f.put(batch_of({MadePost{.id = 3}}, "mastodon.social"));
  CHECK(f.reader.count({}) == 1);
  f.put(batch_of({MadePost{.id = 1}}, "mastodon.social"));
  CHECK(f.post(1).ignored_by.empty());
  CHECK(f.post(2).ignored_by == "jobs");
  // In the other order it comes to the same.
  f.put(batch_of({MadePost{.id = 3}}, "jobs.example"));
  CHECK(f.post(3).ignored_by.empty());
  CHECK(f.reader.count({}) == 2);
}

TEST_CASE("A post that its network withdraws while it is set aside stays withdrawn", "[store]") {
  Fixture f;
  f.apply(rules({{"adverts", "apply now"}}));
  f.put(batch_of({MadePost{.id = 1, .text = "Apply now"}}));
  store::Batch gone = batch_of({});
  gone.withdrawn = {{hash(1), std::nullopt}};
  CHECK(f.put(gone).withdrawn == 0);
  CHECK(f.post(1).text.empty());
  CHECK(f.post(1).ignored_by.empty());
  CHECK(f.apply({}).restored == 0);
  CHECK(f.post(1).withdrawn_at);
  CHECK(f.reader.count({}) == 0);
}

TEST_CASE("An import follows the same rules, and conflicts as ever", "[store]") {
  Fixture f;
  f.apply(rules({{"adverts", "apply now"}}));
  store::Batch batch = batch_of({MadePost{.id = 1, .text = "Apply now"}}, "import");
  batch.changed_text = ChangedText::is_a_conflict;
  CHECK(f.put(batch).set_aside == 1);
  CHECK(f.put(batch).outcomes[0] == store::Outcome::unchanged);
  batch.posts[0].post.text = "Another text";
  CHECK(f.put(batch).outcomes[0] == store::Outcome::conflict);
  CHECK(f.post(1).ignored_by == "adverts");
}

TEST_CASE("A rule of another name takes its posts over", "[store]") {
  Fixture f;
  f.put(batch_of({MadePost{.id = 1, .text = "Apply now"}}));
  f.apply(rules({{"adverts", "apply now"}}, "one"));
  const store::IgnoreChanges changes = f.apply(rules({{"jobs", "apply now"}}, "two"));
  CHECK(changes.set_aside + changes.restored == 0);
  CHECK(f.post(1).ignored_by == "jobs");
}

TEST_CASE("Posts are held against the rules again only when these changed", "[store]") {
  Fixture f;
  f.fill(3000);
  CHECK(f.apply(rules({{"adverts", "job advert"}}, "one")).set_aside == 1500);
  execute(f.file, "CREATE TRIGGER refuse BEFORE UPDATE ON post BEGIN SELECT RAISE(ABORT, 'touched'); END");
  f.posts = open_store(f.file);
  CHECK(f.apply(rules({{"adverts", "job advert"}}, "one")).set_aside == 0);
  CHECK_FALSE(f.posts.apply_ignore_rules({}, kNow));
}

TEST_CASE("What broke off half-way leaves rollups right, and is completed at the next start", "[store]") {
  Fixture f;
  f.fill(5000);
  f.apply(rules({{"the seventh", "", "", author(0)}}, "old"));
  const std::int64_t before = f.reader.count({}).value();
  execute(
      f.file,
      "CREATE TRIGGER refuse BEFORE UPDATE ON post WHEN new.id > 3500 BEGIN SELECT RAISE(ABORT, 'no'); END");
  CHECK_FALSE(f.posts.apply_ignore_rules(rules({{"adverts", "job advert"}}, "new"), kNow));
  CHECK(f.posts.rollups_hold() == true);
  CHECK(f.reader.count({}).value() < before);
  execute(f.file, "DROP TRIGGER refuse");

  f.posts = open_store(f.file);
  SECTION("with the new rules") {
    f.apply(rules({{"adverts", "job advert"}}, "new"));
    CHECK(f.reader.count({}) == 2500);
    CHECK(integer(f.file,
                  "SELECT count(*) FROM post JOIN ignore_rule r ON r.id = ignored_by WHERE r.name <> "
                  "'adverts'") == 0);
  }
  SECTION("with the old ones, to which somebody went back") {
    f.apply(rules({{"the seventh", "", "", author(0)}}, "old"));
    CHECK(f.reader.count({}) == before);
  }
}

TEST_CASE("What broke off half-way goes on where it was, unless posts were held against other rules since",
          "[store]") {
  Fixture f;
  f.fill(5000);
  f.apply(rules({{"the seventh", "", "", author(0)}}, "old"));
  execute(
      f.file,
      "CREATE TRIGGER refuse BEFORE UPDATE ON post WHEN new.id > 3500 BEGIN SELECT RAISE(ABORT, 'no'); END");
  CHECK_FALSE(f.posts.apply_ignore_rules(rules({{"adverts", "job advert"}}, "new"), kNow));
  execute(f.file, "DROP TRIGGER refuse");
  // No rule is told of this, so that only a look at the post would notice.
  execute(f.file, "UPDATE post SET text = 'A job advert' WHERE id IN (1, 4501)");
  const auto taken = [&](std::int64_t ref) { return f.post(ref).ignored_by == "adverts"; };
  SECTION("it goes on") {
    f.posts = open_store(f.file);
    f.apply(rules({{"adverts", "job advert"}}, "new"));
    CHECK_FALSE(taken(1));
    CHECK(taken(4501));
    CHECK(f.reader.count({}) == 2499);
    CHECK(integer(f.file,
                  "SELECT count(*) FROM meta WHERE key LIKE 'ignore_rules_next' OR key LIKE "
                  "'ignore_rules_settled_to'") == 0);
  }
  SECTION("it begins again for other rules") {
    f.posts = open_store(f.file);
    f.apply(rules({{"adverts", "a job advert"}}, "newer"));
    CHECK(taken(1));
    CHECK(f.reader.count({}) == 2498);
  }
  SECTION("it begins again after somebody went on with the old rules") {
    f.put(
        batch_of({MadePost{.id = 2, .text = "Thank you", .edited_at = "2026-11-05T00:00:00Z", .author = 5}}));
    f.posts = open_store(f.file);
    f.apply(rules({{"adverts", "job advert"}}, "new"));
    CHECK(taken(1));
    CHECK_FALSE(taken(2));
    CHECK(taken(4501));
  }
}

TEST_CASE("Taking the last rule away reads only what was set aside, and sorts nothing", "[store]") {
  Fixture f;
  f.fill(5000);
  store::Database database(f.file, store::Access::write);
  const auto plan_of = [&](const std::string& select) {
    std::string plan;
    store::Query query = database.query("EXPLAIN QUERY PLAN " + select);
    while (query.next()) plan += query.bytes(3) + "\n";
    return plan;
  };
  CHECK(plan_of(store::posts_set_aside_in_any_order()) ==
        "SCAN post USING COVERING INDEX post_by_rule\n"
        "SCALAR SUBQUERY 1\n"
        "SEARCH ignore_rule USING COVERING INDEX sqlite_autoindex_ignore_rule_1 (name=?)\n");
  CHECK(plan_of(store::posts_after_in_order()) == "SEARCH post USING INTEGER PRIMARY KEY (rowid>?)\n");
  CHECK(f.apply(rules({{"adverts", "job advert"}})).set_aside == 2500);
  CHECK(f.apply({}).restored == 2500);
  CHECK(f.reader.count({}) == 5000);
}

TEST_CASE("An import keeps to the daemon's rules, and to its own where no daemon ever wrote", "[store]") {
  Fixture f;
  f.put(batch_of({MadePost{.id = 1, .text = "Apply now"}, MadePost{.id = 2}}));
  const auto import = [&](IgnoreRules brought) {
    f.posts = open_store(f.file);
    return f.posts.apply_ignore_rules(std::move(brought), kNow, store::RulesFrom::import);
  };
  CHECK(import(rules({{"adverts", "apply now"}}, "mine"))->set_aside == 1);
  CHECK(import({})->restored == 1);

  f.apply(rules({{"adverts", "apply now"}}, "the daemon's"));
  for (const bool without : {true, false}) {
    const auto refused = import(without ? IgnoreRules{} : rules({{"jobs", "apply"}}, "mine"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().status == ExitStatus::configuration);
    CHECK(refused.error().message.find("--config") != std::string::npos);
    CHECK(f.post(1).ignored_by == "adverts");
  }
  CHECK(import(rules({{"adverts", "apply now"}}, "the daemon's"))->restored == 0);
  CHECK(f.post(1).ignored_by == "adverts");
  // What the daemon began the import may end, and only that.
  execute(f.file, "DELETE FROM meta WHERE key = 'ignore_rules'");
  CHECK_FALSE(import({}));
  CHECK(import(rules({{"adverts", "apply now"}}, "the daemon's")));
  // A daemon without rules is one, too.
  f.apply({});
  CHECK_FALSE(import(rules({{"adverts", "apply now"}}, "mine")));
}

TEST_CASE("Killed while rules are put in force, the store is whole and the next start completes it",
          "[store][crash]") {
  Fixture f;
  f.fill(20'000);
  const auto rules_of = [](int round) {
    return rules({{"adverts", round % 2 == 0 ? "job advert" : "thank you"}},
                 "round " + std::to_string(round));
  };
  // The kill must fall into the work, however slow the machine or the build is: its length is measured first.
  const auto began = std::chrono::steady_clock::now();
  REQUIRE(f.posts.apply_ignore_rules(rules_of(1), kNow));
  const auto whole =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
  constexpr int rounds = 4;
  int interrupted = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto until_killed = whole * (round + 1) / (rounds + 1);
    in_killed_child([&] {
      auto posts = store::PostStore::open(f.file, kFingerprint, london());
      if (!posts) return;
      std::thread([&] {
        std::this_thread::sleep_for(until_killed);
        std::raise(SIGKILL);
      }).detach();
      (void)posts->apply_ignore_rules(rules_of(round), kNow);
      std::raise(SIGKILL);
    });
    interrupted += integer(f.file, "SELECT count(*) FROM meta WHERE key = 'ignore_rules_settled_to'") > 0;
    store::PostStore posts = open_store(f.file);
    REQUIRE(posts.rollups_hold() == true);
    REQUIRE(posts.apply_ignore_rules(rules_of(round), kNow));
    REQUIRE(posts.rollups_hold() == true);
    REQUIRE(f.reader.count({}) == 10'000);
  }
  // Else nothing was tried.
  CHECK(interrupted > 0);
}

TEST_CASE("A writer without the rules does not leave posts that nobody held against them", "[store]") {
  Fixture f;
  f.apply(rules({{"adverts", "apply now"}}));
  f.posts = open_store(f.file);
  f.put(batch_of({MadePost{.id = 1, .text = "Apply now"}}));
  CHECK(f.reader.count({}) == 1);
  f.posts = open_store(f.file);
  CHECK(f.apply(rules({{"adverts", "apply now"}})).set_aside == 1);
}
