#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "classifier/tokeniser.h"

namespace nhs::classifier {

/// Words and phrases that the labelling guide ties to a value, a group, a kind of post or an attitude.
///
/// phrases: separated by `|`; a word that ends in `*` stands for all words that begin so.
struct Cue {
  std::string_view name;
  std::string_view phrases;
};

/// All cues. Part of the features: a change needs a new kFeatureVersion and new training.
const std::vector<Cue>& cues();

/// A cue at a place of a text.
struct CueHit {
  std::uint16_t cue;  ///< index into cues()
  std::uint16_t tokens;
  std::uint32_t first_token;
};

/// Finds the cues in a text; thread-safe. The tokens are those of tokeniser's last text. Hits are appended.
void find_cues(const Tokeniser& tokeniser, const std::vector<Token>& tokens, std::vector<CueHit>& hits);

}  // namespace nhs::classifier
