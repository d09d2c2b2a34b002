#include "training/design_matrix.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace nhs::training {
namespace {

using classifier::FeatureFamily;
using classifier::kBuckets;
using classifier::Occurrence;

/// A feature is kept when this many texts of the field hold it, or this many of all texts.
constexpr std::uint32_t kLeastInField = 3;
constexpr std::uint32_t kLeastAnywhere = 8;
constexpr int kLeastForVocabulary = 6;

struct Counts {
  std::vector<std::uint32_t> field = std::vector<std::uint32_t>(kBuckets);
  std::vector<std::uint32_t> all = std::vector<std::uint32_t>(kBuckets);
  std::vector<bool> cue = std::vector<bool>(kBuckets);
};

std::vector<Occurrence> distinct(std::vector<Occurrence> occurrences, classifier::SeenBuckets& seen) {
  const auto end = std::remove_if(occurrences.begin(), occurrences.end(),
                                  [&](const Occurrence& o) { return !seen.insert(o.bucket); });
  occurrences.erase(end, occurrences.end());
  for (const Occurrence& o : occurrences) seen.erase(o.bucket);
  return occurrences;
}

void count(const std::vector<Occurrence>& occurrences, bool of_the_field, Counts& counts) {
  for (const Occurrence& o : occurrences) {
    ++counts.all[o.bucket];
    if (of_the_field) ++counts.field[o.bucket];
    if (o.family == FeatureFamily::cues) counts.cue[o.bucket] = true;
  }
}

/// Inverse document frequency as scikit-learn smooths it, in sixteenths.
std::uint8_t rarity_of(std::uint32_t texts, std::size_t all) {
  constexpr double sixteenths = 16, most = 255;
  const double idf = std::log((1.0 + static_cast<double>(all)) / (1.0 + texts)) + 1;
  return static_cast<std::uint8_t>(std::min(most, std::round(idf * sixteenths)));
}

void choose_buckets(const Counts& counts, std::size_t texts, DesignMatrix& design) {
  constexpr std::uint8_t one = 16;
  design.rarity.assign(kBuckets, 0);
  design.place.assign(kBuckets, 0);
  for (std::uint32_t b = 0; b < kBuckets; ++b) {
    if (counts.field[b] < kLeastInField && counts.all[b] < kLeastAnywhere) continue;
    design.rarity[b] = counts.cue[b] ? one : rarity_of(counts.all[b], texts);
    design.place[b] = static_cast<std::uint32_t>(design.buckets.size());
    design.buckets.push_back(b);
  }
}

classifier::Vocabulary vocabulary_of(const Corpus& corpus) {
  std::unordered_map<std::uint64_t, int> words;
  classifier::Tokeniser tokeniser;
  for (const Sample& sample : corpus.samples)
    for (const classifier::Token& token : tokeniser.tokenise(sample.labelled.text))
      if (token.kind == classifier::TokenKind::word) ++words[classifier::word_hash(tokeniser.form(token))];
  classifier::Vocabulary vocabulary((std::size_t{1} << classifier::kVocabularyBits) / 64, 0);
  for (const auto& [hash, times] : words) {
    const std::uint64_t bit = hash >> (64 - classifier::kVocabularyBits);
    if (times >= kLeastForVocabulary) vocabulary[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  return vocabulary;
}

/// Drops what is not known and tells the rest its rarity.
void keep_known(const DesignMatrix& design, std::vector<Occurrence>& text) {
  text.erase(std::remove_if(text.begin(), text.end(),
                            [&](const Occurrence& o) { return design.rarity[o.bucket] == 0; }),
             text.end());
  for (Occurrence& o : text) o.rarity = design.rarity[o.bucket];
}

}  // namespace

void DesignMatrix::append(const std::vector<Occurrence>& occurrences, std::uint32_t offset,
                          SparseRows& rows) const {
  const classifier::FamilyFactors factors = classifier::family_factors(family_weight, occurrences);
  constexpr float sixteenths = 16;
  for (const Occurrence& o : occurrences) {
    const float value =
        static_cast<float>(rarity[o.bucket]) / sixteenths * factors[static_cast<std::size_t>(o.family)];
    rows.entries.push_back({offset + place[o.bucket], value});
  }
}

DesignMatrix make_design_matrix(const Corpus& corpus, classifier::CharacterScope characters) {
  DesignMatrix design;
  design.family_weight = {1.0F, 1.0F, 0.35F};
  design.vocabulary = vocabulary_of(corpus);
  design.characters = characters;
  const auto* without_characters =
      characters == classifier::CharacterScope::unknown_words ? &design.vocabulary : nullptr;
  classifier::Tokeniser tokeniser;
  classifier::SeenBuckets seen;
  std::vector<std::vector<Occurrence>> texts;
  std::vector<Occurrence> occurrences;
  Counts counts;
  for (const Sample& sample : corpus.samples) {
    const auto& tokens = tokeniser.tokenise(sample.labelled.text);
    classifier::extract_features(tokeniser, tokens, without_characters, occurrences);
    texts.push_back(distinct(occurrences, seen));
    count(texts.back(), sample.patients || sample.labelled.label.values.has_value(), counts);
  }
  choose_buckets(counts, texts.size(), design);
  design.x.features = static_cast<std::uint32_t>(design.buckets.size());
  for (std::vector<Occurrence>& text : texts) {
    keep_known(design, text);
    design.append(text, 0, design.x);
    design.x.end_row();
    std::vector<Occurrence>().swap(text);
  }
  return design;
}

}  // namespace nhs::training
