#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "classifier/model.h"

namespace nhs::classifier {

/// Logits of a text, before any softmax or sigmoid, one for each column.
using Scores = std::array<float, column::row>;

/// Marks buckets that were seen, so that a repeated feature counts once. Empty between uses.
class SeenBuckets {
 public:
  SeenBuckets() : bits_(kBuckets / 64) {}

  /// True the first time.
  bool insert(std::uint32_t bucket) {
    const std::uint64_t bit = std::uint64_t{1} << (bucket % 64);
    const bool fresh = (bits_[bucket / 64] & bit) == 0;
    bits_[bucket / 64] |= bit;
    return fresh;
  }
  void erase(std::uint32_t bucket) { bits_[bucket / 64] &= ~(std::uint64_t{1} << (bucket % 64)); }

 private:
  std::vector<std::uint64_t> bits_;
};

/// What a feature of each family counts: the family's weight over the length of its vector.
using FamilyFactors = std::array<float, kFamilies>;

/// The occurrences that the model knows, each bucket once. `seen` is given back empty.
void keep_first_known(const Model& model, const std::vector<Occurrence>& occurrences, SeenBuckets& seen,
                      std::vector<Occurrence>& kept);

/// occurrences: of distinct buckets.
FamilyFactors family_factors(const std::vector<std::uint8_t>& rarity,
                             const std::array<float, kFamilies>& weights,
                             const std::vector<Occurrence>& occurrences);

/// occurrences: of distinct buckets.
Scores scores_of(const Model& model, const std::vector<Occurrence>& occurrences);

}  // namespace nhs::classifier
