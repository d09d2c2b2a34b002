#include <catch2/catch.hpp>
#include <csignal>
#include <thread>

#include "other_user.h"
#include "store/reclassified.h"
#include "twins.h"

using namespace nhs;
using namespace nhs::test;
using store::JudgedEarlier;

namespace {

const UtcTime kNow = at("2026-11-21T12:00:00Z");
const std::string kNewer = "2027.01";

/// Another judge: what it says depends on the text alone.
Classification judged_anew(const std::string& text) {
  Classification findings;
  findings.model = kNewer;
  findings.language = "en";
  if (text.empty()) {
    findings.unclassified = Unclassified::no_words;
    return findings;
  }
  findings.sentiment = SentimentFinding{static_cast<Sentiment>(text.size() % 3), 0.5, 0.25, 0.25, {}};
  findings.values = {{static_cast<Value>(text.size() % 6), Direction::breached, 0.75, {}}};
  findings.kind = KindFinding{Kind::opinion, 0.5};
  if (text.size() % 2 == 0) findings.groups = {Group::fgm};
  return findings;
}

std::vector<Classification> judge(const std::vector<JudgedEarlier>& posts) {
  std::vector<Classification> findings;
  for (const JudgedEarlier& post : posts) findings.push_back(judged_anew(post.text));
  return findings;
}

struct Fixture {
  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  store::Reader reader = open_reader(file);

  store::ReclassifyStep step(std::int64_t limit) {
    const auto done = posts.reclassify_next(kNewer, judge, limit);
    if (!done) FAIL(done.error().message);
    CHECK(posts.rollups_hold() == true);
    return *done;
  }
  store::Reclassified to_the_end(std::int64_t limit) {
    store::Reclassified done;
    for (;;) {
      const store::ReclassifyStep next = step(limit);
      done.add(next.done);
      if (!next.down_to) return done;
    }
  }
  std::int64_t left() { return posts.left_to_reclassify(kNewer).value(); }
  store::StoredPost post(std::int64_t ref) { return reader.post(ref).value().value(); }
  std::string model_of(std::int64_t ref) { return post(ref).classification.model; }
  void fill(std::uint64_t count) {
    std::vector<store::ClassifiedPost> many;
    for (std::uint64_t id = 1; id <= count; ++id)
      many.push_back(MadePost{.id = id, .text = "Thank you " + std::to_string(id)});
    save(posts, batch_of(std::move(many)));
  }
  store::TrendRow november() { return nhs::test::november(reader); }
};

}  // namespace

TEST_CASE("History moves to another model from the newest post on, a few at a time", "[reclassify]") {
  Fixture f;
  f.fill(10);
  CHECK(f.left() == 10);
  const store::ReclassifyStep first = f.step(4);
  CHECK(first.done.posts == 4);
  CHECK(first.down_to == 7);
  CHECK(f.left() == 6);
  CHECK(f.model_of(7) == kNewer);
  CHECK(f.model_of(6) == "2026.11");
  CHECK(f.post(6).classification.values.at(0).value == Value::compassion);
  CHECK(f.to_the_end(4).posts == 6);
  CHECK(f.left() == 0);
  CHECK(f.post(6).classification.values.at(0).direction == Direction::breached);
  CHECK(f.step(4).done.posts == 0);
}

TEST_CASE(
    "While history moves, each post counts once by what is stored of it, and trends tell by which model",
    "[reclassify]") {
  Fixture f;
  f.fill(10);
  f.step(4);
  store::TrendRow row = f.november();
  CHECK(row.classified == 10);
  CHECK(row.values[index_of(Value::compassion)].directions[index_of(Direction::upheld)] == 6);
  REQUIRE(row.models.size() == 2);
  CHECK(row.models[0].model == "2026.11");
  CHECK(row.models[0].posts == 6);
  CHECK(row.models[1].model == kNewer);
  CHECK(row.models[1].posts == 4);
  const store::StoreStatus status = f.reader.status(kNow).value();
  CHECK(status.model == kNewer);
  CHECK(status.of_other_models == 6);
  f.to_the_end(100);
  row = f.november();
  REQUIRE(row.models.size() == 1);
  CHECK(row.models[0].model == kNewer);
  CHECK(f.reader.status(kNow).value().of_other_models == 0);
}

