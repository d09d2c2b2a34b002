#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>
#include <set>

#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;
using store::JudgementOutcome;
using store::Stratum;

namespace {

const UtcTime kNow = at("2026-11-21T12:00:00Z");

/// A post of each sort: `compassion` many, `improving_lives` few, some with both, many with none.
store::ClassifiedPost post_of(std::uint64_t id) {
  store::ClassifiedPost made = MadePost{.id = id, .text = "Text " + std::to_string(id)};
  auto& found = made.classification.values;
  found.clear();
  if (id % 2 == 0) found.push_back({Value::compassion, Direction::upheld, 0.5, {}});
  if (id % 20 == 0) found.push_back({Value::improving_lives, Direction::breached, 0.5, {}});
  return made;
}

struct Fixture {
  explicit Fixture(std::uint64_t posts_there = 200) {
    std::vector<store::ClassifiedPost> many;
    for (std::uint64_t id = 1; id <= posts_there; ++id) many.push_back(post_of(id));
    save(posts, batch_of(std::move(many)));
  }
  store::Sample draw(const store::SampleQuery& query) {
    auto sample = reader.choose_sample(query);
    if (!sample) FAIL(sample.error().message);
    return *std::move(sample);
  }
  store::Sample draw(std::int64_t size, std::uint64_t seed = 1, bool again = false,
                     store::Filter filter = {}) {
    return draw({std::move(filter), "", size, seed, again});
  }
  store::Sample serve(std::int64_t size, std::uint64_t seed = 1, bool again = false) {
    return serve({{}, "", size, seed, again});
  }
  store::Sample serve(const store::SampleQuery& query) {
    store::Sample sample = draw(query);
    store::NewDraw noted{query.seed, query.selection, {}};
    for (std::size_t stratum = 0; stratum < store::kStrata; ++stratum)
      noted.populations[stratum] = sample.strata[stratum].population;
    const std::int64_t id = posts.note_draw(noted, kNow).value();
    REQUIRE(posts.note_served(id, store::served(sample.posts), kNow).value().empty());
    return sample;
  }
  JudgementOutcome judge(std::int64_t ref, const Label& label, const std::string& reader_name = "") {
    return posts.judge({{ref, label}}, reader_name, kNow).value().at(0);
  }
  /// The sheet of a sample filled in alike and read back; how many judgements came out so.
  std::int64_t judge_all(const store::Sample& sheet, const Label& label, JudgementOutcome outcome) {
    std::vector<store::NewJudgement> judgements;
    for (const store::SampledPost& post : sheet.posts) judgements.push_back({post.ref, label});
    const auto outcomes = posts.judge(judgements, "Ana", kNow).value();
    return std::count(outcomes.begin(), outcomes.end(), outcome);
  }

  Scratch folder;
  std::filesystem::path file = folder / "posts.db";
  store::PostStore posts = open_store(file);
  store::Reader reader = open_reader(file);
};

std::vector<std::int64_t> refs(const store::Sample& sample) {
  std::vector<std::int64_t> found;
  for (const store::SampledPost& post : sample.posts) found.push_back(post.ref);
  return found;
}

std::int64_t in_stratum(const store::Sample& sample, Stratum stratum) {
  return std::count_if(sample.posts.begin(), sample.posts.end(),
                       [&](const store::SampledPost& post) { return post.stratum == stratum; });
}

const Label kNegative{.sentiment = Sentiment::negative};

/// All of the hundred posts that the machine finds compassion in.
const store::SampleQuery kOfCompassion{{.values = {Value::compassion}}, "compassion", 100, 2, false};

std::int64_t judged_of(const store::JudgedSample& sample, std::size_t draw) {
  const std::int64_t id = sample.draws.at(draw).id;
  return std::count_if(sample.posts.begin(), sample.posts.end(),
                       [&](const store::JudgedPost& post) { return post.draw == id; });
}

}  // namespace

TEST_CASE("Each stratum gets its share, a post with two values belongs to the rarer, and none is one too",
          "[sample]") {
  Fixture f;
  const store::Sample sample = f.draw(60);
  REQUIRE(sample.posts.size() == 60);
  CHECK(in_stratum(sample, Value::improving_lives) == 10);
  CHECK(in_stratum(sample, Value::compassion) == 25);
  CHECK(in_stratum(sample, std::nullopt) == 25);
  CHECK(sample.strata[store::index_of(Stratum{Value::improving_lives})].population == 10);
  CHECK(sample.strata[store::index_of(Stratum{Value::compassion})].population == 90);
  CHECK(sample.strata[store::index_of(Stratum{})].population == 100);
  const std::vector<std::int64_t> found = refs(sample);
  CHECK(std::set<std::int64_t>(found.begin(), found.end()).size() == 60);
  CHECK(f.draw(1000).posts.size() == 200);
}

