#include "report/judged_accuracy.h"

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

store::JudgedPost post(std::int64_t draw, store::Stratum stratum, double weight, Sentiment machine,
                       std::vector<store::Judgement> judgements) {
  store::JudgedPost post;
  post.draw = draw;
  post.stratum = stratum;
  post.weight = weight;
  post.model = "2026.11";
  post.machine.sentiment = machine;
  post.machine.values.emplace();
  post.judgements = std::move(judgements);
  return post;
}

store::SampleDraw draw(std::int64_t id, const std::string& selection) {
  store::SampleDraw draw;
  draw.id = id;
  draw.selection = selection;
  return draw;
}

Classification machine_word(const store::JudgedPost& post) {
  Classification found;
  found.sentiment = SentimentFinding{*post.machine.sentiment, 0, 0, 0, {}};
  return found;
}

/// 60 posts on compassion, all judged rightly, that stand for 60; 60 on nothing, half of them wrong, for 540.
store::JudgedSample sample() {
  store::JudgedSample sample;
  sample.draws = {draw(1, ""), draw(2, "on mastodon")};
  for (int i = 0; i < 60; ++i) {
    sample.posts.push_back(
        post(1, Value::compassion, 1, Sentiment::positive, {says("", Sentiment::positive)}));
    sample.posts.push_back(post(1, std::nullopt, 9, i % 2 == 0 ? Sentiment::neutral : Sentiment::negative,
                                {says("", Sentiment::neutral)}));
  }
  sample.posts.push_back(post(2, std::nullopt, 5, Sentiment::negative, {says("", Sentiment::negative)}));
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

TEST_CASE("The newest judgement counts; two readers of the same posts are held against each other",
          "[judged]") {
  store::JudgedSample judged;
  judged.draws = {draw(1, "")};
  judged.posts = {post(1, std::nullopt, 1, Sentiment::positive,
                       {says("Ben", Sentiment::positive), says("Ana", Sentiment::negative)}),
                  post(1, std::nullopt, 1, Sentiment::positive,
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
            .rfind("Judged by people on 120 posts sampled at random: sentiment accuracy 0.55 (", 0) == 0);
  store::JudgedSample few = sample();
  few.posts.resize(12);
  CHECK(accuracy_sentence(few, "2026.11") ==
        "Judged by people on 12 posts sampled at random: too few to tell how right it is (100 are needed).");
  // What people said of another model's findings says nothing of this one's.
  CHECK(accuracy_sentence(sample(), "2026.12", false) ==
        "How right model 2026.12 is, nobody has judged on a random sample of all posts.");
  const std::string nobody = accuracy_sentence(sample(), "2026.12");
  CHECK(nobody.rfind("How right model 2026.12 is, nobody has judged", 0) == 0);
  CHECK(nobody.find("label --sample") != std::string::npos);
}
