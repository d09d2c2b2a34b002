#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nhs {

/// Words that may mean that somebody is at risk of harm. A rule finds words, not people: it raises a question
/// that a person has to answer.
///
/// A phrase is words with spaces between, compared without case, as the product's tokeniser spells them. A
/// word that ends in `*` stands for all words that begin so; `/` stands between words of which one has to be
/// there; `...` for at most kWordsBetween other words. All of a phrase stands in one sentence.
struct ConcernRule {
  /// What people call it: `[a-z0-9_-]{1,32}`; each once.
  std::string name;
  /// A text raises the concern when one of these stands in it,
  std::vector<std::string> phrases = {};
  /// but not by a sentence that one of these stands in, too.
  std::vector<std::string> unless = {};
  bool on = true;

  bool operator==(const ConcernRule&) const = default;
};

/// So many other words `...` stands for, at the most.
inline constexpr std::size_t kWordsBetween = 5;

/// The rules that the program comes with, all on.
const std::vector<ConcernRule>& built_in_concern_rules();

/// What is in force: the built-in rules, then those configured. A configured rule of a built-in one's name
/// adds its phrases to that one's, or switches it off. Rules that are off are left out.
std::vector<ConcernRule> concern_rules_in_force(const std::vector<ConcernRule>& configured);

/// Whether a phrase is written as ConcernRule says, with a word of three letters in it at least: shorter ones
/// alone stand in every text. It has at most three `...`.
bool is_concern_phrase(std::string_view phrase);

/// What every list of concerns says of itself.
inline constexpr std::string_view kConcernsAreNoSafeguarding =
    "For internal eyes only, never for publication. These posts have words that may mean that somebody is at "
    "risk of harm. This is no safeguarding system: it finds words, not people, and misses posts. If somebody "
    "is in danger now, call 999.";

}  // namespace nhs
