#include <array>
#include <catch2/catch.hpp>
#include <limits>

#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

const UtcTime kNow = at("2026-11-21T12:00:00Z");
const store::Act kAna{kNow, "ana (1001)"};

struct Fixture {
  Fixture() { save(posts, batch_of({MadePost{.id = 1}, MadePost{.id = 2}, MadePost{.id = 3}})); }
  std::vector<store::AuditRecord> audit() const { return open_reader(file).status(kNow).value().audit; }

  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
};

}  // namespace

TEST_CASE("What a person changes is written down with who, when, what and to which post", "[audit]") {
  Fixture f;
  REQUIRE(f.posts.label(2, {.sentiment = Sentiment::negative}, "A.", kAna));
  REQUIRE(f.posts.undo_label(2, {kNow + std::chrono::seconds{5}, "ben (1002)"}));
  const auto audit = f.audit();
  REQUIRE(audit.size() == 2);
  CHECK(audit[1].person == "ana (1001)");
  CHECK(audit[1].action == "label");
  CHECK(audit[1].post == 2);
  CHECK(audit[1].at == kNow);
  CHECK(audit[0].person == "ben (1002)");
  CHECK(audit[0].action == "undo_label");
}

TEST_CASE("What comes to nothing leaves no trace in the audit", "[audit]") {
  Fixture f;
  CHECK_FALSE(f.posts.label(99, {.sentiment = Sentiment::negative}, "", kAna));
  CHECK_FALSE(f.posts.undo_label(2, kAna));
  CHECK_FALSE(f.posts.note_served(7, {{1, std::nullopt, 0}}, kAna));
  CHECK(f.posts.judge({{1, {.sentiment = Sentiment::negative}}}, "", kAna).value().at(0) ==
        store::JudgementOutcome::not_sampled);
  CHECK(f.audit().empty());
}

TEST_CASE("A sample is written down when it is drawn, served and judged, but not when it is tried",
          "[audit]") {
  Fixture f;
  const store::Sample sample = open_reader(f.file).choose_sample({{}, "", 3, 1, false}).value();
  const std::int64_t draw = f.posts.note_draw({1, "", {}}, kAna).value();
  REQUIRE(f.posts.note_served(draw, store::served(sample.posts), kAna).value().empty());
  const std::vector<store::NewJudgement> judged = {{1, {.sentiment = Sentiment::negative}},
                                                   {2, {.sentiment = Sentiment::neutral}}};
  CHECK(f.posts.judge(judged, "", kAna, true).value().at(0) == store::JudgementOutcome::stored);
  CHECK(f.audit().size() == 2);
  CHECK(open_reader(f.file).labels(1).value().empty());
  REQUIRE(f.posts.judge(judged, "", kAna));
  REQUIRE(f.posts.judge(judged, "", kAna));
  const auto audit = f.audit();
  REQUIRE(audit.size() == 3);
  CHECK(audit[0].action == "judge");
  CHECK(audit[0].detail == "2 posts");
  CHECK_FALSE(audit[0].post);
  CHECK(audit[1].action == "serve");
  CHECK(audit[1].detail == "draw 1, 3 posts");
  CHECK(audit[1].person == "ana (1001)");
  CHECK(audit[2].action == "sample");
  CHECK(f.posts.rollups_hold() == true);
}

TEST_CASE("A sample is served to nobody but who drew it", "[audit][sample]") {
  Fixture f;
  const store::Sample sample = open_reader(f.file).choose_sample({{}, "", 3, 1, false}).value();
  const std::int64_t draw = f.posts.note_draw({1, "", {}}, kAna).value();
  const auto refused = f.posts.note_served(draw, store::served(sample.posts), {kNow, "ben (1002)"});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == ExitStatus::no_permission);
  CHECK(integer(f.file, "SELECT count(*) FROM sample") == 0);
  CHECK(f.audit().size() == 1);
  // Serving the same once more changes nothing, and is not written down.
  REQUIRE(f.posts.note_served(draw, store::served(sample.posts), kAna));
  REQUIRE(f.posts.note_served(draw, store::served(sample.posts), kAna));
  CHECK(f.audit().size() == 2);
}

TEST_CASE("A sample stands for no more posts than there are", "[sample]") {
  Fixture f;
  constexpr auto kHuge = std::numeric_limits<std::int64_t>::max();
  CHECK(f.posts.note_draw({1, "", {1, 2}}, kAna));
  for (const auto& populations :
       {std::array<std::int64_t, store::kStrata>{4}, std::array<std::int64_t, store::kStrata>{2, 2},
        std::array<std::int64_t, store::kStrata>{kHuge},
        std::array<std::int64_t, store::kStrata>{kHuge, kHuge, kHuge}}) {
    const auto refused = f.posts.note_draw({1, "", populations}, kAna);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().status == ExitStatus::usage);
  }
  CHECK(f.audit().size() == 1);
}

TEST_CASE("A post that was edited since it was chosen is not served", "[sample]") {
  Fixture f;
  const store::Sample sample = open_reader(f.file).choose_sample({{}, "", 3, 1, false}).value();
  save(f.posts, batch_of({MadePost{.id = 2, .text = "Another text", .edited_at = "2026-11-09T00:00:00Z"}}));
  const std::int64_t draw = f.posts.note_draw({1, "", {}}, kAna).value();
  CHECK(f.posts.note_served(draw, store::served(sample.posts), kAna).value() == std::vector<std::int64_t>{2});
  CHECK(f.posts.judge({{2, {.sentiment = Sentiment::negative}}}, "", kAna).value().at(0) ==
        store::JudgementOutcome::not_sampled);
}

