#include "classifier/concerns.h"

#include <fmt/format.h>

#include <algorithm>

#include "classifier/hash.h"
#include "classifier/tokeniser.h"
#include "classifier/word_list.h"
#include "core/text.h"

namespace nhs::classifier {
namespace {

/// Rises when the same rules find other texts, so that history is looked at again.
constexpr std::uint64_t kFinderVersion = 1;

constexpr std::size_t kBeginning = 3;
constexpr std::size_t kNowhere = std::string::npos;

bool ends_sentence(std::string_view mark) {
  return mark.empty() || mark == "." || mark.front() == '!' || mark.front() == '?';
}

Tokeniser& own_tokeniser() {
  thread_local Tokeniser tokeniser;
  return tokeniser;
}

std::uint64_t hash_of_rules(const std::vector<ConcernRule>& rules) {
  std::uint64_t hash = fnv_step(kFnvOffset, kFinderVersion);
  const auto add = [&hash](std::string_view text) { hash = fnv_step(fnv(text, hash), text.size()); };
  for (const ConcernRule& rule : rules) {
    add(rule.name);
    for (const std::string& phrase : rule.phrases) add(phrase);
    hash = fnv_step(hash, rule.phrases.size());
    for (const std::string& phrase : rule.unless) add(phrase);
    hash = fnv_step(hash, rule.unless.size());
  }
  return spread(hash);
}

}  // namespace

/// The words of a text with the sentence that each stands in. Its views are into the tokeniser.
struct ConcernFinder::Text {
  struct Word {
    std::string_view form;
    std::uint64_t hash;
    std::uint32_t start;
    std::uint32_t end;
    std::uint32_t sentence;
  };
  std::vector<Word> words;

  explicit Text(std::string_view text) {
    Tokeniser& tokeniser = own_tokeniser();
    std::uint32_t sentence = 0;
    for (const Token& token : tokeniser.tokenise(text)) {
      const std::string_view form = tokeniser.form(token);
      if (token.kind == TokenKind::punctuation && ends_sentence(form)) ++sentence;
      if (token.kind == TokenKind::word || token.kind == TokenKind::number || token.kind == TokenKind::user)
        words.push_back({form, token.hash, token.start, token.end, sentence});
    }
  }
};

ConcernFinder::ConcernFinder(const std::vector<ConcernRule>& rules)
    : fingerprint_(fmt::format("{:016x}", hash_of_rules(rules))) {
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    names_.push_back(rules[rule].name);
    for (const std::string& phrase : rules[rule].phrases) add(rule, phrase, false);
    for (const std::string& phrase : rules[rule].unless) add(rule, phrase, true);
  }
  index();
}

void ConcernFinder::add(std::size_t rule, std::string_view text, bool unless) {
  Phrase phrase{rule, unless, {}};
  bool after_others = false;
  Tokeniser& tokeniser = own_tokeniser();
  for (const std::string_view part : split(text)) {
    if (part == "...") {
      after_others = true;
      continue;
    }
    std::vector<Slot> slots(1);
    const std::vector<std::string_view> choices = split(part, '/');
    for (std::string_view word : choices) {
      const bool prefix = word.back() == '*';
      if (prefix) word.remove_suffix(1);
      // Spelt as texts are. A word that is several to the tokeniser (`self-harm`) cannot be a choice.
      std::vector<std::string> forms;
      for (const Token& token : tokeniser.tokenise(word))
        if (token.kind == TokenKind::word) forms.emplace_back(tokeniser.form(token));
      // What stands for all that begins so is no word to be spelt.
      if (prefix && forms.size() == 1) forms.front() = folded(word);
      if (choices.size() == 1) slots.resize(std::max<std::size_t>(1, forms.size()));
      for (std::size_t i = 0; i < std::min(forms.size(), slots.size()); ++i)
        slots[i].words.push_back({forms[i], word_hash(forms[i]), prefix && i + 1 == forms.size()});
    }
    slots.front().after_others = after_others;
    after_others = false;
    phrase.slots.insert(phrase.slots.end(), slots.begin(), slots.end());
  }
  if (!phrase.slots.empty()) phrases_.push_back(std::move(phrase));
}

