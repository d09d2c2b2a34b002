#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "classifier/model.h"

namespace nhs::classifier {

/// What the characters of a word add up to, over the buckets that a model knows.
struct CharacterRow {
  /// Sums of weights; kMostOfWord of them fit.
  std::array<std::int16_t, column::row> weights;
  /// Of the rarities, in sixteenths squared.
  std::uint32_t squares;
};

/// The rows of the words that were met last: a text's words are nearly all common, and a row takes longer to
/// work out than to look up. A word drives out the one that had its slot, so that memory is bounded; what
/// comes out does not depend on what went before.
///
/// One thread at a time.
class CharacterRows {
 public:
  /// 1.3 MB, and one word in twenty is not there.
  static constexpr std::size_t kSlots = 1U << 14;

  /// slots: a power of two.
  explicit CharacterRows(std::size_t slots = kSlots) : slots_(slots) {}

  /// To be asked for soon: the slots are too many for the nearer caches.
  void prefetch(const SpeltWord& word) {
    const auto* slot = reinterpret_cast<const char*>(&slot_of(word));
    __builtin_prefetch(slot);
    __builtin_prefetch(slot + sizeof(Slot) - 1);
  }

  /// Valid until the next call.
  const CharacterRow& of(const SpeltWord& word, const Model& model) {
    Slot& slot = slot_of(word);
    if (slot.hash != word.hash || slot.revision != model.revision) fill(slot, word, model);
    return slot.row;
  }

 private:
  struct Slot {
    std::uint64_t hash;
    CharacterRow row;
    std::uint32_t revision;  ///< of the model; 0 while empty
  };

  Slot& slot_of(const SpeltWord& word) { return slots_[word.bucket & (slots_.size() - 1)]; }
  void fill(Slot& slot, const SpeltWord& word, const Model& model);

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> buckets_;
};

}  // namespace nhs::classifier
