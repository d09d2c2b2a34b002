#include "report/judged_accuracy.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace nhs;
using namespace nhs::report;

namespace {

store::Judgement says(const std::string& reader, Sentiment sentiment) {
  store::Judgement judgement;
  judgement.reader = reader;
  judgement.label.sentiment = sentiment;
  judgement.label.values.emplace();
  return judgement;
}

store::JudgedPost post(std::int64_t draw, store::Stratum stratum, Sentiment machine,
                       std::vector<store::Judgement> judgements) {
  store::JudgedPost post;
  post.draw = draw;
  post.stratum = stratum;
  post.model = "2026.11";
  post.machine.sentiment = machine;
  post.machine.values.emplace();
  post.judgements = std::move(judgements);
  return post;
}

/// Drawn from so many posts on compassion, and so many on no value.
store::SampleDraw draw(std::int64_t id, const std::string& selection, std::int64_t compassion,
                       std::int64_t none) {
  store::SampleDraw draw;
  draw.id = id;
  draw.selection = selection;
  draw.strata[store::index_of(store::Stratum{Value::compassion})].population = compassion;
  draw.strata[store::index_of(store::Stratum{})].population = none;
  return draw;
}

void add(store::JudgedSample& sample, int times, const store::JudgedPost& post) {
  sample.posts.insert(sample.posts.end(), static_cast<std::size_t>(times), post);
}

/// Two readers' words on sentiment.
std::vector<store::Judgement> both_say(Sentiment ana, Sentiment ben) {
  return {says("Ana", ana), says("Ben", ben)};
}

Classification machine_word(const store::JudgedPost& post) {
  Classification found;
  found.sentiment = SentimentFinding{*post.machine.sentiment, 0, 0, 0, {}};
  return found;
}

/// Whether the model in use finds compassion in it, and what people say.
store::JudgedPost on_compassion(std::int64_t draw, store::Stratum stratum, bool found, bool is_so) {
  store::Judgement judgement = says("", Sentiment::neutral);
  if (is_so) judgement.label.values->push_back({Value::compassion});
  store::JudgedPost judged = post(draw, stratum, Sentiment::neutral, {judgement});
  judged.text = found ? "found" : "";
  return judged;
}

double recall_of_compassion(const store::JudgedSample& sample) {
  const auto machine = [](const store::JudgedPost& post) {
    Classification found;
    if (post.text == "found") found.values.push_back({Value::compassion, Direction::upheld, 1, {}});
    return found;
  };
  const auto accuracy = evaluation::accuracy_of(judged_comparisons(sample, "", machine));
  for (const auto& aspect : accuracy.aspects)
    for (const auto& label : aspect.labels)
      if (label.label == "compassion") return label.recall.value().value;
  return -1;
}

/// An earlier model found compassion in 1,000 of 10,000 posts. Judged: 100 of these, of which 50 are on it
/// and the model in use finds 45; 100 of the others, of which 2 are, and it finds neither.
store::JudgedSample judged_of_an_earlier_model() {
  store::JudgedSample judged;
  judged.draws = {draw(1, "", 1000, 9000)};
  add(judged, 45, on_compassion(1, Value::compassion, true, true));
  add(judged, 5, on_compassion(1, Value::compassion, false, true));
  add(judged, 50, on_compassion(1, Value::compassion, false, false));
  add(judged, 2, on_compassion(1, std::nullopt, false, true));
  add(judged, 98, on_compassion(1, std::nullopt, false, false));
  for (store::JudgedPost& each : judged.posts) each.model = "2026.10";
  return judged;
}

/// 60 posts on compassion, all judged rightly, that stand for 60; 60 on nothing, half of them wrong, for 540.
store::JudgedSample sample() {
  store::JudgedSample sample;
  sample.draws = {draw(1, "", 60, 540), draw(2, "on mastodon", 0, 5)};
  for (int i = 0; i < 60; ++i) {
    sample.posts.push_back(post(1, Value::compassion, Sentiment::positive, {says("", Sentiment::positive)}));
    sample.posts.push_back(post(1, std::nullopt, i % 2 == 0 ? Sentiment::neutral : Sentiment::negative,
                                {says("", Sentiment::neutral)}));
  }
  sample.posts.push_back(post(2, std::nullopt, Sentiment::negative, {says("", Sentiment::negative)}));
  return sample;
}

}  // namespace

