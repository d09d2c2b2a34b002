#include "classifier/character_rows.h"

#include <limits>

namespace nhs::classifier {
namespace {

void add(const WeightRow& row, std::array<std::int16_t, column::row>& sums) {
  for (std::size_t c = 0; c < column::row; ++c) sums[c] = static_cast<std::int16_t>(sums[c] + row.of[c]);
}

}  // namespace

void CharacterRows::fill(Slot& slot, const SpeltWord& word, const Model& model) {
  static_assert(kMostOfWord * -std::numeric_limits<std::int8_t>::min() <=
                std::numeric_limits<std::int16_t>::max());
  character_buckets(word.form, buckets_);
  // The rows lie far apart in a memory larger than the nearer caches; asked for together, they come together.
  for (const std::uint32_t bucket : buckets_) __builtin_prefetch(&model.weights[bucket]);
  slot = {word.hash, {}, model.revision};
  for (const std::uint32_t bucket : buckets_) {
    const std::uint32_t rarity = model.rarity[bucket];
    if (rarity == 0) continue;
    slot.row.squares += rarity * rarity;
    add(model.weights[bucket], slot.row.weights);
  }
}

}  // namespace nhs::classifier