void ConcernFinder::index() {
  for (std::uint32_t i = 0; i < phrases_.size(); ++i)
    for (const Word& word : phrases_[i].slots.front().words) {
      if (word.prefix)
        by_beginning_.emplace_back(word_hash(std::string_view{word.form}.substr(0, kBeginning)), i);
      else
        by_word_.emplace_back(word.hash, i);
    }
  for (auto* pairs : {&by_word_, &by_beginning_}) {
    std::sort(pairs->begin(), pairs->end());
    pairs->erase(std::unique(pairs->begin(), pairs->end()), pairs->end());
  }
}

/// Where the phrase's words from this slot on end, counted in words, when they stand from here on; else
/// kNowhere.
std::size_t ConcernFinder::end_of(const Text& text, const Phrase& phrase, std::size_t slot,
                                  std::size_t at) const {
  if (slot == phrase.slots.size()) return at;
  const Slot& wanted = phrase.slots[slot];
  const std::size_t others = wanted.after_others ? kWordsBetween : 0;
  for (std::size_t passed = 0; passed <= others && at + passed < text.words.size(); ++passed) {
    const Text::Word& word = text.words[at + passed];
    if (at > 0 && slot > 0 && word.sentence != text.words[at - 1].sentence) return kNowhere;
    const bool is_one = std::any_of(wanted.words.begin(), wanted.words.end(), [&](const Word& each) {
      return each.prefix ? word.form.substr(0, each.form.size()) == each.form : word.hash == each.hash;
    });
    if (!is_one) continue;
    if (const std::size_t end = end_of(text, phrase, slot + 1, at + passed + 1); end != kNowhere) return end;
  }
  return kNowhere;
}

std::vector<ConcernHit> ConcernFinder::find(std::string_view whole) const {
  struct Found {
    std::size_t rule;
    std::uint32_t sentence;
    Evidence words;
  };
  const Text text{whole};
  std::vector<Found> found;
  std::vector<std::pair<std::size_t, std::uint32_t>> excused;
  for (std::size_t at = 0; at < text.words.size(); ++at) {
    const Text::Word& word = text.words[at];
    const auto look_up = [&](const auto& pairs, std::uint64_t hash) {
      auto next = std::lower_bound(pairs.begin(), pairs.end(), std::pair{hash, std::uint32_t{0}});
      for (; next != pairs.end() && next->first == hash; ++next) {
        const Phrase& phrase = phrases_[next->second];
        const std::size_t end = end_of(text, phrase, 0, at);
        if (end == kNowhere) continue;
        if (phrase.unless)
          excused.emplace_back(phrase.rule, word.sentence);
        else
          found.push_back({phrase.rule, word.sentence, {word.start, text.words[end - 1].end}});
      }
    };
    look_up(by_word_, word.hash);
    if (word.form.size() >= kBeginning) look_up(by_beginning_, word_hash(word.form.substr(0, kBeginning)));
  }
  std::sort(excused.begin(), excused.end());
  std::vector<ConcernHit> hits;
  for (std::size_t rule = 0; rule < names_.size(); ++rule)
    for (const Found& each : found) {
      if (each.rule != rule) continue;
      const std::pair sentence{each.rule, each.sentence};
      if (std::binary_search(excused.begin(), excused.end(), sentence)) continue;
      hits.push_back({rule, each.words});
      break;
    }
  return hits;
}

std::vector<std::string> ConcernFinder::holding(std::string_view text) const {
  std::vector<std::string> names;
  for (const ConcernHit& hit : find(text)) names.push_back(names_[hit.rule]);
  return names;
}

}  // namespace nhs::classifier
