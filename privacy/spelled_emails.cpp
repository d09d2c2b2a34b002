#include <algorithm>
#include <array>

#include "privacy/personal_data.h"

namespace nhs::privacy {
namespace {

/// Domains that people spell out: those of the usual mail providers, of the public sector and the country.
/// After `dot` any word may come in a sentence.
constexpr std::array<std::string_view, 16> kSpelledTops = {
    "com", "org", "net", "uk", "co", "nhs", "ac", "gov", "eu", "ie", "info", "biz", "io", "me", "de", "fr"};

struct Sign {
  std::size_t length = 0;  ///< with spaces around; 0 when it is not here
  bool bracketed = false;
};

/// `word` in brackets, or between spaces. leading: how many spaces stand before the text already.
Sign sign_at(std::string_view text, std::string_view word, std::size_t leading) {
  const std::size_t before = spaces_at(text);
  std::size_t at = before;
  const std::size_t bracket =
      at < text.size() ? std::string_view{"([{"}.find(text[at]) : std::string_view::npos;
  const bool bracketed = bracket != std::string_view::npos;
  if (bracketed) {
    ++at;
    at += spaces_at(text.substr(at));
  }
  if (small_tail(text.substr(at, word.size()), word.size()) != word) return {};
  at += word.size();
  if (bracketed) {
    at += spaces_at(text.substr(at));
    if (at >= text.size() || text[at] != std::string_view{")]}"}[bracket]) return {};
    ++at;
  }
  const std::size_t after = spaces_at(text.substr(at));
  if (!bracketed && (before + leading == 0 || after == 0)) return {};
  return {at + after, bracketed};
}

std::size_t label_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && length < 64 &&
         (is_letter(text[length]) || is_digit(text[length]) || text[length] == '-'))
    ++length;
  return length;
}

bool is_top(std::string_view label, bool spelled) {
  const std::string small = small_tail(label, label.size());
  if (spelled) return std::find(kSpelledTops.begin(), kSpelledTops.end(), small) != kSpelledTops.end();
  return label.size() >= 2 && std::all_of(label.begin(), label.end(), is_letter);
}

/// Length of a domain at the front, with its dots as signs or spelled; 0 when there is none. The `at` was
/// bracketed: then it may have only real dots.
std::size_t spelled_domain_length(std::string_view text, bool at_was_bracketed) {
  constexpr int kMostLabels = 6;
  std::size_t at = label_length(text);
  if (at == 0) return 0;
  std::size_t good = 0;
  bool any_spelled = at_was_bracketed;
  for (int i = 0; i < kMostLabels; ++i) {
    const bool real = text.substr(at, 1) == ".";
    const Sign dot = real ? Sign{1, false} : sign_at(text.substr(at), "dot", 0);
    if (dot.length == 0) break;
    any_spelled = any_spelled || !real;
    const std::size_t length = label_length(text.substr(at + dot.length));
    if (length == 0) break;
    const std::string_view label = text.substr(at + dot.length, length);
    at += dot.length + length;
    // Before a bracket the label may go on: with what a mask stands for, or with another spelled dot.
    const std::string_view after = text.substr(at);
    if (any_spelled && is_top(label, !real) && !starts_in_word(after) && after.substr(0, 1) != "[") good = at;
  }
  return good;
}

/// The local part with `dot` spelled out in it, and the spaces after it.
std::size_t spelled_local_part(std::string_view before, std::size_t spaces) {
  std::size_t taken = spaces + local_part_before(before.substr(0, before.size() - spaces));
  if (taken == spaces) return 0;
  constexpr std::string_view dot = " dot ";
  for (int i = 0; i < 3; ++i) {
    const std::string_view head = before.substr(0, before.size() - taken);
    if (small_tail(head, dot.size()) != dot) break;
    const std::size_t more = local_part_before(head.substr(0, head.size() - dot.size()));
    if (more == 0) break;
    taken += dot.size() + more;
  }
  return taken;
}

}  // namespace

std::optional<Finding> find_spelled_email(std::string_view before, std::string_view rest) {
  std::size_t spaces = 0;
  while (spaces < 2 && spaces < before.size() && before[before.size() - 1 - spaces] == ' ') ++spaces;
  const Sign at = sign_at(rest, "at", spaces);
  if (at.length == 0) return std::nullopt;
  const std::size_t domain = spelled_domain_length(rest.substr(at.length), at.bracketed);
  if (domain == 0) return std::nullopt;
  const std::size_t local = spelled_local_part(before, spaces);
  if (local == 0) return std::nullopt;
  return Finding{at.length + domain, std::string{kEmailMask}, Masked::email, local};
}

}  // namespace nhs::privacy