TEST_CASE("The same seed draws the same posts in the same order, another seed others", "[sample]") {
  Fixture one;
  Fixture other;
  CHECK(refs(one.draw(30, 7)) == refs(other.draw(30, 7)));
  CHECK(refs(one.draw(30, 7)) != refs(one.draw(30, 8)));
  CHECK_FALSE(std::is_sorted(refs(one.draw(30, 7)).begin(), refs(one.draw(30, 7)).end()));
}

TEST_CASE("Every post of a stratum is drawn about as often as any other", "[sample]") {
  Fixture f;
  std::vector<int> drawn(201);
  for (std::uint64_t seed = 0; seed < 400; ++seed)
    for (const std::int64_t ref : refs(f.draw(70, seed))) ++drawn.at(static_cast<std::size_t>(ref));
  // 30 of 100 posts without a value, 400 times: 120 expected, standard deviation 9.
  for (std::size_t ref = 1; ref < 200; ref += 2) {
    CAPTURE(ref);
    CHECK(drawn[ref] > 75);
    CHECK(drawn[ref] < 165);
  }
}

TEST_CASE("What was served is not served again unless asked for", "[sample]") {
  Fixture f;
  const store::Sample first = f.serve(100, 3);
  const store::Sample second = f.serve(100, 3);
  std::vector<std::int64_t> all = refs(first);
  for (const std::int64_t ref : refs(second)) all.push_back(ref);
  CHECK(std::set<std::int64_t>(all.begin(), all.end()).size() == 200);
  CHECK(f.draw(10, 3).posts.empty());
  CHECK(refs(f.draw(100, 3, true)) == refs(first));
  // The strata are those of all posts, served or not.
  CHECK(second.strata[store::index_of(Stratum{})].population == 100);
}

TEST_CASE("What a sample of another selection served is drawn like any other post", "[sample]") {
  Fixture f;
  REQUIRE(f.serve(kOfCompassion).posts.size() == 100);
  const store::Sample sample = f.draw(60);
  CHECK(in_stratum(sample, Value::improving_lives) == 10);
  CHECK(in_stratum(sample, Value::compassion) == 25);
  CHECK(in_stratum(sample, std::nullopt) == 25);
  CHECK(f.draw(kOfCompassion).posts.empty());
}

TEST_CASE("Unclassified, withdrawn, set aside and unquotable posts are in no sample, and filters narrow it",
          "[sample]") {
  Fixture f(4);
  store::ClassifiedPost welsh = MadePost{.id = 10, .text = "Diolch"};
  welsh.classification = unclassified("cy");
  store::ClassifiedPost shy = MadePost{.id = 11, .text = "Do not quote me"};
  shy.post.quotable = false;
  save(f.posts, batch_of({welsh, shy, MadePost{.id = 12, .text = "An advert"}, MadePost{.id = 13}}));
  store::Batch gone = batch_of({});
  gone.withdrawn = {{hash(13)}};
  save(f.posts, gone);
  REQUIRE(f.posts.apply_ignore_rules({{{"adverts", "advert"}}, "one"}, kNow));
  // A person's word does not make the machine's judgement: there is none to measure.
  REQUIRE(f.posts.label(5, {.sentiment = Sentiment::neutral}, "", kNow));
  std::vector<std::int64_t> found = refs(f.draw(100));
  std::sort(found.begin(), found.end());
  CHECK(found == std::vector<std::int64_t>{1, 2, 3, 4});
  found = refs(f.draw(100, 1, false, {.values = {Value::compassion}}));
  std::sort(found.begin(), found.end());
  CHECK(found == std::vector<std::int64_t>{2, 4});
}

TEST_CASE("Strata go by what the machine says, whatever people corrected", "[sample]") {
  Fixture f(4);
  REQUIRE(f.posts.label(2, {.values = std::vector<LabelledValue>{}}, "", kNow));
  CHECK(in_stratum(f.draw(100), Value::compassion) == 2);
}

