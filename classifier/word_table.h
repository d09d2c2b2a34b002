#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "classifier/hash.h"

namespace nhs::classifier {

/// Finds a word among a few hundred fixed ones. Nearly every word of a text is none of them, and that costs
/// one look at a table that stays in the nearest cache.
///
/// Filled once, read by any thread. The words must outlive the table.
class WordTable {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  /// words: the number of a word is its index; of equal ones the first counts.
  explicit WordTable(std::vector<std::string_view> words) : words_(std::move(words)) {
    while (slots_.size() < 4 * words_.size()) slots_.resize(2 * slots_.size(), Slot{});
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const std::uint64_t hash = word_hash(words_[i]);
      if (find(words_[i], hash) != kNone) continue;
      std::size_t at = place_of(hash) & (slots_.size() - 1);
      while (slots_[at].number != kFree) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = {tag_of(hash), static_cast<std::uint16_t>(i)};
    }
  }

  /// The number of the word, or kNone.
  ///
  /// hash: the word's word_hash().
  std::uint32_t find(std::string_view word, std::uint64_t hash) const {
    const Slot* slots = slots_.data();
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = place_of(hash) & mask; slots[at].number != kFree; at = (at + 1) & mask)
      if (slots[at].tag == tag_of(hash) && words_[slots[at].number] == word) return slots[at].number;
    return kNone;
  }
  std::uint32_t find(std::string_view word) const { return find(word, word_hash(word)); }

 private:
  static constexpr std::uint16_t kFree = 0xFFFF;
  struct Slot {
    std::uint16_t tag = 0;
    std::uint16_t number = kFree;
  };

  static std::size_t place_of(std::uint64_t hash) { return hash ^ hash >> 32; }
  static std::uint16_t tag_of(std::uint64_t hash) { return static_cast<std::uint16_t>(hash >> 48); }

  std::vector<std::string_view> words_;
  std::vector<Slot> slots_ = std::vector<Slot>(64);
};

}  // namespace nhs::classifier
