#include "classifier/idioms.h"

#include <algorithm>
#include <array>

#include "classifier/word_list.h"
#include "classifier/word_table.h"

namespace nhs::classifier {
namespace {

/// phrases: separated by `|`. A word that ends in `*` stands for all that begin so, `..` for none to seven
/// words, and a negated word such as `couldn't` also for `could not`.
struct Idiom {
  std::string_view form;
  std::string_view phrases;
  /// The words of the phrase say what they mean but for their negation.
  bool means_its_words = false;
};

constexpr std::array<Idiom, 8> kIdioms = {{
    {"<no_fault>",
     "no complaints|no complaint|no problems|no problem|no issues|no concerns|no grumbles|no worries|"
     "no criticism|no criticisms|no negatives|nothing negative|nothing bad|nothing to complain|"
     "nothing to fault|nothing to improve|nothing needs improving|nothing needs to improve|"
     "nothing needs to be improved|nothing could be improved|nothing could be better|nothing could have been better|nothing could have been improved|"
     "nothing i would change|wouldn't change anything|wouldn't change a thing|nothing to change|"
     "nothing i can think of|can't think of anything|can't complain|can't grumble|couldn't complain|"
     "can't fault|couldn't fault|can't be faulted|couldn't be faulted|can't find fault|"
     "couldn't find fault|without fault|no reason to complain|no cause for complaint|no cause to complain|nothing wrong with|nothing was wrong|"
     "nothing too much trouble|nothing is too much|nothing was too much|nothing seemed too much|"
     "nothing ever too much|nothing was ever too much|nothing is ever too much|never too much trouble|"
     "nothing a problem|nothing was a problem|nothing is a problem|never a problem"},
    {"<high_praise>",
     "nothing but praise|nothing but good|nothing but positive|nothing but kindness|nothing but respect|"
     "nothing but admiration|can't thank .. enough|couldn't thank .. enough|can't praise .. enough|"
     "couldn't praise .. enough|can't recommend .. enough|couldn't recommend .. enough|"
     "can't rate .. enough|can't speak .. enough|can't say enough|can't speak highly|can't praise highly|"
     "can't praise too|can't praise .. too highly|can't thank you all|can't say a bad word|"
     "not a bad word|never a bad word|haven't a bad word|couldn't have been better|"
     "couldn't have been kinder|couldn't have been nicer|couldn't have been more|couldn't be kinder|"
     "couldn't be nicer|couldn't be better|couldn't be more|couldn't be happier|couldn't have done more|"
     "couldn't do more|couldn't do enough|couldn't have asked|couldn't ask for|couldn't wish for|"
     "couldn't have wished|can't ask for more|can't do enough|never met a nicer|never met nicer|never been treated better|never been better|never had better|never had a better|second to none|above and beyond|went out of their way|"
     "gone out of their way|go out of their way|couldn't have coped without|wouldn't be here|wouldn't be alive|wouldn't have coped without|credit to|hats off",
     true},
    {"<no_wait>",
     "no wait|no waits|no waiting|no delay|no delays|no queue|no queues|without delay|without delays|"
     "without waiting|without having to wait|without a wait|didn't have to wait|didn't wait long|"
     "don't have to wait|never had to wait|never have to wait|never waited|not kept waiting|"
     "wasn't kept waiting|weren't kept waiting|hardly any wait|hardly any waiting|hardly waited|"
     "barely waited|hardly .. sit down|barely .. sit down|in and out in|in and out within|no hanging about|no hanging around"},
    {"<never_hurt>",
     "not once .. ignored|not once .. rushed|not once .. judged|not once .. alone|not once .. forgotten|"
     "not once .. burden|not once .. nuisance|not once .. unsafe|not once .. embarrass*|not once .. bother|"
     "not once .. complain*|not once .. stupid|not once .. uncomfortable|not once .. scared|"
     "never .. felt rushed|never .. feel rushed|never rushed|never .. felt judged|never .. feel judged|"
     "never judged|never .. felt ignored|never ignored|never .. felt alone|never .. feel alone|"
     "never .. a burden|never .. a nuisance|never .. felt embarrass*|never .. feel embarrass*|"
     "never .. felt stupid|never .. feel stupid|never .. felt uncomfortable|never .. feel uncomfortable|"
     "never .. felt unsafe|never .. like a number|didn't feel rushed|don't feel rushed|wasn't rushed|"
     "not rushed|not feel rushed|not judged|didn't feel judged|wasn't judged|without judgement|"
     "without judging|without being judged|no judgement|didn't feel embarrassed|wasn't embarrassed|"
     "didn't feel a thing|didn't hurt|no pain at all|pain free|at no point .. rushed|at no point .. ignored|"
     "at no time .. rushed|at no time .. ignored"},
    {"<not_bad>",
     "not bad|not too bad|not so bad|not that bad|not half bad|wasn't bad|wasn't too bad|wasn't so bad|"
     "isn't bad|not too long"},
    {"<falls_short>",
     "could be better|could do better|could have been better|could be improved|could have been improved|"
     "couldn't be worse|couldn't have been worse|room for improvement|leaves a lot to be|"
     "leave a lot to be|left a lot to be|leaves much to be|left much to be|not good enough|"
     "isn't good enough|wasn't good enough|not fit for purpose|not up to standard|not up to scratch|"
     "below standard|nothing good|not worth|not impressed|wasn't impressed|not acceptable|"
     "nothing changes|nothing has changed|nothing ever changes|too little too late"},
    {"<scorn>",
     "thanks for nothing|thank you for nothing|thanks a bunch|couldn't care less|could care less|"
     "don't make me laugh|what a joke|absolute joke|yeah right|pull the other one|you couldn't make it up|beggars belief|good luck getting|good luck with that|if you can get|"
     "words fail me|adding insult to injury"},
    {"<indeed>",
     "not only|not just|not merely|not to mention|no doubt|without doubt|without a doubt|no lack of|"
     "no shortage of|never short of|without exception|without fail",
     true},
}};

constexpr std::size_t kMostBetween = 7;

struct PatternWord {
  std::string_view text;
  enum class Kind : std::uint8_t { exact, prefix, negated, gap } kind;
  std::uint64_t hash = 0;  ///< of a whole word
};

struct Pattern {
  std::vector<PatternWord> words;
  std::uint8_t idiom;
};

/// `could` of `couldn't`, `can` of `can't`; empty for what is no contraction.
std::string_view without_not(std::string_view word) {
  if (word == "can't") return word.substr(0, 3);
  const bool contraction = word.size() > 3 && word.substr(word.size() - 3) == "n't";
  return contraction ? word.substr(0, word.size() - 3) : std::string_view{};
}

PatternWord pattern_word(std::string_view text) {
  if (text == "..") return {text, PatternWord::Kind::gap};
  if (text.back() == '*') return {text.substr(0, text.size() - 1), PatternWord::Kind::prefix};
  if (!without_not(text).empty()) return {text, PatternWord::Kind::negated, word_hash(text)};
  return {text, PatternWord::Kind::exact, word_hash(text)};
}

/// The patterns, by their first words.
class Patterns {
 public:
  Patterns() : first_words_(collect()) {}

