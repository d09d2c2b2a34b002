#pragma once

#include <cstdint>
#include <vector>

#include "classifier/hash.h"
#include "classifier/tokeniser.h"

namespace nhs::classifier {

/// Changes whenever a text would give other features; a model of another number is refused.
inline constexpr std::uint32_t kFeatureVersion = 2;

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

/// Which words give characters besides themselves. A model says which it was trained with.
enum class CharacterScope : std::uint32_t { every_word, unknown_words };

/// Words 1-2 (marked where negated), characters 3-5 within words, and cues (classifier/cues.h), each family
/// in one piece and in the order of the text. The same on every machine. Product topics give none.
///
/// The tokens are those of tokeniser's last text. without_characters: words that give no characters; null:
/// all words do. Occurrences are replaced; their memory is reused.
void extract_features(const Tokeniser& tokeniser, const std::vector<Token>& tokens,
                      const Vocabulary* without_characters, std::vector<Occurrence>& occurrences);

}  // namespace nhs::classifier
