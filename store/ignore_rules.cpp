#include "store/ignore_rules.h"

#include <algorithm>
#include <utility>

#include "core/ignore_rule.h"
#include "core/text.h"

namespace nhs::store {
namespace {

/// Whether no word goes on across this place.
bool is_edge(std::string_view text, std::size_t place) {
  return place == 0 || place == text.size() || !is_word_character(character_before(text, place).code) ||
         !is_word_character(character_at(text, place).code);
}

bool holds_words(std::string_view text, std::string_view words) {
  for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1))
    if (is_edge(text, at) && is_edge(text, at + words.size())) return true;
  return false;
}

}  // namespace

IgnoreRules::IgnoreRules(std::vector<IgnoreTest> tests, std::string fingerprint) {
  if (tests.empty()) return;
  fingerprint_ = std::move(fingerprint);
  for (IgnoreTest& test : tests) {
    std::string words = phrase_key(test.phrase);
    // A phrase of which nothing is left asks for words that no text has; not for any text.
    if (words.empty() && !test.phrase.empty()) continue;
    rules_.push_back({std::move(test), std::move(words), {}});
  }
}

bool IgnoreRules::ask_for_sources() const {
  return std::any_of(rules_.begin(), rules_.end(),
                     [](const Rule& rule) { return !rule.test.source.empty(); });
}

std::optional<std::string> IgnoreRules::first_that_holds(const IgnoreFacts& facts) {
  std::optional<std::string> text;
  for (Rule& rule : rules_) {
    if (!is_author(rule, facts)) continue;
    if (!rule.words.empty()) {
      if (!text) text = phrase_key(facts.text);
      if (!holds_words(*text, rule.words)) continue;
    }
    if (!rule.test.source.empty() && !facts.shown_only_by(rule.test.source)) continue;
    return rule.test.name;
  }
  return std::nullopt;
}

bool IgnoreRules::is_author(Rule& rule, const IgnoreFacts& facts) {
  if (rule.test.author == nullptr) return true;
  if (!facts.author_key) return false;
  auto known = rule.authors.find(facts.network);
  if (known == rule.authors.end())
    known = rule.authors.emplace(facts.network, rule.test.author(facts.network)).first;
  return known->second == *facts.author_key;
}

}  // namespace nhs::store
