#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace nhs::classifier {

/// Gives the word that `text` holds from `start` on its one spelling: British where it was American
/// (`color`, `organized`, `pediatric`), right where the field's survey comments often have it wrong
/// (`recieved`, `freindly`), with the apostrophe where it was left out (`dont`, `couldnt`, and `cannot` is
/// `can't`). What could be another word is left alone (`were`, `well`, `its`, `program`).
///
/// The word is folded and without a possessive `'s`. Allocates only when a word becomes longer. Thread-safe.
void respell(std::string& text, std::size_t start);
/// The same when the word's word_hash() is at hand. True when the word was changed.
bool respell(std::string& text, std::size_t start, std::uint64_t hash);

}  // namespace nhs::classifier
