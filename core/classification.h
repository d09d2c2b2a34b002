#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/values.h"

namespace nhs {

/// Words that decided, as byte offsets [start, end) into the text as it was given.
struct Evidence {
  std::size_t start;
  std::size_t end;
};

/// One value that a post bears on.
struct ValueFinding {
  Value value;
  Direction direction;
  /// That the post bears on the value, in [0, 1].
  double probability;
  /// Strongest first; at most three spans.
  std::vector<Evidence> evidence;
};

/// The author's attitude; the three probabilities add up to 1.
struct SentimentFinding {
  Sentiment label;
  double positive;
  double neutral;
  double negative;
  std::vector<Evidence> evidence;

  /// In [-1, 1].
  double score() const { return positive - negative; }
};

struct KindFinding {
  Kind label;
  double probability;
};

/// Why a post has no findings.
enum class Unclassified : std::uint8_t {
  language,  ///< not in a language the model reads
  no_words,  ///< no words to judge: empty, a link, emoji only
};

template <>
struct Vocabulary<Unclassified> {
  static constexpr std::string_view noun = "reason";
  static constexpr std::array<std::string_view, 2> ids = {"language", "no_words"};
};

/// What the classifier says of one text.
struct Classification {
  /// ISO 639-1, `und` when it cannot be told.
  std::string language;
  /// Set when there are no findings; the rest is then empty.
  std::optional<Unclassified> unclassified;
  std::optional<SentimentFinding> sentiment;
  std::vector<ValueFinding> values;
  std::optional<KindFinding> kind;
  std::vector<Group> groups;
  /// The model's version: `2026.11`.
  std::string model;
};

}  // namespace nhs
