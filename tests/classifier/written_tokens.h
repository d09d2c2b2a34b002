#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "classifier/tokeniser.h"

/// How tests write down what the tokeniser makes of a text.
namespace nhs::classifier::test {

/// The forms with a space between; a topic shows as `<topic>`.
inline std::string forms(std::string_view text) {
  Tokeniser tokeniser;
  std::string joined;
  for (const Token& token : tokeniser.tokenise(text)) {
    if (!joined.empty()) joined += ' ';
    if (token.kind == TokenKind::topic) joined += "<topic>";
    if (token.negated) joined += "NOT_";
    joined += tokeniser.form(token);
  }
  return joined;
}

/// What each token stands for in the text as given.
inline std::vector<std::string> pieces(std::string_view text) {
  Tokeniser tokeniser;
  std::vector<std::string> result;
  for (const Token& token : tokeniser.tokenise(text))
    result.emplace_back(text.substr(token.start, token.end - token.start));
  return result;
}

/// The words as written, with a slash between clauses.
inline std::string clauses(std::string_view text) {
  Tokeniser tokeniser;
  std::string joined;
  std::uint32_t clause = 0;
  for (const Token& token : tokeniser.tokenise(text)) {
    if (token.kind != TokenKind::word) continue;
    if (!joined.empty()) joined += token.clause == clause ? ' ' : '/';
    clause = token.clause;
    joined += text.substr(token.start, token.end - token.start);
  }
  return joined;
}

}  // namespace nhs::classifier::test
