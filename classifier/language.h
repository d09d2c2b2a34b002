#pragma once

#include <string>
#include <string_view>

#include "classifier/reading.h"

namespace nhs::classifier {

struct LanguageFinding {
  std::string code;  ///< ISO 639-1, `und` when it cannot be told
  bool readable;     ///< the model can judge it: English, or so short that it may be
};

/// Tells a text's language from what the network says, the model's vocabulary and, only when these leave
/// doubt, from cld2 (5 µs a post). The text decides over the network's word only where it is plain, for
/// people write in other languages than their account's; in doubt the network is right, and without its word
/// a text is taken as English rather than lost. Scots counts as English: cld2 takes dialect for it.
/// Thread-safe.
///
/// tag: BCP 47 or empty.  reading: holds the text, cut.
LanguageFinding find_language(const Model& model, const Reading& reading, const std::vector<Token>& tokens,
                              std::string_view tag);

/// The language that a person gave for certain.
LanguageFinding language_as_stated(std::string_view tag);

}  // namespace nhs::classifier
