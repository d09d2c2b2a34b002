#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace nhs::classifier {

/// Languages that a word can hint at: those of the communities that write to the network beside English, and
/// the neighbours' whose thanks turn up.
enum class Hint : std::uint8_t { none, english, welsh, polish, romanian, german, french, spanish, italian };
inline constexpr std::size_t kHints = 9;

/// `en`, `cy`, …; empty for none.
std::string_view code_of(Hint hint);

struct WordHint {
  Hint language = Hint::none;
  bool shared = false;  ///< English or a name has it, too: it counts beside others only
};

/// What a word says about its text's language: whether it is one of the language's commonest words, or has a
/// letter that only that language has. A detector that counts groups of letters is unsure of five words;
/// these words are not. Thread-safe.
///
/// word: folded.  hash: its word_hash().
WordHint hint_of(std::string_view word, std::uint64_t hash);

/// True when the word has a letter of Urdu that neither Arabic nor Persian has.
bool has_urdu_letter(std::string_view word);

/// Begins with a letter of the Arabic script.
bool is_arabic_script(std::string_view word);

}  // namespace nhs::classifier