TEST_CASE(
    "A judged sample has the machine's word of then, the readers' and how many posts its stratum stands for",
    "[sample]") {
  Fixture f;
  const store::Sample sample = f.serve(21);
  REQUIRE(in_stratum(sample, Value::improving_lives) == 7);
  std::vector<std::int64_t> improving;
  for (const store::SampledPost& post : sample.posts)
    if (post.stratum == Stratum{Value::improving_lives}) improving.push_back(post.ref);
  CHECK(f.judge(improving[0], kNegative, "Ana") == JudgementOutcome::stored);
  CHECK(f.judge(improving[0], {.sentiment = Sentiment::neutral}, "Ben") == JudgementOutcome::stored);
  CHECK(f.judge(improving[1], {.values = std::vector<LabelledValue>{}}) == JudgementOutcome::stored);
  // A correction is no part of it, and the machine's word of then stays what it was.
  REQUIRE(f.posts.label(improving[0], {.sentiment = Sentiment::positive}, "Ana", kNow));
  REQUIRE(f.posts.label(improving[2], kNegative, "", kNow));

  const store::JudgedSample judged = f.reader.judged_sample().value();
  REQUIRE(judged.posts.size() == 2);
  const auto& first = judged.posts[0].ref == improving[0] ? judged.posts[0] : judged.posts[1];
  REQUIRE(first.judgements.size() == 2);
  CHECK(first.judgements[0].reader == "Ben");
  CHECK(first.judgements[0].label.sentiment == Sentiment::neutral);
  CHECK_FALSE(first.judgements[0].label.values);
  CHECK(first.judgements[1].reader == "Ana");
  CHECK(first.machine.sentiment == Sentiment::positive);
  CHECK(values_field(first.machine.values) == "compassion:upheld,improving_lives:breached");
  CHECK(first.machine.kind == Kind::experience);
  CHECK(first.model == "2026.11");
  CHECK(first.text == "Text " + std::to_string(first.ref));
  const store::StratumCounts& counts = judged.draws.at(0).strata[store::index_of(first.stratum)];
  CHECK(counts.population == 10);
  CHECK(counts.served == 7);
  CHECK(counts.judged == 2);
}

TEST_CASE("A sample of another selection takes no judged post out of one", "[sample]") {
  Fixture f;
  const store::Sample all = f.serve(60);
  REQUIRE(f.judge_all(all, kNegative, JudgementOutcome::stored) == 60);
  store::SampleQuery again = kOfCompassion;
  again.again = true;
  REQUIRE(f.serve(again).posts.size() == 100);
  const store::JudgedSample judged = f.reader.judged_sample().value();
  CHECK(judged_of(judged, 0) == 60);
  CHECK(judged_of(judged, 1) == 0);
  CHECK(judged.draws.at(0).strata[store::index_of(Stratum{Value::compassion})].judged == 25);
}

TEST_CASE("A judgement counts for the selection of its sheet, and is no random part of another", "[sample]") {
  Fixture f;
  const store::Sample all = f.serve(60);
  const store::Sample part = f.serve(kOfCompassion);
  // 35 of the 60 are among the hundred, and in both sheets.
  REQUIRE(f.judge_all(part, kNegative, JudgementOutcome::stored) == 100);
  store::JudgedSample judged = f.reader.judged_sample().value();
  CHECK(judged_of(judged, 0) == 0);
  CHECK(judged_of(judged, 1) == 100);

  // The older sheet, by the same reader, who says the same.
  CHECK(f.judge_all(all, kNegative, JudgementOutcome::stored) == 60);
  judged = f.reader.judged_sample().value();
  CHECK(judged_of(judged, 0) == 60);
  CHECK(judged_of(judged, 1) == 100);
  CHECK(f.judge_all(all, kNegative, JudgementOutcome::unchanged) == 60);
  CHECK(f.judge_all(part, kNegative, JudgementOutcome::unchanged) == 100);
}

