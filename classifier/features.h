#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "classifier/tokeniser.h"

namespace nhs::classifier {

/// Changes whenever a text would give other features; a model of another number is refused.
inline constexpr std::uint32_t kFeatureVersion = 1;

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
};

/// Words 1-2 (marked where negated), characters 3-5 within words, and cues (classifier/cues.h). The same on
/// every machine. Product topics give none.
///
/// The tokens are those of tokeniser's last text. Occurrences are replaced; their memory is reused.
void extract_features(const Tokeniser& tokeniser, const std::vector<Token>& tokens,
                      std::vector<Occurrence>& occurrences);

/// Hash of a word as the vocabulary of a model knows it (Vocabulary bits, language.h).
std::uint64_t word_hash(std::string_view form);

}  // namespace nhs::classifier
