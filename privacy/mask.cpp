#include "privacy/mask.h"

#include <algorithm>

#include "core/text.h"
#include "privacy/personal_data.h"

namespace nhs::privacy {
namespace {

enum class Links : bool { pass_by, look_at };

/// link_end: where the last link in `before` ends; 0 without one.
std::optional<Finding> find(std::string_view before, std::size_t link_end, std::string_view rest,
                            const std::vector<std::string>& organisations, Links links) {
  const char c = rest.front();
  if (c == '@') {
    if (auto email = find_email(before.substr(link_end), rest)) return email;
    if (auto email = find_spaced_email(before.substr(link_end), rest)) return email;
    return find_mention(rest, organisations);
  }
  if (c == '(' || c == '[' || c == '{' || c == 'a' || c == 'A')
    if (auto email = find_spelled_email(before.substr(link_end), rest)) return email;
  if (c == 'a' || c == 'A')
    if (auto email = find_spaced_email(before.substr(link_end), rest)) return email;
  if (is_digit(c) || is_letter(c))
    if (auto account = find_bare_account(before, rest, organisations)) return account;
  if (is_digit(c) || is_letter(c))
    if (auto date = find_birth_date(before, rest)) return date;
  if (is_digit(c) || c == '+' || c == '(')
    if (auto number = find_number(before, rest)) return number;
  if (is_digit(c) || is_letter(c))
    if (auto number = find_patient_number(before, rest)) return number;
  if (!is_letter(c)) return std::nullopt;
  if (links == Links::look_at)
    if (auto link = find_link(before, rest)) return link;
  if (auto number = find_national_insurance_number(before, rest)) return number;
  return find_postcode(before, rest);
}

/// True for most bytes of most texts: nothing is found at this one, coming after that one.
bool is_dull(char c, char previous) {
  if (c == '@' || c == '+' || c == '(' || c == '[' || c == '{') return false;
  // A number may be glued to the word that says what it is.
  if (is_digit(c)) return is_digit(previous);
  // Only a link may be glued to the word before it.
  if (is_letter(c)) return is_letter(previous) && c != 'h' && c != 'H';
  return true;
}

/// The byte from which on something may be found.
std::size_t end_of_dull_run(std::string_view text, std::size_t at, char previous) {
  while (at < text.size() && is_dull(text[at], previous)) previous = text[at++];
  return at;
}

MaskedText walk(std::string_view text, const std::vector<std::string>& organisations, Links links) {
  MaskedText masked;
  std::string& result = masked.text;
  result.reserve(text.size());
  std::size_t link_end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t dull_end = end_of_dull_run(text, at, result.empty() ? ' ' : result.back());
    result += text.substr(at, dull_end - at);
    at = dull_end;
    if (at == text.size()) break;
    const auto finding = find(result, link_end, text.substr(at), organisations, links);
    if (!finding) {
      result += text[at++];
      continue;
    }
    const bool stays = finding->taken_back == 0 && text.substr(at, finding->length) == finding->instead;
    masked.counts[index_of(finding->what)] += stays ? 0 : 1;
    result.resize(result.size() - finding->taken_back);
    result += finding->instead;
    at += finding->length;
    if (finding->what == Masked::link) link_end = result.size();
  }
  return masked;
}

/// The text with the full-width `@` and digits of East Asian keyboards (U+FF20, U+FF10 to U+FF19) as plain
/// ones; nothing when it has none.
std::optional<std::string> with_plain_signs(std::string_view text) {
  constexpr std::string_view lead = "\xEF\xBC";
  if (text.find(lead) == std::string_view::npos) return std::nullopt;
  std::string plain;
  bool any = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto last =
        text.substr(at, 2) == lead && at + 2 < text.size() ? static_cast<unsigned char>(text[at + 2]) : 0U;
    const bool is_wide = last == 0xA0 || (last >= 0x90 && last <= 0x99);
    plain += !is_wide ? text[at] : last == 0xA0 ? '@' : static_cast<char>('0' + (last - 0x90));
    if (is_wide) at += 2;
    any = any || is_wide;
  }
  return any ? std::optional{std::move(plain)} : std::nullopt;
}

MaskedText masked_by_walk(std::string_view text, const std::vector<std::string>& organisations, Links links) {
  if (const auto plain = with_plain_signs(text)) {
    MaskedText masked = walk(*plain, organisations, links);
    // A text in which nothing was found stays as its author wrote it.
    return masked.text == *plain ? MaskedText{std::string{text}, masked.counts} : masked;
  }
  return walk(text, organisations, links);
}

}  // namespace

MaskedText mask(std::string_view text, const std::vector<std::string>& organisations) {
  return masked_by_walk(text, organisations, Links::look_at);
}

std::string masked(std::string_view text, const std::vector<std::string>& organisations) {
  return mask(text, organisations).text;
}

bool holds_personal_data(std::string_view text) {
  return masked_by_walk(text, {}, Links::pass_by).text != text;
}

std::string small_tail(std::string_view text, std::size_t bytes) {
  std::string tail{text.substr(text.size() - std::min(text.size(), bytes))};
  std::transform(tail.begin(), tail.end(), tail.begin(),
                 [](char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; });
  return tail;
}

bool ends_in_word(std::string_view text) {
  return !text.empty() && is_word_character(character_before(text, text.size()).code);
}

bool starts_in_word(std::string_view text) {
  return !text.empty() && is_word_character(character_at(text, 0).code);
}

}  // namespace nhs::privacy
