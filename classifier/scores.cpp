#include "classifier/scores.h"

#include <algorithm>
#include <cmath>

#include "classifier/wide_loop.h"

namespace nhs::classifier {
namespace {

/// So many rows of 8-bit weights add up within 16 bits, which is twice as fast as in 32.
constexpr std::size_t kRowsInShort = 256;

/// The sum of the occurrences' rows.
///
/// count: at most kRowsInShort.
NHS_WIDE_LOOP
void add_rows(const WeightRow* weights, const Occurrence* occurrences, std::size_t count,
              std::array<std::int32_t, column::row>& sums) {
  std::int16_t short_sums[column::row];
  for (std::size_t c = 0; c < column::row; ++c) short_sums[c] = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int8_t* row = weights[occurrences[i].bucket].of.data();
    for (std::size_t c = 0; c < column::row; ++c)
      short_sums[c] = static_cast<std::int16_t>(short_sums[c] + row[c]);
  }
  for (std::size_t c = 0; c < column::row; ++c) sums[c] += short_sums[c];
}

/// Where the family that starts here ends.
std::size_t end_of_family(const std::vector<Occurrence>& occurrences, std::size_t first) {
  const Occurrence* all = occurrences.data();
  std::size_t end = first;
  while (end < occurrences.size() && all[end].family == all[first].family) ++end;
  return end;
}

}  // namespace

void keep_known(const Model& model, std::vector<Occurrence>& occurrences) {
  std::size_t count = 0;
  const std::uint8_t* rarity = model.rarity.data();
  Occurrence* kept = occurrences.data();
  for (const Occurrence& occurrence : occurrences) {
    const std::uint8_t rare = rarity[occurrence.bucket];
    // The rows are larger than the nearer caches; asked for now, they are there when they are summed.
    __builtin_prefetch(model.weights.data() + occurrence.bucket);
    kept[count] = occurrence;
    kept[count].rarity = rare;
    count += rare != 0 ? 1 : 0;
  }
  occurrences.resize(count);
}

void keep_first(const std::vector<Occurrence>& occurrences, SeenBuckets& seen,
                std::vector<Occurrence>& kept) {
  kept.resize(occurrences.size());
  std::size_t count = 0;
  Occurrence* into = kept.data();
  for (const Occurrence& occurrence : occurrences) {
    into[count] = occurrence;
    count += seen.insert(occurrence.bucket) ? 1 : 0;
  }
  kept.resize(count);
  for (const Occurrence& occurrence : kept) seen.erase(occurrence.bucket);
}

FamilyFactors family_factors(const std::array<float, kFamilies>& weights,
                             const std::vector<Occurrence>& occurrences) {
  std::array<std::uint64_t, kFamilies> squares{};
  for (std::size_t first = 0; first < occurrences.size();) {
    const std::size_t end = end_of_family(occurrences, first);
    std::uint64_t sum = 0;
    const Occurrence* all = occurrences.data();
    for (std::size_t i = first; i < end; ++i) sum += std::uint64_t{all[i].rarity} * all[i].rarity;
    squares[static_cast<std::size_t>(occurrences[first].family)] += sum;
    first = end;
  }
  FamilyFactors factors = weights;
  for (const FeatureFamily family : {FeatureFamily::words, FeatureFamily::characters}) {
    const auto f = static_cast<std::size_t>(family);
    // The weights hold the rarity as a number, the squares in sixteenths.
    factors[f] *= squares[f] == 0 ? 0.0F : 16.0F / std::sqrt(static_cast<float>(squares[f]));
  }
  return factors;
}

Scores scores_of(const Model& model, const FamilyFactors& factors,
                 const std::vector<Occurrence>& occurrences) {
  Scores scores = model.bias;
  for (std::size_t first = 0; first < occurrences.size();) {
    const std::size_t end = end_of_family(occurrences, first);
    std::array<std::int32_t, column::row> sums{};
    for (std::size_t i = first; i < end; i += kRowsInShort)
      add_rows(model.weights.data(), &occurrences[i], std::min(kRowsInShort, end - i), sums);
    const float factor = factors[static_cast<std::size_t>(occurrences[first].family)];
    for (std::size_t c = 0; c < column::row; ++c)
      scores[c] += static_cast<float>(sums[c]) * factor * model.scale[c];
    first = end;
  }
  return scores;
}

}  // namespace nhs::classifier
