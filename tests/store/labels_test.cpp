#include <catch2/catch.hpp>
#include <ctime>

#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;
using store::JudgementOutcome;

namespace {

const UtcTime kNow = at("2026-11-21T12:00:00Z");

std::vector<LabelledValue> values(std::string_view field) {
  return parse_values_field(field).value().value();
}

struct Fixture {
  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  store::Reader reader = open_reader(file);

  void put(std::vector<store::ClassifiedPost> batch) {
    save(posts, batch_of(std::move(batch)));
    CHECK(posts.rollups_hold() == true);
  }
  store::LabelChange label(std::int64_t ref, const Label& label, const std::string& reader_name = "") {
    const auto change = posts.label(ref, label, reader_name, kNow);
    if (!change) FAIL(change.error().message);
    CHECK(posts.rollups_hold() == true);
    return *change;
  }
  store::LabelChange undo(std::int64_t ref) {
    const auto change = posts.undo_label(ref, kNow);
    if (!change) FAIL(change.error().message);
    CHECK(posts.rollups_hold() == true);
    return *change;
  }
  store::StoredPost post(std::int64_t ref) { return reader.post(ref).value().value(); }
  std::string values_of(std::int64_t ref) { return values_field(label_of(post(ref).classification).values); }
  std::int64_t count(const store::Filter& filter) { return reader.count(filter).value(); }
  store::TrendRow november() { return nhs::test::november(reader); }
};

}  // namespace

TEST_CASE(
    "A correction counts in trends, lists and filters, and the machine's word comes back when it is undone",
    "[label]") {
  Fixture f;
  f.put({MadePost{.id = 1}, MadePost{.id = 2}});
  const store::LabelChange change = f.label(1, {.values = values("respect_and_dignity:breached"),
                                                .sentiment = Sentiment::negative,
                                                .kind = Kind::opinion,
                                                .groups = std::vector<Group>{Group::fgm}});
  CHECK(change.before.sentiment->label == Sentiment::positive);
  CHECK(change.now.sentiment->label == Sentiment::negative);
  CHECK(f.values_of(1) == "respect_and_dignity:breached");
  CHECK(f.count({.values = {Value::compassion}}) == 1);
  CHECK(f.count({.values = {Value::respect_and_dignity}, .direction = Direction::breached}) == 1);
  CHECK(f.count({.sentiment = Sentiment::negative}) == 1);
  CHECK(f.count({.kinds = {Kind::opinion}}) == 1);
  CHECK(f.count({.groups = {Group::fgm}}) == 1);
  const store::TrendRow row = f.november();
  CHECK(row.sentiment.posts[index_of(Sentiment::negative)] == 1);
  CHECK(row.values[index_of(Value::compassion)].posts == 1);
  CHECK(row.values[index_of(Value::respect_and_dignity)].directions[index_of(Direction::breached)] == 1);
  CHECK(f.post(1).machine->sentiment->label == Sentiment::positive);
  CHECK(f.post(1).machine->values.at(0).probability == 0.5);
  CHECK_FALSE(f.post(2).machine);

  CHECK(f.undo(1).now.sentiment->label == Sentiment::positive);
  CHECK(f.values_of(1) == "compassion:upheld");
  CHECK(f.post(1).classification.sentiment->positive == 0.75);
  CHECK(f.post(1).classification.kind->probability == 0.875);
  CHECK_FALSE(f.post(1).machine);
  CHECK(f.count({.groups = {Group::fgm}}) == 0);
  CHECK(f.november().values[index_of(Value::compassion)].posts == 2);
  CHECK(f.posts.undo_label(1, kNow).error().status == ExitStatus::no_input);
}

TEST_CASE("Each aspect is corrected alone, the later word counts, and undo takes back one word at a time",
          "[label]") {
  Fixture f;
  f.put({MadePost{.id = 1}});
  f.label(1, {.sentiment = Sentiment::negative}, "Ana");
  f.label(1, {.values = std::vector<LabelledValue>{}}, "Ben");
  f.label(1, {.sentiment = Sentiment::neutral}, "Cas");
  CHECK(f.values_of(1) == "-");
  CHECK(f.post(1).classification.sentiment->label == Sentiment::neutral);
  CHECK(f.post(1).classification.kind->label == Kind::experience);
  f.undo(1);
  CHECK(f.post(1).classification.sentiment->label == Sentiment::negative);
  CHECK(f.values_of(1) == "-");
  f.undo(1);
  CHECK(f.values_of(1) == "compassion:upheld");

  const auto history = f.reader.labels(1).value();
  REQUIRE(history.size() == 3);
  CHECK(history[0].holds());
  CHECK(history[0].reader == "Ana");
  CHECK(history[1].undone_at == kNow);
  CHECK(history[1].label.values->empty());
  CHECK_FALSE(history[2].label.values);
}

