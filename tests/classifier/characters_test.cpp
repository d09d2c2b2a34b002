#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "classifier/reading.h"
#include "evaluation/labelled_file.h"
#include "training/design_matrix.h"

using namespace nhs;
using namespace nhs::classifier;

namespace {

std::vector<std::uint32_t> buckets_of(std::string_view word) {
  std::vector<std::uint32_t> buckets;
  character_buckets(word, buckets);
  return buckets;
}

training::Corpus dev_corpus() {
  auto rows = evaluation::read_labelled(NHS_SOURCE_DIR "/training/data/social/dev.tsv");
  REQUIRE(rows);
  training::Corpus corpus;
  for (evaluation::LabelledText& row : *rows) corpus.samples.push_back({std::move(row), false, 1, 0});
  return corpus;
}

/// A model of the posts' features whose weights are as good as chance.
Model model_by_chance(const training::DesignMatrix& design) {
  Model model;
  model.rarity = design.rarity;
  model.family_weight = design.family_weight;
  model.vocabulary = design.vocabulary;
  model.weights.assign(kBuckets, {});
  std::uint64_t state = 7;
  for (const std::uint32_t bucket : design.buckets)
    for (std::int8_t& weight : model.weights[bucket].of)
      weight = static_cast<std::int8_t>(spread(++state) % 255 - 127);
  for (std::size_t c = 0; c < column::row; ++c) {
    model.bias[c] = 0.25F * static_cast<float>(c);
    model.scale[c] = 0.01F * static_cast<float>(c + 1);
  }
  return model;
}

struct Posts {
  training::Corpus corpus = dev_corpus();
  training::DesignMatrix design = training::make_design_matrix(corpus);
  Model model = model_by_chance(design);
};

const Posts& posts() {
  static const Posts made;
  return made;
}

/// All that characters have a part in: scores and evidence of the text, scores of the evidence's clause.
struct Judged {
  Scores scores;
  Scores of_clause;
  std::vector<float> strengths;

  bool operator==(const Judged& other) const {
    return scores == other.scores && of_clause == other.of_clause && strengths == other.strengths;
  }
};

Judged judged(Reading& reading, std::string_view text) {
  reading.cut(text);
  Judged result{reading.judge(), {}, {}};
  const std::vector<EvidenceSpan> spans = reading.evidence(column::value);
  result.of_clause = reading.clause_scores(reading.clause_features(spans));
  for (const EvidenceSpan& span : spans) result.strengths.push_back(span.strength);
  return result;
}

/// What a text's words add up to in a family, in the model's units.
FamilySums sums(const Model& model, std::string_view text) {
  Reading reading;
  reading.use(model);
  reading.cut(text);
  reading.judge();
  CharacterRows rows;
  return sums_of(model, reading.text_features(), rows);
}

constexpr auto kCharacters = static_cast<std::size_t>(FeatureFamily::characters);

}  // namespace

TEST_CASE("A word's n-grams are told from each other by where it begins and ends, and counted once",
          "[characters]") {
  CHECK(buckets_of("a").size() == 1);
  CHECK(buckets_of("cat").size() == 3 + 2 + 1);
  CHECK(buckets_of("cat") != buckets_of("act"));
  // Of ` nanana `: nan, ana and nana stand there twice.
  const std::vector<std::uint32_t> repeated = buckets_of("nanana");
  CHECK(repeated.size() == 4 + 4 + 4);
  CHECK(std::is_sorted(repeated.begin(), repeated.end()));
  CHECK(std::adjacent_find(repeated.begin(), repeated.end()) == repeated.end());
}

TEST_CASE("Only the beginning of an endless word counts", "[characters]") {
  std::string word;
  for (std::size_t i = 0; i < 2 * kSpeltBytes; ++i) word += static_cast<char>('a' + spread(i) % 26);
  CHECK(buckets_of(word) == buckets_of(word.substr(0, kSpeltBytes)));
  CHECK(buckets_of(word).size() <= kMostOfWord);
  CHECK(buckets_of(word) != buckets_of(word.substr(0, kSpeltBytes - 1)));
}

