#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "classifier/hash.h"
#include "classifier/tokeniser.h"

namespace nhs::classifier {

/// Changes whenever a text would give other features; a model of another number is refused.
inline constexpr std::uint32_t kFeatureVersion = 4;

/// Features are hashed into this many buckets; without signs, for collisions are rare at this size.
inline constexpr unsigned kBucketBits = 18;
inline constexpr std::size_t kBuckets = std::size_t{1} << kBucketBits;

/// Families of features, each scaled to length one by itself so that none drowns the others.
enum class FeatureFamily : std::uint8_t { words, characters, cues };
inline constexpr std::size_t kFamilies = 3;

/// One feature at one place of a text. A feature that occurs twice gives two of these.
struct Occurrence {
  std::uint32_t bucket;
  std::uint32_t first_token;
  std::uint16_t tokens;
  FeatureFamily family;
  /// How rare the bucket is, as in the model; 0 until it was looked up.
  std::uint8_t rarity = 0;
};

/// A set of words, as a bit for each hash: it may take a stranger for one of its own, one time in twenty.
using Vocabulary = std::vector<std::uint64_t>;
inline constexpr unsigned kVocabularyBits = 19;

inline bool holds(const Vocabulary& vocabulary, std::uint64_t hash) {
  const std::uint64_t bit = hash >> (64 - kVocabularyBits);
  return (vocabulary[bit / 64] >> (bit % 64) & 1U) != 0;
}

/// A word at one place of a text, for its characters. Words of one bucket count as one.
struct SpeltWord {
  std::uint64_t hash;     ///< word_hash() of the form
  std::string_view form;  ///< the tokeniser's: valid until its next text
  std::uint32_t bucket;   ///< of the word by itself, whether negated or not
  std::uint32_t token;
};

/// The features of a text, or of a clause of it.
struct Features {
  std::vector<Occurrence> occurrences;
  std::vector<SpeltWord> words;
};

/// Words 1-2 (marked where negated), then cues (classifier/cues.h), each family in the order of the text; and
/// the words whose characters count. The same on every machine. Product topics give none.
///
/// The tokens are those of tokeniser's last text. Features are replaced; their memory is reused.
void extract_features(const Tokeniser& tokeniser, const std::vector<Token>& tokens, Features& features);

/// A word's characters count as far as this, in bytes: its sums of weights then fit in 16 bits.
inline constexpr std::size_t kSpeltBytes = 64;
/// The most buckets that a word has: three lengths of n-grams at each place, less at the end.
inline constexpr std::size_t kMostOfWord = 3 * kSpeltBytes;

/// The buckets of a word's characters 3-5, with a space before and after it, so that beginnings and ends
/// differ from middles: each once, ascending. `buckets` is replaced.
void character_buckets(std::string_view form, std::vector<std::uint32_t>& buckets);

}  // namespace nhs::classifier
