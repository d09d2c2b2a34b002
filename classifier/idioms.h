#pragma once

#include <vector>

#include "classifier/tokeniser.h"

namespace nhs::classifier {

/// Puts a token of kind `idiom` before each phrase that means something else than its words say (`no
/// complaints`, `not once was I ignored`, `couldn't have been kinder`), so that whatever learns from words
/// learns the phrase as one. Its form names the meaning, its bytes are the phrase's, and the phrase's own
/// words stay; in praise (`can't thank them enough`) they are no longer negated.
///
/// tokens: those of tokeniser's last text with their scopes marked. forms: where new forms are appended.
void mark_idioms(std::string& forms, std::vector<Token>& tokens);

}  // namespace nhs::classifier
