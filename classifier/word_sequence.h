#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "classifier/tokeniser.h"

namespace nhs::classifier {

/// One step of the sequence of words that a network reads.
struct WordItem {
  enum class Kind : std::uint8_t {
    form,       ///< the token's form
    shouted,    ///< `<caps>`: the token before was all capitals
    elongated,  ///< `<elong>`: the token before had a letter drawn out
  };

  std::uint32_t fingerprint;
  std::uint32_t token;
  /// That of the token, but below kMostClauses.
  std::uint16_t clause;
  Kind kind;
};

/// Clauses that a network tells apart; all later ones are part of the last. Posts have a handful, and it
/// bounds memory.
inline constexpr std::uint16_t kMostClauses = 64;

/// A sequence ends after so many items: their numbers fit in 16 bits.
inline constexpr std::size_t kMostItems = 0x7FFF;

/// By what a network's vocabulary knows a word. Equal on every machine.
std::uint32_t word_fingerprint(std::string_view form);
/// hash: the word's word_hash().
std::uint32_t word_fingerprint(std::uint64_t hash);

/// The sequence of a text: the form of each token that has one, followed by a mark each where it was shouted
/// or drawn out; the first kMostItems of these. The only place that says so, for training and judging alike;
/// a change needs a new kFeatureVersion.
///
/// The tokens are those of tokeniser's last text. Items are replaced; their memory is reused.
void make_word_sequence(const Tokeniser& tokeniser, const std::vector<Token>& tokens,
                        std::vector<WordItem>& items);

/// The form that an item stands for.
std::string_view form_of(const WordItem& item, const Tokeniser& tokeniser, const std::vector<Token>& tokens);

}  // namespace nhs::classifier
