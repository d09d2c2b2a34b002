#include <algorithm>

#include "classifier/cues.h"
#include "classifier/spelling.h"
#include "classifier/word_list.h"
#include "classifier/word_table.h"

namespace nhs::classifier {
namespace {

struct PhraseWord {
  std::string text;
  bool prefix;
  std::uint64_t hash;  ///< of a whole word
};

struct Phrase {
  std::uint16_t cue;
  std::vector<PhraseWord> words;
};

Phrase parse_phrase(std::uint16_t cue, std::string_view text) {
  Phrase phrase{cue, {}};
  for (std::string_view word : split(text)) {
    const bool prefix = word.back() == '*';
    if (prefix) word.remove_suffix(1);
    // Spelt as the tokeniser spells it, so that the table may hold what people write.
    std::string spelt(word);
    if (!prefix) respell(spelt, 0);
    const std::uint64_t hash = word_hash(spelt);
    phrase.words.push_back({std::move(spelt), prefix, hash});
  }
  return phrase;
}

bool matches(const PhraseWord& word, std::string_view form, std::uint64_t hash) {
  if (word.prefix) return form.substr(0, word.text.size()) == word.text;
  return hash == word.hash && form == word.text;
}

/// Phrases by their first word: by the whole word, or by the first three bytes of one that a `*` leaves open,
/// which is no shorter.
class PhraseIndex {
 public:
  PhraseIndex() : phrases_(all_phrases()), whole_(keys(false)), open_(keys(true)) {
    for (std::uint32_t i = 0; i < phrases_.size(); ++i) {
      const PhraseWord& first = phrases_[i].words.front();
      Keys& index = first.prefix ? open_ : whole_;
      const bool says_next = phrases_[i].words.size() > 1 && !phrases_[i].words[1].prefix;
      index.phrases[index.table.find(key_of(first))].push_back(
          {says_next ? phrases_[i].words[1].hash : 0, i, says_next});
    }
  }

  /// Calls use(phrase) for each that a text with this word may hold, in the order of cues().
  ///
  /// hash, next: word_hash() of the word and of the one after it.
  template <typename Use>
  void for_each_starting_like(std::string_view word, std::uint64_t hash, std::uint64_t next, Use use) const {
    const std::vector<Candidate>& whole = whole_.of(word, hash);
    const std::string_view beginning = word.substr(0, kKeyLength);
    const std::vector<Candidate>& open = open_.of(beginning, word_hash(beginning));
    auto a = whole.begin(), b = open.begin();
    while (a != whole.end() || b != open.end()) {
      const bool first = b == open.end() || (a != whole.end() && a->phrase < b->phrase);
      const Candidate& candidate = first ? *a++ : *b++;
      if (!candidate.says_next || candidate.next == next) use(phrases_[candidate.phrase]);
    }
  }

 private:
  /// A phrase's number, and its second word where that is a whole one: it settles most cases without a look
  /// at the phrase.
  struct Candidate {
    std::uint64_t next;
    std::uint32_t phrase;
    bool says_next;
  };

  /// Phrases in ascending order, by a key.
  struct Keys {
    explicit Keys(std::vector<std::string_view> words) : phrases(words.size() + 1), table(std::move(words)) {}
    const std::vector<Candidate>& of(std::string_view key, std::uint64_t hash) const {
      const std::uint32_t number = table.find(key, hash);
      return number == WordTable::kNone ? phrases.back() : phrases[number];
    }
    std::vector<std::vector<Candidate>> phrases;  ///< the last one is empty
    WordTable table;
  };

  static std::vector<Phrase> all_phrases() {
    std::vector<Phrase> phrases;
    for (std::size_t cue = 0; cue < cues().size(); ++cue)
      for (const std::string_view text : split(cues()[cue].phrases, '|'))
        phrases.push_back(parse_phrase(static_cast<std::uint16_t>(cue), text));
    return phrases;
  }

  static std::string_view key_of(const PhraseWord& first) {
    return std::string_view(first.text).substr(0, first.prefix ? kKeyLength : first.text.size());
  }

  std::vector<std::string_view> keys(bool open) const {
    std::vector<std::string_view> all;
    for (const Phrase& phrase : phrases_)
      if (phrase.words.front().prefix == open) all.push_back(key_of(phrase.words.front()));
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  static constexpr std::size_t kKeyLength = 3;
  std::vector<Phrase> phrases_;
  Keys whole_, open_;
};

}  // namespace

void find_cues(const Tokeniser& tokeniser, const std::vector<Token>& tokens, std::vector<CueHit>& hits) {
  static const PhraseIndex index;
  const auto is_hit = [&](const Phrase& phrase, std::size_t first) {
    if (first + phrase.words.size() > tokens.size()) return false;
    for (std::size_t i = 0; i < phrase.words.size(); ++i)
      if (!matches(phrase.words[i], tokeniser.form(tokens[first + i]), tokens[first + i].hash)) return false;
    return true;
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != TokenKind::word) continue;
    const std::uint64_t next = i + 1 < tokens.size() ? tokens[i + 1].hash : 0;
    index.for_each_starting_like(tokeniser.form(tokens[i]), tokens[i].hash, next, [&](const Phrase& phrase) {
      if (is_hit(phrase, i))
        hits.push_back(
            {phrase.cue, static_cast<std::uint16_t>(phrase.words.size()), static_cast<std::uint32_t>(i)});
    });
  }
}

}  // namespace nhs::classifier