TEST_CASE("What was withdrawn keeps its model; what a rule sets aside and what has no date is moved",
          "[reclassify]") {
  Fixture f;
  save(f.posts, batch_of({MadePost{.id = 1}, MadePost{.id = 2, .text = "Apply now"},
                          MadePost{.id = 3, .created_at = std::nullopt}, MadePost{.id = 4}}));
  store::Batch gone = batch_of({});
  gone.withdrawn = {{hash(1)}};
  save(f.posts, gone);
  REQUIRE(f.posts.apply_ignore_rules(ignore_rules({{"adverts", "apply now"}}), kNow));
  CHECK(f.left() == 3);
  CHECK(f.to_the_end(1).posts == 3);
  CHECK(integer(f.file,
                "SELECT name = '2026.11' FROM model WHERE id = (SELECT model_id FROM post WHERE id = 1)"));
  CHECK(f.model_of(2) == kNewer);
  CHECK(f.model_of(3) == kNewer);
  REQUIRE(f.posts.apply_ignore_rules({}, kNow));
  CHECK(f.posts.rollups_hold() == true);
  CHECK(f.left() == 0);
}

TEST_CASE("A label rules after the move, and the newer model speaks when it is taken back", "[reclassify]") {
  Fixture f;
  f.fill(2);
  REQUIRE(f.posts.label(1, {.sentiment = Sentiment::neutral}, "", kNow));
  const store::Reclassified done = f.to_the_end(100);
  CHECK(f.post(1).classification.sentiment->label == Sentiment::neutral);
  CHECK(f.post(1).classification.kind->label == Kind::opinion);
  CHECK(f.post(1).machine->model == kNewer);
  REQUIRE(f.posts.undo_label(1, kNow));
  CHECK(f.post(1).classification.sentiment->label == judged_anew("Thank you 1").sentiment->label);
  CHECK(f.posts.rollups_hold() == true);
  // Both were judged "positive" by the machine, whatever a person said of one.
  CHECK(done.sentiment == 2);
}

TEST_CASE("The report tells in how many posts each aspect changed, by what had judged them", "[reclassify]") {
  Classification before = judged_anew("kind");
  before.model = "2026.11";
  store::Reclassified done;
  Classification now = judged_anew("kind");
  done.add(before, now);
  CHECK(done.changed == 0);
  now.values[0].direction = Direction::upheld;
  done.add(before, now);
  CHECK(done.directions == 1);
  now.values.push_back({Value::improving_lives, Direction::upheld, 0.5, {}});
  now.groups.clear();
  done.add(before, now);
  CHECK(done.values == (before.values[0].value == Value::improving_lives ? 0 : 1));
  CHECK(done.groups == 1);
  done.add(before, judged_anew(""));
  CHECK(done.sentiment == 1);
  CHECK(done.kind == 1);
  CHECK(done.changed == 3);
  CHECK(done.posts == 4);
  CHECK(done.by_model == std::map<std::string, std::int64_t>{{"2026.11", 4}});
}

TEST_CASE("A trial tells the same and changes nothing", "[reclassify]") {
  Fixture f;
  f.fill(10);
  store::Reclassified tried;
  std::optional<std::int64_t> below;
  do {
    const auto next = f.reader.try_reclassifying(kNewer, judge, below, 3).value();
    tried.add(next.done);
    below = next.down_to;
  } while (below);
  CHECK(f.left() == 10);
  const store::Reclassified done = f.to_the_end(3);
  CHECK(tried.posts == 10);
  CHECK(tried.values == done.values);
  CHECK(tried.sentiment == done.sentiment);
  CHECK(tried.changed == done.changed);
}

TEST_CASE("It goes on where it was, by whoever; another model's posts in between make it look again",
          "[reclassify]") {
  Fixture f;
  f.fill(10);
  f.step(4);
  SECTION("a post that the newer model judged") {
    store::ClassifiedPost edited = MadePost{.id = 2, .text = "Edited", .edited_at = "2026-11-05T00:00:00Z"};
    edited.classification = judged_anew("Edited");
    save(f.posts, batch_of({edited}));
    f.posts = open_store(f.file);
    CHECK(f.to_the_end(4).posts == 5);
  }
  SECTION("a post that the old one judged, after its place was passed") {
    f.to_the_end(100);
    CHECK(f.left() == 0);
    save(f.posts, batch_of({MadePost{.id = 9, .text = "Edited", .edited_at = "2026-11-05T00:00:00Z"}}));
    CHECK(f.left() == 1);
    CHECK(f.to_the_end(4).posts == 1);
    CHECK(f.model_of(9) == kNewer);
  }
}

TEST_CASE("Through gaps in the references of any width history is moved to its end", "[reclassify]") {
  Fixture f;
  f.fill(3);
  execute(f.file, "UPDATE sqlite_sequence SET seq = 40000 WHERE name = 'post'");
  save(f.posts, batch_of({MadePost{.id = 10}, MadePost{.id = 11}}));
  CHECK(f.to_the_end(100).posts == 5);
  CHECK(f.left() == 0);
}

