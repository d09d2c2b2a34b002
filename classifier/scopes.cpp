#include <algorithm>
#include <array>

#include "classifier/tokeniser.h"

namespace nhs::classifier {
namespace {

/// Words that a negation reaches over; published sentiment work finds four enough.
constexpr int kNegationReach = 4;

bool is_negation(std::string_view word) {
  static constexpr std::array<std::string_view, 33> words = {
      "aint",     "arent",    "barely", "cannot", "cant",    "couldnt", "didnt",   "doesnt",  "dont",
      "hadnt",    "hardly",   "hasnt",  "havent", "isnt",    "lacked",  "lacking", "lacks",   "neither",
      "never",    "no",       "nobody", "none",   "nor",     "not",     "nothing", "nowhere", "nowt",
      "scarcely", "shouldnt", "wasnt",  "werent", "without", "wouldnt"};
  if (word.size() > 3 && word.substr(word.size() - 3) == "n't") return true;
  return std::binary_search(words.begin(), words.end(), word);
}

bool turns_the_sentence(std::string_view word) {
  static constexpr std::array<std::string_view, 10> words = {
      "although", "apart", "but", "despite", "except", "however", "shame", "though", "unless", "whereas"};
  return std::binary_search(words.begin(), words.end(), word);
}

}  // namespace

void mark_scopes(const Tokeniser& tokeniser, std::vector<Token>& tokens) {
  std::uint32_t clause = 0;
  int reach = 0;
  bool clause_has_words = false;
  const auto next_clause = [&] {
    if (clause_has_words) ++clause;
    clause_has_words = false;
    reach = 0;
  };
  for (Token& token : tokens) {
    const std::string_view form = tokeniser.form(token);
    if (token.kind == TokenKind::punctuation) {
      token.clause = clause;
      if (form == ",") reach = 0;
      if (form != "," && form != "\"") next_clause();
      continue;
    }
    if (token.kind == TokenKind::word && turns_the_sentence(form)) next_clause();
    token.clause = clause;
    if (token.kind != TokenKind::word) continue;
    clause_has_words = true;
    const bool negation = is_negation(form);
    token.negated = reach > 0 && !negation;
    reach = negation ? kNegationReach : std::max(0, reach - 1);
  }
}

}  // namespace nhs::classifier