TEST_CASE("Judged posts are weighted, by stratum, and each selection speaks for itself", "[judged]") {
  const store::JudgedSample judged = sample();
  CHECK(judged_selections(judged) == std::vector<std::string>{"", "on mastodon"});
  const auto texts = judged_comparisons(judged, "", machine_word);
  REQUIRE(texts.size() == 120);
  CHECK(texts[0].weight == 1);
  CHECK(texts[1].weight == 9);
  CHECK(texts[0].stratum != texts[1].stratum);
  CHECK(texts[0].stratum == texts[2].stratum);
  const auto accuracy = evaluation::accuracy_of(texts);
  CHECK(evaluation::find_measure(accuracy, "sentiment_accuracy")->estimate.value ==
        Approx((60 + 270) / 600.0));
  CHECK(judged_comparisons(judged, "on mastodon", machine_word).size() == 1);
}

TEST_CASE("Of a draw that was begun and not finished no more counts than was judged of it", "[judged]") {
  store::JudgedSample judged;
  judged.draws = {draw(1, "", 0, 400), draw(2, "", 0, 400)};
  add(judged, 225, post(1, std::nullopt, Sentiment::positive, {says("", Sentiment::positive)}));
  add(judged, 75, post(1, std::nullopt, Sentiment::positive, {says("", Sentiment::negative)}));
  add(judged, 3, post(2, std::nullopt, Sentiment::positive, {says("", Sentiment::negative)}));
  const auto texts = judged_comparisons(judged, "", machine_word);
  CHECK(texts.front().stratum == texts.back().stratum);
  const auto accuracy = evaluation::accuracy_of(texts);
  const auto* const measure = evaluation::find_measure(accuracy, "sentiment_accuracy");
  CHECK(measure->estimate.value == Approx(225.0 / 303));
  // As of 303 texts that weigh alike: a standard error of 0.025 on either side.
  CHECK(measure->estimate.low > 0.68);
}

TEST_CASE("The newest draw of a selection says what its strata weigh, and weights add up to that",
          "[judged]") {
  store::JudgedSample judged;
  judged.draws = {draw(1, "", 100, 300), draw(2, "", 200, 1800), draw(3, "on mastodon", 7, 7)};
  add(judged, 2, post(1, Value::compassion, Sentiment::positive, {says("", Sentiment::positive)}));
  add(judged, 1, post(1, std::nullopt, Sentiment::positive, {says("", Sentiment::positive)}));
  add(judged, 2, post(2, std::nullopt, Sentiment::positive, {says("", Sentiment::positive)}));
  const auto texts = judged_comparisons(judged, "", machine_word);
  REQUIRE(texts.size() == 5);
  CHECK(texts[0].weight == Approx(100));
  CHECK(texts[2].weight == Approx(600));
  CHECK(texts[4].weight == Approx(600));
}

TEST_CASE(
    "A draw of a new model, of which nothing is judged, leaves the strata of the earlier one their weight",
    "[judged]") {
  store::JudgedSample judged = judged_of_an_earlier_model();
  // Weights of 10 and 90: 45 × 10 / (50 × 10 + 2 × 90).
  CHECK(recall_of_compassion(judged) == Approx(450 / 680.0));
  judged.draws.push_back(draw(2, "", 200, 9800));
  CHECK(recall_of_compassion(judged) == Approx(450 / 680.0));
}

TEST_CASE("Each model's judged posts weigh by its own draw, and together as their share of all", "[judged]") {
  store::JudgedSample judged = judged_of_an_earlier_model();
  judged.draws.push_back(draw(2, "", 400, 19600));
  add(judged, 50, on_compassion(2, Value::compassion, true, true));
  add(judged, 50, on_compassion(2, std::nullopt, false, false));
  // Of 10,000: two thirds by weights of 10 and 90, one by 4 and 196 (half of 8 and 392).
  // (2/3 × 450 + 1/3 × 200) / (2/3 × 680 + 1/3 × 200)
  CHECK(recall_of_compassion(judged) == Approx(1100 / 1560.0));
  const auto texts = judged_comparisons(judged, "", machine_word);
  CHECK(texts.front().stratum != texts[200].stratum);
}