TEST_CASE("In any history, in the midst of moving and after it, labels rule and the rollups equal a recount",
          "[reclassify][property]") {
  std::int64_t moved = 0;
  for (unsigned seed = 91; seed < 97; ++seed) {
    Twins twins(seed, 10);
    const auto step = [&](std::int64_t limit) {
      const auto next = twins.posts.reclassify_next(
          kNewer,
          [&](const std::vector<JudgedEarlier>& posts) {
            for (const JudgedEarlier& post : posts)
              twins.reference.judge_anew(post.ref, judged_anew(post.text));
            return judge(posts);
          },
          limit);
      REQUIRE(next);
      moved += next->done.posts;
      return next->down_to.has_value();
    };
    for (int i = 0; i < 50; ++i) {
      CAPTURE(seed, i);
      if (twins.history.one_in(8)) twins.apply(twins.history.any_rules());
      if (twins.history.one_in(4)) {
        store::Batch batch = twins.history.next_batch();
        // What comes meanwhile the newer model judges, but for imports by an older one.
        if (!twins.history.one_in(2))
          for (store::ClassifiedPost& post : batch.posts) post.classification = judged_anew(post.post.text);
        twins.live(batch);
      }
      for (std::size_t labels = twins.history.below(4); labels > 0; --labels) twins.judge();
      step(static_cast<std::int64_t>(1 + twins.history.below(9)));
      REQUIRE(twins.posts.rollups_hold() == true);
      REQUIRE(twins.posts.left_to_reclassify(kNewer) == twins.reference.judged_by_others(kNewer));
      twins.check_findings();
      const store::TrendsQuery query = twins.history.trends_query({});
      REQUIRE(described(twins.reader.trends(query).value()) == described(twins.reference.trends(query)));
    }
    while (step(7)) continue;
    CHECK(twins.reference.judged_by_others(kNewer) == 0);
    CHECK(twins.posts.left_to_reclassify(kNewer) == 0);
    twins.check_findings();
    CHECK(twins.posts.rollups_hold() == true);
  }
  CHECK(moved > 300);
}

TEST_CASE("Killed while history moves, the store is whole and the next start goes on",
          "[reclassify][crash]") {
  Fixture f;
  f.fill(6000);
  for (const std::int64_t ref : {1, 3000, 6000})
    REQUIRE(f.posts.label(ref, {.kind = Kind::pledge}, "", kNow));
  const auto model_of_round = [](int round) { return "2027.0" + std::to_string(round); };
  const auto judge_of_round = [&](int round) {
    return [model = model_of_round(round)](const std::vector<JudgedEarlier>& posts) {
      std::vector<Classification> findings = judge(posts);
      for (Classification& each : findings) each.model = model;
      return findings;
    };
  };
  const auto all_of_round = [&](store::PostStore& posts, int round) {
    for (;;) {
      const auto next = posts.reclassify_next(model_of_round(round), judge_of_round(round), 100);
      if (!next || !next->down_to) return next.has_value();
    }
  };
  // The kill must fall into the work, however slow the machine or the build is: its length is measured first.
  const auto began = std::chrono::steady_clock::now();
  REQUIRE(all_of_round(f.posts, 0));
  const auto whole =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
  int interrupted = 0;
  constexpr int rounds = 4;
  for (int round = 1; round <= rounds; ++round) {
    in_killed_child([&] {
      auto posts = store::PostStore::open(f.file, kFingerprint, london());
      if (!posts) return;
      std::thread([&] {
        std::this_thread::sleep_for(whole * round / (rounds + 1));
        std::raise(SIGKILL);
      }).detach();
      all_of_round(*posts, round);
      std::raise(SIGKILL);
    });
    store::PostStore posts = open_store(f.file);
    const std::int64_t left = posts.left_to_reclassify(model_of_round(round)).value();
    interrupted += left > 0 && left < 6000;
    REQUIRE(posts.rollups_hold() == true);
    REQUIRE(f.november().classified == 6000);
    REQUIRE(all_of_round(posts, round));
    REQUIRE(posts.rollups_hold() == true);
    REQUIRE(posts.left_to_reclassify(model_of_round(round)) == 0);
    REQUIRE(f.november().models.size() == 1);
    for (const std::int64_t ref : {1, 3000, 6000})
      REQUIRE(f.post(ref).classification.kind->label == Kind::pledge);
  }
  // Else nothing was tried.
  CHECK(interrupted > 0);
}

TEST_CASE("What fails while history moves leaves the posts of that step as they were", "[reclassify]") {
  Fixture f;
  f.fill(10);
  execute(f.file,
          "CREATE TRIGGER refuse BEFORE UPDATE ON post WHEN new.id = 8 BEGIN SELECT RAISE(ABORT, 'no'); END");
  CHECK_FALSE(f.posts.reclassify_next(kNewer, judge, 5));
  CHECK(f.left() == 10);
  CHECK(f.model_of(10) == "2026.11");
  CHECK(f.posts.rollups_hold() == true);
  execute(f.file, "DROP TRIGGER refuse");
  CHECK(f.to_the_end(5).posts == 10);
}