TEST_CASE("A label lapses with the text it was given to, and holds when only tags change", "[label]") {
  Fixture f;
  f.put({MadePost{.id = 1}});
  f.label(1, {.sentiment = Sentiment::negative});
  MadePost retagged{.id = 1, .edited_at = "2026-11-05T00:00:00Z", .tags = {"NHSvalues", "TeamLeeds"}};
  store::ClassifiedPost rejudged = retagged;
  rejudged.classification.model = "2026.12";
  rejudged.classification.values = {{Value::improving_lives, Direction::upheld, 0.25, {}}};
  f.put({rejudged});
  CHECK(f.post(1).classification.sentiment->label == Sentiment::negative);
  CHECK(f.values_of(1) == "improving_lives:upheld");
  CHECK(f.post(1).machine->model == "2026.12");
  CHECK(f.post(1).tags.size() == 2);

  f.put({MadePost{.id = 1, .text = "Another text", .edited_at = "2026-11-06T00:00:00Z"}});
  CHECK(f.post(1).classification.sentiment->label == Sentiment::positive);
  CHECK_FALSE(f.post(1).machine);
  REQUIRE(f.reader.labels(1).value().size() == 1);
  CHECK(f.reader.labels(1).value()[0].lapsed_at == at("2026-11-20T12:00:00Z"));
  CHECK_FALSE(f.posts.undo_label(1, kNow));
}

TEST_CASE("Labels go with the text of a withdrawn post, and there is then nothing to judge", "[label]") {
  Fixture f;
  f.put({MadePost{.id = 1}});
  f.label(1, {.sentiment = Sentiment::negative});
  store::Batch batch = batch_of({});
  batch.withdrawn = {{hash(1)}};
  save(f.posts, batch);
  CHECK(f.posts.rollups_hold() == true);
  CHECK(f.reader.labels(1).value().empty());
  CHECK(integer(f.file, "SELECT (SELECT count(*) FROM machine_finding) + (SELECT count(*) FROM label)") == 0);
  const auto refused = f.posts.label(1, {.sentiment = Sentiment::neutral}, "", kNow);
  CHECK(refused.error().status == ExitStatus::no_input);
  CHECK(f.posts.label(9, {.sentiment = Sentiment::neutral}, "", kNow)
            .error()
            .message.find("9: there is no post") == 0);
}

TEST_CASE("A post that an ignore rule sets aside keeps its label, and counts by it when it comes back",
          "[label]") {
  Fixture f;
  f.put({MadePost{.id = 1}});
  store::IgnoreRules sister{{{"sister", "ward sister"}}, "one"};
  REQUIRE(f.posts.apply_ignore_rules(std::move(sister), kNow));
  f.label(1, {.sentiment = Sentiment::negative});
  CHECK(f.november().classified == 0);
  REQUIRE(f.posts.apply_ignore_rules({}, kNow));
  CHECK(f.posts.rollups_hold() == true);
  CHECK(f.november().sentiment.posts[index_of(Sentiment::negative)] == 1);
}

TEST_CASE("What the machine could not classify is classified by a label that says the sentiment", "[label]") {
  Fixture f;
  store::ClassifiedPost welsh = MadePost{.id = 1, .text = "Diolch"};
  welsh.classification = unclassified("cy");
  f.put({welsh});
  const auto refused = f.posts.label(1, {.kind = Kind::opinion}, "", kNow);
  CHECK(refused.error().status == ExitStatus::usage);
  CHECK(f.reader.labels(1).value().empty());
  f.label(1, {.values = values("compassion:upheld"), .sentiment = Sentiment::positive});
  CHECK(f.november().classified == 1);
  CHECK(f.november().unclassified == 0);
  f.undo(1);
  CHECK(f.november().unclassified == 1);
}

TEST_CASE("A database that is there opens for labels without its key", "[label]") {
  Fixture f;
  f.put({MadePost{.id = 1}});
  const auto again = store::PostStore::open_existing(f.file);
  REQUIRE(again);
  CHECK(store::PostStore::open_existing(f.folder / "none.db").error().status == ExitStatus::no_input);
  CHECK_FALSE(std::filesystem::exists(f.folder / "none.db"));
}

TEST_CASE("Of a post a hundred labels hold, and no more; one that is taken back makes room", "[label]") {
  Fixture f;
  save(f.posts, batch_of({MadePost{.id = 1}, MadePost{.id = 2}}));
  const Label negative{.sentiment = Sentiment::negative};
  for (std::int64_t i = 0; i < store::kMostLabels; ++i) REQUIRE(f.posts.label(1, negative, "", kNow));
  const auto refused = f.posts.label(1, negative, "", kNow);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == ExitStatus::usage);
  CHECK(refused.error().message.find("--undo") != std::string::npos);
  CHECK(f.posts.label(2, negative, "", kNow));

  const store::Sample sample = f.reader.choose_sample({{}, "", 2, 1, false}).value();
  const std::int64_t draw = f.posts.note_draw({1, "", {}}, kNow).value();
  REQUIRE(f.posts.note_served(draw, store::served(sample.posts), kNow));
  const auto judged = f.posts.judge({{1, negative}, {2, negative}}, "Ana", kNow).value();
  CHECK(judged == std::vector{JudgementOutcome::full, JudgementOutcome::stored});
  f.undo(1);
  CHECK(f.posts.judge({{1, negative}}, "Ana", kNow).value().at(0) == JudgementOutcome::stored);
}

TEST_CASE("Labels that hold no longer do not slow down those that are put", "[label]") {
  Fixture f;
  save(f.posts, batch_of({MadePost{.id = 1}}));
  execute(f.file,
          "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 50000) "
          "INSERT INTO label (post_id, reader, judged_at, has_values, sentiment, undone_at) "
          "SELECT 1, '', 1, 1, 1, 2 FROM many");
  const std::clock_t begun = std::clock();
  for (int i = 0; i < 50; ++i) REQUIRE(f.posts.label(1, {.sentiment = Sentiment::negative}, "", kNow));
  CHECK(static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC < 1);
}
