#include "store/consent.h"

#include <catch2/catch.hpp>

#include "store/backup.h"
#include "store/concern.h"
#include "store/database.h"
#include "store/filter_sql.h"
#include "store/forgetting.h"
#include "store/ignore_rules.h"
#include "store/restore.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;
using store::Consent;
using store::ConsentState;

namespace {

const UtcTime kNow = at("2026-11-20T12:00:00Z");

Consent agreed(const std::string& how = "direct message of 3 November", std::string use = "reports") {
  return {"the author", how, std::move(use), day("2026-11-03"), "", "Ana"};
}

struct Fixture {
  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  store::Reader reader = open_reader(file);

  Fixture() {
    store::ClassifiedPost unlisted = MadePost{.id = 3, .text = "three"};
    unlisted.post.quotable = false;
    save(posts, batch_of({MadePost{.id = 1, .text = "one"}, MadePost{.id = 2, .text = "two"}, unlisted}));
  }
  void edit(std::uint64_t id, const std::string& text) {
    save(posts, batch_of({MadePost{.id = id, .text = text, .edited_at = "2026-11-10T10:00:00Z"}}));
  }
  /// Posts that a public output may print.
  std::vector<std::int64_t> printable() const {
    store::Filter filter;
    filter.consented_only = true;
    std::vector<std::int64_t> refs;
    for (const auto& post : all_posts(reader, filter)) {
      CHECK(post.consented);
      refs.push_back(post.ref);
    }
    for (std::int64_t ref : {1, 2, 3}) {
      const bool listed = std::find(refs.begin(), refs.end(), ref) != refs.end();
      CHECK(reader.post(ref).value()->consented == listed);
    }
    return refs;
  }
  ConsentState state(std::int64_t ref) const { return reader.consents({ref}).value().at(0).state; }
};

using Refs = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("Only a consented post may be printed, until the consent is withdrawn", "[consent]") {
  Fixture f;
  CHECK(f.printable().empty());
  const auto noted = f.posts.note_consent(1, agreed(), kNow).value();
  CHECK(noted.state == ConsentState::holds);
  CHECK(noted.consent.how == "direct message of 3 November");
  CHECK(f.printable() == Refs{1});
  CHECK(f.reader.audit({}).value()[0].action == "consent");
  CHECK(f.posts.withdraw_consent(1, kNow)->state == ConsentState::withdrawn);
  CHECK(f.printable().empty());
  CHECK(f.reader.audit({}).value()[0].action == "withdraw_consent");
  CHECK(f.posts.withdraw_consent(1, kNow).error().status == ExitStatus::no_input);
  CHECK(f.reader.consents({}).value().size() == 1);
}

TEST_CASE("A post that was edited after the consent is no longer consented", "[consent]") {
  Fixture f;
  REQUIRE(f.posts.note_consent(1, agreed(), kNow));
  f.edit(1, "one, and my ward");
  CHECK(f.printable().empty());
  CHECK(f.state(1) == ConsentState::edited);
  REQUIRE(f.posts.note_consent(1, agreed("asked again"), kNow));
  CHECK(f.printable() == Refs{1});
}

TEST_CASE("Whoever asks in general not to be found is only quoted where it is said why", "[consent]") {
  Fixture f;
  const auto refused = f.posts.note_consent(3, agreed(), kNow);
  CHECK(refused.error().status == ExitStatus::usage);
  CHECK(refused.error().message.find("--despite-wish") != std::string::npos);
  Consent all_the_same = agreed();
  all_the_same.despite_wish = "she named this post";
  REQUIRE(f.posts.note_consent(3, all_the_same, kNow));
  CHECK(f.printable() == Refs{3});

  // The wish may come after the consent.
  REQUIRE(f.posts.note_consent(1, agreed(), kNow));
  store::ClassifiedPost wish = MadePost{.id = 1, .text = "one"};
  wish.post.quotable = false;
  save(f.posts, batch_of({wish}));
  CHECK(f.printable() == Refs{3});
  CHECK(f.state(1) == ConsentState::wish);
}

TEST_CASE("A consent for another use lets no output print the post", "[consent]") {
  Fixture f;
  REQUIRE(f.posts.note_consent(1, agreed("asked on the phone", "the staff newsletter"), kNow));
  CHECK(f.printable().empty());
  CHECK(f.state(1) == ConsentState::other_use);
  REQUIRE(f.posts.note_consent(1, agreed(), kNow));
  CHECK(f.printable() == Refs{1});
}

TEST_CASE("A consented post that raised a concern is not printed", "[consent]") {
  Fixture f;
  REQUIRE(f.posts.note_consent(1, agreed(), kNow));
  REQUIRE(f.posts.apply_concern_rules({[](std::string_view text) {
                                         return text == "one" ? std::vector<std::string>{"rule"}
                                                              : std::vector<std::string>{};
                                       },
                                       std::chrono::hours{2400}, "rules"},
                                      kNow));
  CHECK(f.printable().empty());
  CHECK(f.state(1) == ConsentState::concern);
}

TEST_CASE("A consented post whose author objects is not printed, and its consent says so", "[consent]") {
  Fixture f;
  const store::Identified author{.authors = {{hash(2'000'000 + 1)}}};
  const store::Act act{kNow, "ana (1001)"};
  REQUIRE(f.posts.note_consent(1, agreed(), kNow));
  REQUIRE(f.posts.object(author, true, act));
  CHECK(f.printable().empty());
  CHECK(f.state(1) == ConsentState::objection);
  CHECK(f.posts.note_consent(2, agreed(), kNow)->state == ConsentState::objection);
  REQUIRE(f.posts.object(author, false, act));
  CHECK(f.printable() == Refs{2, 1});
  CHECK(f.state(1) == ConsentState::holds);
}

TEST_CASE("A consented post that a rule sets aside is not printed, and its consent says so", "[consent]") {
  Fixture f;
  REQUIRE(f.posts.note_consent(1, agreed(), kNow));
  REQUIRE(f.posts.apply_ignore_rules({{{"adverts", "one"}}, "adverts"}, kNow));
  CHECK(f.printable().empty());
  CHECK(f.state(1) == ConsentState::set_aside);
  REQUIRE(f.posts.apply_ignore_rules({}, kNow));
  CHECK(f.printable() == Refs{1});
  CHECK(f.state(1) == ConsentState::holds);
}

TEST_CASE("What cannot be consented to is said", "[consent]") {
  Fixture f;
  CHECK(f.posts.note_consent(99, agreed(), kNow).error().status == ExitStatus::no_input);
  Consent early = agreed();
  early.day = day("2026-11-01");
  CHECK(f.posts.note_consent(1, early, kNow).error().status == ExitStatus::usage);
  early.day = day("2026-12-01");
  CHECK(f.posts.note_consent(1, early, kNow).error().status == ExitStatus::usage);
  store::Batch batch = batch_of({});
  batch.withdrawn = {{.key = hash(1)}};
  REQUIRE(f.posts.note_consent(1, agreed(), kNow));
  save(f.posts, batch);
  CHECK(f.reader.consents({}).value().empty());
  CHECK(f.posts.note_consent(1, agreed(), kNow).error().status == ExitStatus::no_input);
}

TEST_CASE("No old backup brings a consent back that was withdrawn, or loses one that was given",
          "[consent]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  const auto backup = folder / "backup.db";
  {
    store::PostStore posts = open_store(file);
    save(posts, batch_of({MadePost{.id = 1, .text = "one"}, MadePost{.id = 2, .text = "two"},
                          MadePost{.id = 3, .text = "three"}}));
    REQUIRE(posts.note_consent(1, agreed(), kNow));
    REQUIRE(posts.note_consent(3, agreed(), kNow));
  }
  REQUIRE(store::back_up(file, backup, {}));
  {
    store::PostStore posts = open_store(file);
    REQUIRE(posts.withdraw_consent(1, kNow));
    REQUIRE(posts.note_consent(2, agreed(), kNow));
    save(posts, batch_of({MadePost{.id = 3, .text = "edited", .edited_at = "2026-11-10T10:00:00Z"}}));
  }
  store::RestoreOptions options;
  options.key_fingerprint = kFingerprint;
  options.now = at("2026-11-25T10:00:00Z");
  options.agree = [](const store::RestoreQuestion&) { return true; };
  REQUIRE(store::restore(backup, file, options));
  const store::Reader reader = open_reader(file);
  CHECK_FALSE(reader.post(1).value()->consented);
  CHECK(reader.post(2).value()->consented);
  CHECK_FALSE(reader.post(3).value()->consented);
  CHECK(reader.consents({}).value().size() == 3);
}

TEST_CASE("Consented posts are looked up, however many others there are in their time", "[consent]") {
  Fixture f;
  store::Filter filter;
  filter.consented_only = true;
  filter.since = day("2026-11-01");
  filter.until = day("2026-12-01");
  store::Where where;
  store::narrow_moments(where, filter, london());
  store::narrow_counted_posts(where, filter);
  store::Database database(f.file, store::Access::read);
  store::Query rows = database.query(
      "EXPLAIN QUERY PLAN SELECT id" + store::from_posts(filter) + " WHERE " + where.sql +
      " AND purged_at IS NULL AND created_at IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT 6");
  rows.bind(where.bound);
  REQUIRE(rows.next());
  CHECK(rows.bytes(3) == "SEARCH post USING INTEGER PRIMARY KEY (rowid=?)");
}