TEST_CASE("Two readers' agreement is weighted over the posts that both judged, each selection by itself",
          "[judged]") {
  constexpr auto kGood = Sentiment::positive, kBad = Sentiment::negative;
  store::JudgedSample judged;
  judged.draws = {draw(1, "", 100, 900), draw(2, "on mastodon", 0, 50)};
  for (const Sentiment both : {kGood, kBad}) {
    add(judged, 2, post(1, Value::compassion, kGood, both_say(both, both)));
    add(judged, 1, post(1, std::nullopt, kGood, both_say(both, both)));
  }
  add(judged, 1, post(1, std::nullopt, kGood, both_say(kGood, kBad)));
  add(judged, 1, post(1, std::nullopt, kGood, both_say(kBad, kGood)));
  add(judged, 16, post(1, Value::compassion, kGood, {says("Ana", kGood)}));
  add(judged, 5, post(2, std::nullopt, kGood, both_say(kGood, kGood)));

  const auto pairs = reader_pairs(judged);
  REQUIRE(pairs.size() == 2);
  CHECK(pairs[0].selection.empty());
  CHECK(pairs[1].selection == "on mastodon");
  CHECK(pairs[1].posts.size() == 5);
  REQUIRE(pairs[0].posts.size() == 8);
  const auto accuracy = evaluation::accuracy_of(pairs[0].posts);
  // Alike in all of the 100, in half of the 900; both see good in half: (0.55 - 0.5) / 0.5.
  const auto kappa = std::find_if(accuracy.kappas.begin(), accuracy.kappas.end(),
                                  [](const auto& each) { return each.id == "sentiment"; });
  REQUIRE(kappa != accuracy.kappas.end());
  CHECK(kappa->estimate.value == Approx(0.1));
}

TEST_CASE("The newest judgement counts; two readers of the same posts are held against each other",
          "[judged]") {
  store::JudgedSample judged;
  judged.draws = {draw(1, "", 0, 2)};
  judged.posts = {post(1, std::nullopt, Sentiment::positive,
                       {says("Ben", Sentiment::positive), says("Ana", Sentiment::negative)}),
                  post(1, std::nullopt, Sentiment::positive,
                       {says("Ana", Sentiment::positive), says("Ben", Sentiment::positive),
                        says("", Sentiment::positive)})};
  const auto texts = judged_comparisons(judged, "", machine_word);
  CHECK(texts[0].people.sentiment == Sentiment::positive);
  const auto pairs = reader_pairs(judged);
  REQUIRE(pairs.size() == 3);
  CHECK(pairs[0].one == "unnamed");
  CHECK(pairs[0].posts.size() == 1);
  CHECK(pairs[2].one == "Ana");
  CHECK(pairs[2].other == "Ben");
  REQUIRE(pairs[2].posts.size() == 2);
  CHECK(pairs[2].posts[0].people.sentiment == Sentiment::negative);
  CHECK(pairs[2].posts[0].found.sentiment == Sentiment::positive);
}

TEST_CASE("The sentence for footers: measured, too few, or nobody yet", "[judged]") {
  CHECK(accuracy_sentence(sample(), "2026.11")
            .rfind("Judged by people on 120 posts sampled at random: the sentiment is right in 55% (", 0) ==
        0);
  store::JudgedSample few = sample();
  few.posts.resize(12);
  CHECK(accuracy_sentence(few, "2026.11") ==
        "Judged by people on 12 posts sampled at random: too few to tell how right it is (100 are needed).");
  // What people said of another model's findings says nothing of this one's.
  CHECK(accuracy_sentence(sample(), "2026.12", false) ==
        "How right model 2026.12 is, nobody has judged on a random sample of all posts.");
  // A time without posts has no model, which is no word on what people judged.
  CHECK(accuracy_sentence(sample(), "") ==
        "The program has judged no post of these times. How right it is with others, a report on them says.");
  const std::string nobody = accuracy_sentence(sample(), "2026.12");
  CHECK(nobody.rfind("How right model 2026.12 is, nobody has judged", 0) == 0);
  CHECK(nobody.find("label --sample") != std::string::npos);
}

