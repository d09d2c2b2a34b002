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

void add_row(const CharacterRow& row, std::array<std::int32_t, column::row>& sums) {
  for (std::size_t c = 0; c < column::row; ++c) sums[c] += row.weights[c];
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

FamilySums sums_of(const Model& model, const Features& features, CharacterRows& rows) {
  FamilySums sums;
  const std::vector<Occurrence>& occurrences = features.occurrences;
  for (std::size_t first = 0; first < occurrences.size();) {
    const std::size_t end = end_of_family(occurrences, first);
    const auto family = static_cast<std::size_t>(occurrences[first].family);
    for (std::size_t i = first; i < end; i += kRowsInShort)
      add_rows(model.weights.data(), &occurrences[i], std::min(kRowsInShort, end - i), sums.weights[family]);
    for (std::size_t i = first; i < end; ++i)
      sums.squares[family] += std::uint64_t{occurrences[i].rarity} * occurrences[i].rarity;
    first = end;
  }
  constexpr auto characters = static_cast<std::size_t>(FeatureFamily::characters);
  for (const SpeltWord& word : features.words) {
    const CharacterRow& row = rows.of(word, model);
    add_row(row, sums.weights[characters]);
    sums.squares[characters] += row.squares;
  }
  return sums;
}

FamilyFactors family_factors(const std::array<float, kFamilies>& weights,
                             const std::array<std::uint64_t, kFamilies>& squares) {
  FamilyFactors factors = weights;
  for (const FeatureFamily family : {FeatureFamily::words, FeatureFamily::characters}) {
    const auto f = static_cast<std::size_t>(family);
    // The weights hold the rarity as a number, the squares in sixteenths.
    factors[f] *= squares[f] == 0 ? 0.0F : 16.0F / std::sqrt(static_cast<float>(squares[f]));
  }
  return factors;
}

Scores scores_of(const Model& model, const FamilyFactors& factors, const FamilySums& sums) {
  Scores scores = model.bias;
  for (std::size_t f = 0; f < kFamilies; ++f)
    for (std::size_t c = 0; c < column::row; ++c)
      scores[c] += static_cast<float>(sums.weights[f][c]) * factors[f] * model.scale[c];
  return scores;
}

}  // namespace nhs::classifier
