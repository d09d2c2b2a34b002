#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "classifier/model.h"

namespace nhs::classifier {

/// Marks buckets that were seen, so that a repeated feature counts once. Empty between uses.
class SeenBuckets {
 public:
  SeenBuckets() : bits_(kBuckets / 64) {}

  /// True the first time.
  bool insert(std::uint32_t bucket) {
    const std::uint64_t bit = std::uint64_t{1} << (bucket % 64);
    std::uint64_t& bits = bits_[bucket / 64];
    const bool fresh = (bits & bit) == 0;
    bits |= bit;
    return fresh;
  }
  void erase(std::uint32_t bucket) { bits_[bucket / 64] &= ~(std::uint64_t{1} << (bucket % 64)); }

 private:
  std::vector<std::uint64_t> bits_;
};

/// What a feature of each family counts: the family's weight over the length of its vector.
using FamilyFactors = std::array<float, kFamilies>;

/// Drops the occurrences that the model does not know and tells the others their rarity.
void keep_known(const Model& model, std::vector<Occurrence>& occurrences);

/// The occurrences, each bucket once. `seen` is given back empty.
void keep_first(const std::vector<Occurrence>& occurrences, SeenBuckets& seen, std::vector<Occurrence>& kept);

/// occurrences: of distinct buckets, with their rarity.
FamilyFactors family_factors(const std::array<float, kFamilies>& weights,
                             const std::vector<Occurrence>& occurrences);

/// occurrences: of distinct buckets, each family in one piece.
Scores scores_of(const Model& model, const FamilyFactors& factors,
                 const std::vector<Occurrence>& occurrences);

}  // namespace nhs::classifier
