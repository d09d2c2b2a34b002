#include "store/search_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "core/text.h"

namespace nhs::store {
namespace {

enum class Means : std::uint8_t { words, tag, either, both };

/// A word, phrase or tag as typed, or one of the signs between them.
struct Term {
  Means means = Means::words;
  bool excluded = false;
  std::string text;  ///< an expression for words, folded for a tag; empty for `either` and `both`
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

/// True when an index of words keeps something of it: FTS5's unicode61 knows letters and numbers.
bool has_word(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const Character character = character_at(text, i);
    if (is_letter_or_number(character.code)) return true;
    i += character.length;
  }
  return false;
}

/// A string of FTS5's language, within which nothing has a meaning but the quote.
std::string quoted(std::string_view text) {
  std::string string = "\"";
  for (const char c : text) string += c == '"' ? std::string{"\"\""} : std::string{c};
  return string + "\"";
}

/// A plain sign for each of these.
void put_plain(std::string& text, std::initializer_list<std::string_view> signs, std::string_view plain) {
  for (const std::string_view sign : signs)
    for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at))
      text.replace(at, sign.size(), plain);
}

/// Phones and word processors put curly quotes and long dashes where people type plain ones.
std::string with_plain_signs(std::string_view typed) {
  std::string text{typed};
  put_plain(text, {"\u201C", "\u201D", "\u201E"}, "\"");
  put_plain(text, {"\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"}, "-");
  return text;
}

class TermReader {
 public:
  explicit TermReader(std::string_view text) : rest_(text) {}

  /// Nothing at the end.
  std::optional<Term> next() {
    while (skip_blanks(), !rest_.empty())
      if (auto term = read_term()) return term;
    return std::nullopt;
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
  }

  /// Nothing for signs without a word.
  std::optional<Term> read_term() {
    Term term;
    while (!rest_.empty() && rest_.front() == '-') {
      term.excluded = true;
      rest_.remove_prefix(1);
    }
    if (rest_.empty() || is_blank(rest_.front())) return std::nullopt;
    if (takes_tag_mark()) {
      term.means = Means::tag;
      term.text = tag_key(rest_.front() == '"' ? read_quoted() : read_word());
      if (!has_word(term.text)) return std::nullopt;
      return term;
    }
    const bool is_quoted = rest_.front() == '"';
    const std::string_view text = is_quoted ? read_quoted() : read_word();
    if (!is_quoted && !term.excluded && (text == "OR" || text == "AND")) {
      term.means = text == "OR" ? Means::either : Means::both;
      return term;
    }
    if (!has_word(text)) return std::nullopt;
    const bool is_beginning = !is_quoted && text.back() == '*';
    term.text = quoted(text) + (is_beginning ? "*" : "");
    return term;
  }

  /// `tag:`, when something follows that a tag can be.
  bool takes_tag_mark() {
    constexpr std::string_view kMark = "tag:";
    if (rest_.size() <= kMark.size() || is_blank(rest_[kMark.size()])) return false;
    for (std::size_t i = 0; i < kMark.size(); ++i)
      if ((rest_[i] | 0x20) != (kMark[i] | 0x20)) return false;
    rest_.remove_prefix(kMark.size());
    return true;
  }

  std::string_view read_quoted() {
    rest_.remove_prefix(1);
    const std::size_t end = std::min(rest_.find('"'), rest_.size());
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return text;
  }

  std::string_view read_word() {
    const std::size_t end = std::min(rest_.find_first_of(" \t\n\""), rest_.size());
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return text;
  }

  std::string_view rest_;
};

/// Terms of which one must hold.
using Alternatives = std::vector<Term>;

struct Terms {
  std::vector<Alternatives> wanted;
  std::vector<Term> excluded;
};

Terms read_terms(std::string_view text) {
  Terms terms;
  TermReader reader{text};
  bool either = false;
  bool has_left_neighbour = false;
  for (auto term = reader.next(); term; term = reader.next()) {
    if (term->means == Means::either || term->means == Means::both) {
      either = term->means == Means::either && has_left_neighbour;
      continue;
    }
    has_left_neighbour = !term->excluded;
    if (term->excluded)
      terms.excluded.push_back(*std::move(term));
    else if (either)
      terms.wanted.back().push_back(*std::move(term));
    else
      terms.wanted.push_back({*std::move(term)});
    either = false;
  }
  return terms;
}

/// Adds an operand; one that is not the first is joined by the operator.
void join(std::string& expression, std::string_view joiner, std::string_view operand) {
  if (!expression.empty()) expression += joiner;
  expression += operand;
}

void want(SearchQuery& query, const Alternatives& alternatives) {
  TagsOrWords either;
  for (const Term& term : alternatives)
    if (term.means == Means::tag)
      either.tags.push_back(term.text);
    else
      join(either.words, " OR ", term.text);
  if (either.tags.empty())
    join(query.words, " AND ", alternatives.size() > 1 ? "(" + either.words + ")" : either.words);
  else
    query.tags.push_back(std::move(either));
}

/// Whether "or" stands between two others, where it is a word as any.
bool joins_by_small_or(const std::vector<Alternatives>& wanted) {
  for (std::size_t i = 1; i + 1 < wanted.size(); ++i)
    if (wanted[i].size() == 1 && wanted[i].front().means == Means::words &&
        folded(wanted[i].front().text) == "\"or\"")
      return true;
  return false;
}

}  // namespace

Result<SearchQuery> parse_query(std::string_view typed) {
  if (typed.size() > kMaxQueryBytes)
    return fail(ExitStatus::usage,
                fmt::format("this search is too long: at most {} bytes are read", kMaxQueryBytes));
  const Terms terms = read_terms(with_plain_signs(repaired(typed)));
  if (terms.wanted.empty())
    return fail(
        ExitStatus::usage,
        terms.excluded.empty()
            ? "there is no word in this search; name one, a \"phrase\" or tag:NAME"
            : "this search only says what must not be there; name a word, a \"phrase\" or tag:NAME that must");
  SearchQuery query;
  for (const Alternatives& each : terms.wanted) want(query, each);
  query.has_small_or = joins_by_small_or(terms.wanted);
  for (const Term& term : terms.excluded)
    if (term.means == Means::tag)
      query.without_tags.push_back(term.text);
    else
      join(query.without, " OR ", term.text);
  return query;
}

Result<SearchQuery> raw_query(std::string_view expression) {
  const std::string_view text = trimmed(expression);
  if (text.empty() || text.size() > kMaxQueryBytes)
    return fail(ExitStatus::usage,
                fmt::format("--fts: must be an expression of 1 to {} bytes", kMaxQueryBytes));
  if (text.front() == '*') return fail(ExitStatus::usage, "--fts: must not begin with *");
  SearchQuery query;
  query.words = text;
  query.raw = true;
  return query;
}

}  // namespace nhs::store
