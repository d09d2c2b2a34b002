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

/// text: by bucket.
void count(const std::vector<Occurrence>& text, bool of_the_field, Counts& counts) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint32_t bucket = text[i].bucket;
    if (text[i].family == FeatureFamily::cues) counts.cue[bucket] = true;
    if (i > 0 && text[i - 1].bucket == bucket) continue;
    ++counts.all[bucket];
    if (of_the_field) ++counts.field[bucket];
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

}  // namespace

void DesignMatrix::append(const std::vector<Occurrence>& occurrences, std::uint32_t offset,
                          SparseRows& rows) const {
  std::array<std::uint64_t, classifier::kFamilies> squares{};
  for (const Occurrence& o : occurrences)
    squares[static_cast<std::size_t>(o.family)] += std::uint64_t{rarity[o.bucket]} * rarity[o.bucket];
  const classifier::FamilyFactors factors = classifier::family_factors(family_weight, squares);
  constexpr float sixteenths = 16;
  const std::size_t start = rows.entries.size();
  for (const Occurrence& o : occurrences) {
    if (rarity[o.bucket] == 0) continue;
    const std::uint32_t feature = offset + place[o.bucket];
    const float value =
        static_cast<float>(rarity[o.bucket]) / sixteenths * factors[static_cast<std::size_t>(o.family)];
    if (rows.entries.size() > start && rows.entries.back().feature == feature)
      rows.entries.back().value += value;
    else
      rows.entries.push_back({feature, value});
  }
}

std::vector<Occurrence> spelt_out(const classifier::Features& features) {
  std::vector<Occurrence> all = features.occurrences;
  std::vector<std::uint32_t> buckets;
  for (const classifier::SpeltWord& word : features.words) {
    classifier::character_buckets(word.form, buckets);
    for (const std::uint32_t bucket : buckets)
      all.push_back({bucket, word.token, 1, FeatureFamily::characters});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Occurrence& a, const Occurrence& b) { return a.bucket < b.bucket; });
  return all;
}

DesignMatrix make_design_matrix(const Corpus& corpus) {
  DesignMatrix design;
  design.family_weight = {1.0F, 1.0F, 0.35F};
  design.vocabulary = vocabulary_of(corpus);
  classifier::Tokeniser tokeniser;
  classifier::SeenBuckets seen;
  classifier::Features features, kept;
  std::vector<std::vector<Occurrence>> texts;
  Counts counts;
  const auto any = [](const auto&) { return true; };
  for (const Sample& sample : corpus.samples) {
    classifier::extract_features(tokeniser, tokeniser.tokenise(sample.labelled.text), features);
    classifier::keep_first(features.occurrences, seen, kept.occurrences, any);
    classifier::keep_first(features.words, seen, kept.words, any);
    texts.push_back(spelt_out(kept));
    count(texts.back(), sample.patients || sample.labelled.label.values.has_value(), counts);
  }
  choose_buckets(counts, texts.size(), design);
  design.x.features = static_cast<std::uint32_t>(design.buckets.size());
  for (std::vector<Occurrence>& text : texts) {
    design.append(text, 0, design.x);
    design.x.end_row();
    std::vector<Occurrence>().swap(text);
  }
  return design;
}

}  // namespace nhs::training
