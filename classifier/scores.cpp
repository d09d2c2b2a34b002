#include "classifier/scores.h"

#include <algorithm>
#include <cmath>

namespace nhs::classifier {
namespace {

template <typename T>
using Sums = std::array<std::array<T, column::row>, kFamilies>;

/// So many rows of 8-bit weights add up within 16 bits, which is twice as fast as in 32.
constexpr std::size_t kRowsInShort = 256;

/// count: at most kRowsInShort.
void add_rows(const Model& model, const Occurrence* occurrences, std::size_t count,
              Sums<std::int32_t>& sums) {
  Sums<std::int16_t> short_sums{};
  for (std::size_t i = 0; i < count; ++i) {
    auto& sum = short_sums[static_cast<std::size_t>(occurrences[i].family)];
    const auto& row = model.weights[occurrences[i].bucket].of;
    for (std::size_t c = 0; c < column::row; ++c) sum[c] = static_cast<std::int16_t>(sum[c] + row[c]);
  }
  for (std::size_t f = 0; f < kFamilies; ++f)
    for (std::size_t c = 0; c < column::row; ++c) sums[f][c] += short_sums[f][c];
}

}  // namespace

void keep_first_known(const Model& model, const std::vector<Occurrence>& occurrences, SeenBuckets& seen,
                      std::vector<Occurrence>& kept) {
  kept.clear();
  for (const Occurrence& occurrence : occurrences) {
    if (model.rarity[occurrence.bucket] == 0 || !seen.insert(occurrence.bucket)) continue;
    kept.push_back(occurrence);
    // The rows are larger than the nearer caches; asked for now, they are there when they are summed.
    __builtin_prefetch(&model.weights[occurrence.bucket]);
  }
  for (const Occurrence& occurrence : kept) seen.erase(occurrence.bucket);
}

FamilyFactors family_factors(const std::vector<std::uint8_t>& rarity,
                             const std::array<float, kFamilies>& weights,
                             const std::vector<Occurrence>& occurrences) {
  std::array<std::uint64_t, kFamilies> squares{};
  for (const Occurrence& occurrence : occurrences) {
    const std::uint64_t r = rarity[occurrence.bucket];
    squares[static_cast<std::size_t>(occurrence.family)] += r * r;
  }
  FamilyFactors factors = weights;
  for (const FeatureFamily family : {FeatureFamily::words, FeatureFamily::characters}) {
    const auto f = static_cast<std::size_t>(family);
    // The weights hold the rarity as a number, the squares in sixteenths.
    factors[f] *= squares[f] == 0 ? 0.0F : 16.0F / std::sqrt(static_cast<float>(squares[f]));
  }
  return factors;
}

Scores scores_of(const Model& model, const std::vector<Occurrence>& occurrences) {
  std::array<std::array<std::int32_t, column::row>, kFamilies> sums{};
  for (std::size_t first = 0; first < occurrences.size(); first += kRowsInShort)
    add_rows(model, &occurrences[first], std::min(kRowsInShort, occurrences.size() - first), sums);
  const FamilyFactors factors = family_factors(model.rarity, model.family_weight, occurrences);
  Scores scores = model.bias;
  for (std::size_t f = 0; f < kFamilies; ++f)
    for (std::size_t c = 0; c < column::row; ++c)
      scores[c] += static_cast<float>(sums[f][c]) * factors[f] * model.scale[c];
  return scores;
}

}  // namespace nhs::classifier
