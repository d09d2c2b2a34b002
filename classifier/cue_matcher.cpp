#include <array>

#include "classifier/cues.h"
#include "classifier/hash.h"

namespace nhs::classifier {
namespace {

struct PhraseWord {
  std::string_view text;
  bool prefix;
};

struct Phrase {
  std::uint16_t cue;
  std::vector<PhraseWord> words;
};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return parts;
}

Phrase parse_phrase(std::uint16_t cue, std::string_view text) {
  Phrase phrase{cue, {}};
  for (std::string_view word : split(text, ' ')) {
    const bool prefix = word.back() == '*';
    if (prefix) word.remove_suffix(1);
    phrase.words.push_back({word, prefix});
  }
  return phrase;
}

bool matches(const PhraseWord& word, std::string_view form) {
  return word.prefix ? form.substr(0, word.text.size()) == word.text : form == word.text;
}

/// Phrases by the first three bytes of their first word; words that a `*` leaves open are no shorter.
class PhraseIndex {
 public:
  PhraseIndex() {
    for (std::size_t cue = 0; cue < cues().size(); ++cue) {
      for (const std::string_view text : split(cues()[cue].phrases, '|')) {
        Phrase phrase = parse_phrase(static_cast<std::uint16_t>(cue), text);
        slots_[slot_of(phrase.words.front().text)].push_back(std::move(phrase));
      }
    }
  }

  const std::vector<Phrase>& starting_like(std::string_view form) const { return slots_[slot_of(form)]; }

 private:
  static std::size_t slot_of(std::string_view word) { return fnv(word.substr(0, kKeyLength)) % kSlots; }

  static constexpr std::size_t kKeyLength = 3;
  static constexpr std::size_t kSlots = 4096;
  std::array<std::vector<Phrase>, kSlots> slots_;
};

}  // namespace

void find_cues(const Tokeniser& tokeniser, const std::vector<Token>& tokens, std::vector<CueHit>& hits) {
  static const PhraseIndex index;
  const auto is_hit = [&](const Phrase& phrase, std::size_t first) {
    if (first + phrase.words.size() > tokens.size()) return false;
    for (std::size_t i = 0; i < phrase.words.size(); ++i)
      if (!matches(phrase.words[i], tokeniser.form(tokens[first + i]))) return false;
    return true;
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != TokenKind::word) continue;
    for (const Phrase& phrase : index.starting_like(tokeniser.form(tokens[i])))
      if (is_hit(phrase, i))
        hits.push_back(
            {phrase.cue, static_cast<std::uint16_t>(phrase.words.size()), static_cast<std::uint32_t>(i)});
  }
}

}  // namespace nhs::classifier