  /// Patterns that may start with the word; null for nearly all words.
  const std::vector<Pattern>* starting_with(std::string_view word, std::uint64_t hash) const {
    const std::uint32_t number = first_words_.find(word, hash);
    return number == WordTable::kNone ? nullptr : &groups_[number];
  }

 private:
  std::vector<std::string_view> collect() {
    std::vector<std::string_view> firsts;
    const auto add = [&](std::string_view first, const Pattern& pattern) {
      const auto at =
          static_cast<std::size_t>(std::find(firsts.begin(), firsts.end(), first) - firsts.begin());
      if (at == firsts.size()) {
        firsts.push_back(first);
        groups_.emplace_back();
      }
      groups_[at].push_back(pattern);
    };
    for (std::size_t i = 0; i < kIdioms.size(); ++i) {
      for (const std::string_view phrase : split(kIdioms[i].phrases, '|')) {
        Pattern pattern{{}, static_cast<std::uint8_t>(i)};
        for (const std::string_view word : split(phrase)) pattern.words.push_back(pattern_word(word));
        const std::string_view first = pattern.words.front().text;
        add(first, pattern);
        if (!without_not(first).empty()) add(without_not(first), pattern);
      }
    }
    return firsts;
  }

  std::vector<std::vector<Pattern>> groups_;
  WordTable first_words_;
};

struct Found {
  std::uint32_t first;
  std::uint32_t last;
  std::uint8_t idiom;
};

class Finder {
 public:
  Finder(const std::string& forms, const std::vector<Token>& tokens) : forms_(forms), tokens_(tokens) {}