TEST_CASE("The sentence weighs the posts of its model alone", "[judged]") {
  store::JudgedSample judged;
  judged.draws = {draw(1, "", 300, 100)};
  store::JudgedPost earlier =
      post(1, Value::compassion, Sentiment::negative, {says("", Sentiment::positive)});
  earlier.model = "2026.10";
  add(judged, 50, earlier);
  add(judged, 50, post(1, Value::compassion, Sentiment::positive, {says("", Sentiment::positive)}));
  add(judged, 50, post(1, std::nullopt, Sentiment::positive, {says("", Sentiment::neutral)}));
  // 50 of 50 on compassion stand for 300 posts, 0 of 50 on none for 100.
  CHECK(accuracy_sentence(judged, "2026.11")
            .rfind("Judged by people on 100 posts sampled at random: the sentiment is right in 75% (", 0) ==
        0);
}

TEST_CASE("Of strata that nobody judged nothing is said as if it were of all posts", "[judged]") {
  store::JudgedSample judged = sample();
  CHECK(not_judged(judged, "").strata.empty());
  CHECK(not_judged(judged, "").of == 600);
  // 30 of 630 posts are less than one in twenty, 40 of 640 are more.
  auto& care = judged.draws[0].strata[store::index_of(store::Stratum{Value::quality_of_care})];
  care.population = 30;
  const NotJudged left_out = not_judged(judged, "");
  CHECK(left_out.strata == std::vector<store::Stratum>{Value::quality_of_care});
  CHECK(left_out.posts == 30);
  CHECK(left_out.of == 630);
  CHECK(accuracy_sentence(judged, "2026.11")
            .rfind("Judged by people on 120 posts sampled at random, none of them on quality of care: the "
                   "sentiment is right in 55% (",
                   0) == 0);
  care.population = 40;
  CHECK(accuracy_sentence(judged, "2026.11") ==
        "Judged by people on 120 posts sampled at random, none of them on quality of care: how right the "
        "program is on all posts cannot be told.");
  // What another model's posts were judged on says nothing of this one's strata.
  add(judged, 1, post(1, Value::quality_of_care, Sentiment::positive, {says("", Sentiment::positive)}));
  CHECK(not_judged(judged, "").strata.empty());
  judged.posts.back().model = "2026.10";
  CHECK(not_judged(judged, "", "2026.11").posts == 40);
  CHECK(strata_in_words({Value::quality_of_care, Value::compassion, std::nullopt}) ==
        "on quality of care, on compassion or without a value");
}

TEST_CASE("A judged post whose text has gone keeps the word of its day, or is left out of another model's",
          "[judged]") {
  store::JudgedSample judged = sample();
  for (store::JudgedPost& each : judged.posts) each.purged = true;
  const auto never = [](const store::JudgedPost&) -> Classification {
    FAIL("an empty text was judged");
    return {};
  };
  const store::JudgedSample by_the_same = answerable(judged, "2026.11");
  CHECK(not_answerable(judged, "", "2026.11") == 0);
  const auto accuracy = judged_accuracy(by_the_same, "", never);
  CHECK(evaluation::find_measure(accuracy, "sentiment_accuracy")->estimate.value ==
        Approx((60 + 270) / 600.0));
  CHECK(answerable(judged, "2026.12").posts.empty());
  CHECK(not_answerable(judged, "", "2026.12") == 120);
  CHECK(not_answerable(judged, "on mastodon", "2026.12") == 1);
}

TEST_CASE("An aspect that was judged of some posts alone is weighed by those, or not told", "[judged]") {
  store::JudgedSample judged = sample();
  const auto leave_out_sentiment = [&](std::size_t kept) {
    std::size_t seen = 0;
    for (store::JudgedPost& each : judged.posts)
      if (!each.stratum && each.draw == 1 && seen++ >= kept)
        each.judgements.front().label.sentiment = std::nullopt;
  };
  // Of 60 posts without a value, which stand for 540, the first two have a sentiment: one right, one wrong.
  leave_out_sentiment(2);
  const auto some = judged_accuracy(judged, "", machine_word);
  CHECK(evaluation::find_measure(some, "sentiment_accuracy")->estimate.value == Approx((60 + 270) / 600.0));
  CHECK(evaluation::find_measure(some, "sentiment_accuracy")->of == 62);
  leave_out_sentiment(0);
  CHECK(evaluation::find_measure(judged_accuracy(judged, "", machine_word), "sentiment_accuracy") == nullptr);
}