TEST_CASE("A word's sums fit, whatever the weights", "[characters]") {
  Model model = model_by_chance(posts().design);
  std::fill(model.rarity.begin(), model.rarity.end(), 255);
  WeightRow lowest;
  lowest.of.fill(-128);
  std::fill(model.weights.begin(), model.weights.end(), lowest);
  std::string word;
  for (std::size_t i = 0; i < kSpeltBytes; ++i) word += static_cast<char>('a' + spread(i) % 26);
  const auto count = static_cast<std::int32_t>(buckets_of(word).size());
  CHECK(count > 180);
  const FamilySums found = sums(model, word);
  CHECK(found.weights[kCharacters][0] == -128 * count);
  CHECK(found.squares[kCharacters] == 255ULL * 255ULL * static_cast<std::uint64_t>(count));
}

TEST_CASE("Characters count for each distinct word, once", "[characters]") {
  const Model& model = posts().model;
  const FamilySums kind = sums(model, "kind"), kindness = sums(model, "kindness");
  const FamilySums both = sums(model, "kindness, kind! Kind kindness and not kind"),
                   rest = sums(model, "and not");
  REQUIRE(kind.squares[kCharacters] > 0);
  REQUIRE(kindness.squares[kCharacters] > kind.squares[kCharacters]);
  CHECK(both.squares[kCharacters] ==
        kind.squares[kCharacters] + kindness.squares[kCharacters] + rest.squares[kCharacters]);
  for (std::size_t c = 0; c < column::row; ++c)
    CHECK(both.weights[kCharacters][c] ==
          kind.weights[kCharacters][c] + kindness.weights[kCharacters][c] + rest.weights[kCharacters][c]);
}

TEST_CASE("What was judged before changes nothing, however few words are kept", "[characters]") {
  const auto& samples = posts().corpus.samples;
  Reading reading, backwards(CharacterRows(1)), few(CharacterRows(4));
  for (Reading* one : {&reading, &backwards, &few}) one->use(posts().model);
  std::vector<Judged> forth, back;
  for (const training::Sample& sample : samples) forth.push_back(judged(reading, sample.labelled.text));
  for (auto sample = samples.rbegin(); sample != samples.rend(); ++sample)
    back.push_back(judged(backwards, sample->labelled.text));
  std::reverse(back.begin(), back.end());
  CHECK(back == forth);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    CHECK(judged(few, samples[i].labelled.text) == forth[i]);
    CHECK(judged(reading, samples[i].labelled.text) == forth[i]);
  }
}

TEST_CASE("A reading that changes models takes nothing along from the other", "[characters]") {
  const std::string text = "The night nurse was so kind and gentle with my mum";
  Model changed = model_by_chance(posts().design);
  Reading reading;
  reading.use(posts().model);
  const Judged before = judged(reading, text);
  for (WeightRow& row : changed.weights) std::swap(row.of[0], row.of[1]);
  changed.revision = new_revision();
  reading.use(changed);
  const Judged after = judged(reading, text);
  Reading fresh;
  fresh.use(changed);
  CHECK(after == judged(fresh, text));
  CHECK_FALSE(after == before);
  reading.use(posts().model);
  CHECK(judged(reading, text) == before);
}

TEST_CASE("A text's logits are those of its row in training", "[characters]") {
  const auto& [corpus, design, model] = posts();
  Reading reading;
  reading.use(model);
  for (std::size_t i = 0; i < corpus.samples.size(); ++i) {
    const std::string& text = corpus.samples[i].labelled.text;
    CAPTURE(text);
    reading.cut(text);
    const Scores& scores = reading.judge();
    for (const std::size_t c : {column::value, column::care_domain}) {
      double logit = model.bias[c];
      for (std::size_t e = design.x.starts[i]; e < design.x.starts[i + 1]; ++e) {
        const training::SparseRows::Entry& entry = design.x.entries[e];
        const std::uint32_t bucket = design.buckets[entry.feature];
        // A model's weight holds the rarity, in units; the row's value holds it too.
        logit += 16.0 / design.rarity[bucket] * model.weights[bucket].of[c] * model.scale[c] * entry.value;
      }
      CHECK(scores[c] == Approx(logit).epsilon(1e-4).margin(1e-4));
    }
    const auto* entries = design.x.entries.data();
    const auto* end = entries + design.x.starts[i + 1];
    CHECK(std::adjacent_find(entries + design.x.starts[i], end,
                             [](const auto& a, const auto& b) { return a.feature >= b.feature; }) == end);
  }
}