  void find(std::vector<Found>& found) const {
    static const Patterns patterns;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].kind != TokenKind::word) continue;
      const std::vector<Pattern>* group = patterns.starting_with(form(i), tokens_[i].hash);
      if (group == nullptr) continue;
      Found longest{static_cast<std::uint32_t>(i), 0, 0};
      for (const Pattern& pattern : *group) {
        const std::size_t end = end_of(pattern, 0, i);
        if (end > longest.last) longest = {longest.first, static_cast<std::uint32_t>(end), pattern.idiom};
      }
      if (longest.last == 0) continue;
      --longest.last;
      found.push_back(longest);
      i = longest.last;
    }
  }

 private:
  std::string_view form(std::size_t i) const {
    return std::string_view(forms_).substr(tokens_[i].form_start, tokens_[i].form_length);
  }
  bool is_word(std::size_t i) const { return i < tokens_.size() && tokens_[i].kind == TokenKind::word; }

  /// The place after the pattern's words from `word` on, when they stand at token i, else 0.
  std::size_t end_of(const Pattern& pattern, std::size_t word, std::size_t i) const {
    if (word == pattern.words.size()) return i;
    const PatternWord& wanted = pattern.words[word];
    if (wanted.kind == PatternWord::Kind::gap) {
      for (std::size_t skipped = 0; skipped <= kMostBetween; ++skipped) {
        if (const std::size_t end = end_of(pattern, word + 1, i + skipped)) return end;
        if (!is_word(i + skipped)) return 0;
      }
      return 0;
    }
    if (!is_word(i)) return 0;
    const std::string_view here = form(i);
    if (wanted.kind == PatternWord::Kind::prefix)
      return here.substr(0, wanted.text.size()) == wanted.text ? end_of(pattern, word + 1, i + 1) : 0;
    if (tokens_[i].hash == wanted.hash && here == wanted.text) return end_of(pattern, word + 1, i + 1);
    const bool apart = wanted.kind == PatternWord::Kind::negated && here == without_not(wanted.text) &&
                       is_word(i + 1) && form(i + 1) == "not";
    return apart ? end_of(pattern, word + 1, i + 2) : 0;
  }

  const std::string& forms_;
  const std::vector<Token>& tokens_;
};

}  // namespace

void mark_idioms(std::string& forms, std::vector<Token>& tokens) {
  static thread_local std::vector<Found> found;
  found.clear();
  Finder(forms, tokens).find(found);
  if (found.empty()) return;
  std::size_t to = tokens.size() + found.size();
  std::size_t from = tokens.size();
  tokens.resize(to, Token{});
  // From the back, so that each token moves once.
  for (auto f = found.rbegin(); f != found.rend(); ++f) {
    const Idiom& idiom = kIdioms[f->idiom];
    while (from > f->first) {
      Token& moved = tokens[--to] = tokens[--from];
      if (idiom.means_its_words && from <= f->last) moved.negated = false;
    }
    Token marker{};
    marker.start = tokens[to].start;
    marker.end = tokens[to + (f->last - f->first)].end;
    marker.form_start = static_cast<std::uint32_t>(forms.size());
    marker.form_length = static_cast<std::uint32_t>(idiom.form.size());
    marker.clause = tokens[to + (f->last - f->first)].clause;
    marker.kind = TokenKind::idiom;
    marker.negated = tokens[to].negated;
    marker.hash = word_hash(idiom.form);
    forms += idiom.form;
    tokens[--to] = marker;
  }
}

}  // namespace nhs::classifier
