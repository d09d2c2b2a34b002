#include "classifier/word_sequence.h"

#include <algorithm>

#include "classifier/hash.h"

namespace nhs::classifier {
namespace {

constexpr std::string_view kShouted = "<caps>";
constexpr std::string_view kElongated = "<elong>";

}  // namespace

std::uint32_t word_fingerprint(std::string_view form) { return word_fingerprint(word_hash(form)); }

std::uint32_t word_fingerprint(std::uint64_t hash) { return static_cast<std::uint32_t>(spread(hash) >> 32); }

void make_word_sequence(const Tokeniser& tokeniser, const std::vector<Token>& tokens,
                        std::vector<WordItem>& items) {
  static const std::uint32_t shouted = word_fingerprint(kShouted);
  static const std::uint32_t elongated = word_fingerprint(kElongated);
  items.clear();
  items.reserve(3 * tokens.size());
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (tokeniser.form(token).empty()) continue;
    const auto clause = static_cast<std::uint16_t>(std::min<std::uint32_t>(token.clause, kMostClauses - 1));
    items.push_back({word_fingerprint(token.hash), i, clause, WordItem::Kind::form});
    if (token.shouted) items.push_back({shouted, i, clause, WordItem::Kind::shouted});
    if (token.elongated) items.push_back({elongated, i, clause, WordItem::Kind::elongated});
    if (items.size() >= kMostItems) break;
  }
  if (items.size() > kMostItems) items.resize(kMostItems);
}

std::string_view form_of(const WordItem& item, const Tokeniser& tokeniser, const std::vector<Token>& tokens) {
  switch (item.kind) {
    case WordItem::Kind::shouted:
      return kShouted;
    case WordItem::Kind::elongated:
      return kElongated;
    case WordItem::Kind::form:
      break;
  }
  return tokeniser.form(tokens[item.token]);
}

}  // namespace nhs::classifier
