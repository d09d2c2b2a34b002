#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "classifier/features.h"
#include "core/values.h"

namespace nhs::classifier {

/// What each bucket has a weight for. The heads stand side by side, so that one look-up serves all.
namespace column {
inline constexpr std::size_t value = 0;
inline constexpr std::size_t sentiment = value + count_of<Value>;
/// Learned from patients' comments alone; averaged with the above for texts of that register.
inline constexpr std::size_t patient_sentiment = sentiment + count_of<Sentiment>;
inline constexpr std::size_t kind = patient_sentiment + count_of<Sentiment>;
inline constexpr std::size_t group = kind + count_of<Kind>;
/// Positive: a patient's comment rather than a post.
inline constexpr std::size_t patient_domain = group + count_of<Group>;
/// For the direction of a value, over all of the text and over the clause that holds the evidence.
inline constexpr std::size_t direction_text = patient_domain + 1;
inline constexpr std::size_t direction_clause = direction_text + count_of<Direction>;
inline constexpr std::size_t used = direction_clause + count_of<Direction>;
/// Rounded up, so that a row is two registers and stays within a cache line.
inline constexpr std::size_t row = 32;
static_assert(used <= row);
}  // namespace column

/// A bucket's weights, within one cache line.
struct alignas(column::row) WeightRow {
  std::array<std::int8_t, column::row> of;
};

/// From a head's logit to a decision: the probability is sigmoid(slope * logit + intercept), and the label is
/// given from `threshold` on.
struct Decision {
  float slope = 1;
  float intercept = 0;
  float threshold = 0.5F;

  double probability(double logit) const { return 1 / (1 + std::exp(-(slope * logit + intercept))); }
};

/// Inputs of the direction besides n-grams: the value, sentiment of text and of clause, kind, value x clause
/// sentiment.
inline constexpr std::size_t kDirectionInputs =
    count_of<Value> + 2 * count_of<Sentiment> + count_of<Kind> + count_of<Value> * count_of<Sentiment>;

inline constexpr unsigned kVocabularyBits = 19;

/// A trained model, as it lies in memory. docs/model-format.md tells how it lies in a file.
struct Model {
  std::string version;
  /// How rare a bucket is, in sixteenths of its inverse document frequency; 0: not known to the model.
  std::vector<std::uint8_t> rarity;
  /// weights[bucket].of[column], in units of scale[column]; holds the rarity already.
  std::vector<WeightRow> weights;
  std::array<float, column::row> scale{};
  std::array<float, column::row> bias{};
  std::array<float, kFamilies> family_weight{};
  /// By register: 0 posts, 1 patients' comments.
  std::array<std::array<Decision, count_of<Value>>, 2> values{};
  std::array<Decision, count_of<Group>> groups{};
  std::array<std::array<float, count_of<Direction>>, kDirectionInputs> direction{};
  /// A bit for each hash of a word that the training texts hold often.
  std::vector<std::uint64_t> vocabulary;

  bool knows(std::string_view word) const {
    const std::uint64_t bit = word_hash(word) >> (64 - kVocabularyBits);
    return (vocabulary[bit / 64] >> (bit % 64) & 1U) != 0;
  }
};

}  // namespace nhs::classifier
