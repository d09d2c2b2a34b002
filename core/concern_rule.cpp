#include "core/concern_rule.h"

#include <algorithm>

#include "core/text.h"

namespace nhs {
namespace {

constexpr std::size_t kMostGaps = 3;

/// Punctuation would be no part of any word that the tokeniser gives.
bool is_concern_word(std::string_view word) {
  const bool open = !word.empty() && word.back() == '*';
  if (open) word.remove_suffix(1);
  if (word.size() < (open ? 3U : 1U) || word.front() == '\'' || word.back() == '\'') return false;
  for (std::size_t at = 0; at < word.size();) {
    const Character character = character_at(word, at);
    const bool within_word = is_word_character(character.code) && character.code != U'_';
    if (character.code == U'�' || (!within_word && character.code != U'\'' && character.code != U'-'))
      return false;
    at += character.length;
  }
  return true;
}

bool is_long_word(std::string_view word) {
  return std::count_if(word.begin(), word.end(),
                       [](char c) { return (c & 0xc0) != 0x80 && c != '*' && c != '-'; }) >= 3;
}

/// The parts between separators, empty ones too.
std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text = text.substr(end + 1);
  }
}

}  // namespace

std::vector<ConcernRule> concern_rules_in_force(const std::vector<ConcernRule>& configured) {
  std::vector<ConcernRule> rules = built_in_concern_rules();
  for (const ConcernRule& each : configured) {
    const auto known = std::find_if(rules.begin(), rules.end(),
                                    [&](const ConcernRule& rule) { return rule.name == each.name; });
    if (known == rules.end()) {
      rules.push_back(each);
      continue;
    }
    known->phrases.insert(known->phrases.end(), each.phrases.begin(), each.phrases.end());
    known->unless.insert(known->unless.end(), each.unless.begin(), each.unless.end());
    known->on = each.on;
  }
  rules.erase(std::remove_if(rules.begin(), rules.end(), [](const ConcernRule& rule) { return !rule.on; }),
              rules.end());
  return rules;
}

bool is_concern_phrase(std::string_view phrase) {
  if (phrase.size() > 1000) return false;
  bool after_gap = true;
  bool has_long_word = false;
  std::size_t gaps = 0;
  for (const std::string_view part : parts_of(phrase, ' ')) {
    const bool gap = part == "...";
    if (gap && after_gap) return false;
    after_gap = gap;
    // Each is tried at six places within the one before.
    if (gap && ++gaps > kMostGaps) return false;
    if (gap) continue;
    bool all_long = true;
    for (const std::string_view word : parts_of(part, '/')) {
      if (!is_concern_word(word)) return false;
      all_long = all_long && is_long_word(word);
    }
    has_long_word = has_long_word || all_long;
  }
  return has_long_word && !after_gap;
}

}  // namespace nhs
