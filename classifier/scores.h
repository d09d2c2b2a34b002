#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "classifier/character_rows.h"
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

/// Drops the occurrences that the model does not know and tells the others their rarity.
void keep_known(const Model& model, std::vector<Occurrence>& occurrences);

/// The items (occurrences or words) that are taken, each bucket once. `seen` is given back empty.
template <typename Item, typename Takes>
void keep_first(const std::vector<Item>& items, SeenBuckets& seen, std::vector<Item>& kept, Takes takes) {
  kept.clear();
  for (const Item& item : items)
    if (takes(item) && seen.insert(item.bucket)) kept.push_back(item);
  for (const Item& item : kept) seen.erase(item.bucket);
}

/// What the features of a text or a clause add up to, by family: weights, and squares of the rarities (in
/// sixteenths).
struct FamilySums {
  std::array<std::array<std::int32_t, column::row>, kFamilies> weights{};
  std::array<std::uint64_t, kFamilies> squares{};
};

/// features: known, each once.
FamilySums sums_of(const Model& model, const Features& features, CharacterRows& rows);

/// What a feature of each family counts: the family's weight over the length of its vector.
using FamilyFactors = std::array<float, kFamilies>;

FamilyFactors family_factors(const std::array<float, kFamilies>& weights,
                             const std::array<std::uint64_t, kFamilies>& squares);

Scores scores_of(const Model& model, const FamilyFactors& factors, const FamilySums& sums);

}  // namespace nhs::classifier
