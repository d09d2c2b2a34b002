#pragma once

#include <array>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "classifier/features.h"
#include "classifier/model_columns.h"
#include "classifier/word_network.h"

namespace nhs::classifier {

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

/// A number that no model of this process has had yet.
inline std::uint32_t new_revision() {
  static std::atomic<std::uint32_t> last{0};
  return ++last;
}

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
  /// The words that the training texts hold often.
  Vocabulary vocabulary;
  /// What they find is added to the scores.
  std::vector<WordNetwork> networks;
  /// What was worked out from rarity and weights counts for this revision only; who changes them renews it.
  std::uint32_t revision = new_revision();

  /// hash: the word's word_hash().
  bool knows(std::uint64_t hash) const { return holds(vocabulary, hash); }
};

}  // namespace nhs::classifier