TEST_CASE("A source is switched off once, by whom is known, and on again", "[audit]") {
  Fixture f;
  CHECK(f.posts.switch_source("one", false, kAna).value());
  CHECK_FALSE(f.posts.switch_source("one", false, {kNow, "ben (1002)"}).value());
  const auto disabled = f.posts.disabled_sources().value();
  REQUIRE(disabled.size() == 1);
  CHECK(disabled[0].source == "one");
  CHECK(disabled[0].person == "ana (1001)");
  CHECK(disabled[0].since == kNow);
  CHECK(f.posts.switch_source("one", true, kAna).value());
  CHECK_FALSE(f.posts.switch_source("one", true, kAna).value());
  CHECK(f.posts.disabled_sources().value().empty());
  const auto audit = f.audit();
  REQUIRE(audit.size() == 2);
  CHECK(audit[0].action == "enable_source");
  CHECK(audit[0].detail == "one");
}

TEST_CASE("This process's own user is named where nobody else is", "[audit]") {
  CHECK(store::person_of(0) == "root (0)");
  CHECK(store::person_of(4'000'000) == "user 4000000");
  CHECK(store::Act{kNow}.person == store::own_person());
}

TEST_CASE("The audit is only ever added to: no line is changed, taken away or replaced", "[audit]") {
  Fixture f;
  REQUIRE(f.posts.label(2, {.sentiment = Sentiment::negative}, "", kAna));
  for (
      const char* attempt :
      {"UPDATE audit SET person = 'ben (1002)'", "DELETE FROM audit",
       "INSERT OR REPLACE INTO audit (id, at, person, action, detail) VALUES (1, 0, 'ben (1002)', 'label', '')"}) {
    INFO(attempt);
    CHECK_THROWS(execute(f.file, attempt));
  }
  const auto audit = f.audit();
  REQUIRE(audit.size() == 1);
  CHECK(audit[0].person == "ana (1001)");
}

TEST_CASE("Data that is given out stands in the audit with what chose it and how much it was", "[audit]") {
  Fixture f;
  REQUIRE(f.posts.note_disclosure(
      {store::Outlet::export_begun, {}, "from 2026-11-01, on mastodon", {}, "csv, to a file"}, kAna));
  REQUIRE(f.posts.note_disclosure({store::Outlet::export_done, {}, "", 3, "csv, to a file"}, kAna));
  const auto audit = f.audit();
  REQUIRE(audit.size() == 2);
  CHECK(audit[1].action == "export");
  CHECK(audit[1].filter == "from 2026-11-01, on mastodon");
  CHECK_FALSE(audit[1].posts);
  CHECK(audit[0].posts == 3);
  CHECK(audit[0].id == 2);
}

TEST_CASE("Who opens a post stands in the audit; of a post that is not there nothing does", "[audit]") {
  Fixture f;
  const auto opened = f.posts.open_post(2, kAna);
  REQUIRE(opened);
  CHECK_FALSE(opened->empty());
  CHECK_FALSE(f.posts.open_post(99, kAna));
  const auto audit = f.audit();
  REQUIRE(audit.size() == 1);
  CHECK(audit[0].action == "open");
  CHECK(audit[0].post == 2);
}

TEST_CASE("The audit is read by person, by time and by what was done", "[audit]") {
  Fixture f;
  const UtcTime later = kNow + std::chrono::hours{24};
  REQUIRE(f.posts.label(1, {.sentiment = Sentiment::negative}, "", kAna));
  REQUIRE(f.posts.label(2, {.sentiment = Sentiment::negative}, "", {later, "ben (1002)"}));
  REQUIRE(f.posts.switch_source("one", false, {later, "user 1003"}));
  REQUIRE(f.posts.switch_source("one", true, {later, "an (1001)"}));
  const store::Reader reader = open_reader(f.file);
  const auto found = [&](const store::AuditQuery& query) {
    std::vector<std::int64_t> ids;
    const auto records = reader.audit(query).value();
    for (const store::AuditRecord& each : records) ids.push_back(each.id);
    return ids;
  };
  using Ids = std::vector<std::int64_t>;
  CHECK(found({}) == Ids{4, 3, 2, 1});
  CHECK(found({.person = "ana"}) == Ids{1});
  CHECK(found({.person = "an"}) == Ids{4});
  CHECK(found({.person = "ana (1001)"}) == Ids{1});
  CHECK(found({.person = "1001"}) == Ids{4, 1});
  CHECK(found({.person = "1003"}) == Ids{3});
  CHECK(found({.person = "1"}).empty());
  CHECK(found({.since = later}) == Ids{4, 3, 2});
  CHECK(found({.until = later}) == Ids{1});
  CHECK(found({.actions = {"label", "disable_source"}}) == Ids{3, 2, 1});
  CHECK(found({.since = later, .person = "1002", .actions = {"label"}}) == Ids{2});
  CHECK(found({.below = 3, .limit = 1}) == Ids{2});
}