TEST_CASE("Judgements that name their draw count for it, whatever served the posts since", "[sample]") {
  Fixture f;
  const store::Sample all = f.serve(60);
  const std::int64_t draw = f.reader.judged_sample().value().draws.at(0).id;
  REQUIRE(f.serve(kOfCompassion).posts.size() == 100);
  // One post alone, which both served, as on a terminal.
  const auto compassionate = std::find_if(all.posts.begin(), all.posts.end(), [](const auto& post) {
    return post.stratum == Stratum{Value::compassion};
  });
  REQUIRE(compassionate != all.posts.end());
  const std::int64_t ref = compassionate->ref;
  CHECK(f.posts.judge({{ref, kNegative}}, "Ana", kNow, false, draw).value().at(0) ==
        JudgementOutcome::stored);
  store::JudgedSample judged = f.reader.judged_sample().value();
  CHECK(judged_of(judged, 0) == 1);
  CHECK(judged_of(judged, 1) == 0);

  // Without it the newest that served it has it, and the whole sheet would tell better.
  CHECK(f.judge(ref, kNegative, "Ana") == JudgementOutcome::stored);
  judged = f.reader.judged_sample().value();
  CHECK(judged_of(judged, 1) == 1);
  std::vector<store::NewJudgement> sheet;
  for (const store::SampledPost& post : all.posts) sheet.push_back({post.ref, kNegative});
  CHECK(f.reader.draw_judged(sheet) == draw);
  CHECK(f.reader.draw_judged({{9999, kNegative}}) == 0);
}

TEST_CASE("What a sheet says of a text that was edited since is left out, though its new text was served",
          "[sample]") {
  Fixture f;
  const store::Sample before = f.serve(10);
  save(f.posts, batch_of({MadePost{.id = static_cast<std::uint64_t>(before.posts[0].ref),
                                   .text = "Another text",
                                   .edited_at = "2026-11-09T00:00:00Z"}}));
  REQUIRE(f.serve(1000).posts.size() == 191);
  CHECK(f.judge_all(before, kNegative, JudgementOutcome::edited) == 1);
  CHECK(f.reader.judged_sample().value().posts.size() == 9);
}

TEST_CASE("A judgement counts like a correction, and is taken back like one", "[sample]") {
  Fixture f;
  const std::int64_t ref = f.serve(10).posts[0].ref;
  f.judge(ref, kNegative);
  CHECK(f.reader.count({.sentiment = Sentiment::negative}) == 1);
  CHECK(f.posts.rollups_hold() == true);
  CHECK(f.judge(ref, kNegative) == JudgementOutcome::unchanged);
  REQUIRE(f.posts.undo_label(ref, kNow));
  CHECK(f.reader.count({.sentiment = Sentiment::negative}) == 0);
  CHECK(f.reader.judged_sample().value().posts.empty());
}

TEST_CASE("What was edited or withdrawn since it was served is left out; a post of no sample stops it all",
          "[sample]") {
  Fixture f;
  const std::vector<std::int64_t> served = refs(f.serve(10));
  f.judge(served[0], kNegative);
  store::Batch batch = batch_of({MadePost{.id = static_cast<std::uint64_t>(served[0]),
                                          .text = "Another text",
                                          .edited_at = "2026-11-09T00:00:00Z"}});
  batch.withdrawn = {{hash(static_cast<std::uint64_t>(served[1]))}};
  save(f.posts, batch);
  CHECK(f.reader.judged_sample().value().posts.empty());
  CHECK(f.judge(served[0], kNegative) == JudgementOutcome::edited);
  CHECK(f.judge(served[1], kNegative) == JudgementOutcome::withdrawn);

  const auto mixed = f.posts.judge({{served[2], kNegative}, {9999, kNegative}}, "", kNow).value();
  CHECK(mixed == std::vector<JudgementOutcome>{JudgementOutcome::stored, JudgementOutcome::not_sampled});
  CHECK(f.reader.labels(served[2]).value().empty());
  CHECK(f.posts.rollups_hold() == true);
  // With its new text it may be served anew.
  CHECK(refs(f.draw(1000)).size() == 190 + 1 - 0);
}

TEST_CASE("Judgements move along when a second reader is served the same posts", "[sample]") {
  Fixture f;
  const std::vector<std::int64_t> served = refs(f.serve(10, 5));
  for (const std::int64_t ref : served) f.judge(ref, kNegative, "Ana");
  REQUIRE(refs(f.serve(10, 5, true)) == served);
  for (const std::int64_t ref : served) f.judge(ref, {.sentiment = Sentiment::positive}, "Ben");
  const store::JudgedSample judged = f.reader.judged_sample().value();
  REQUIRE(judged.posts.size() == 10);
  for (const store::JudgedPost& post : judged.posts) {
    CHECK(post.draw == judged.draws.back().id);
    CHECK(post.judgements.size() == 2);
  }
}
