#include <algorithm>

#include "core/text.h"
#include "privacy/personal_data.h"

namespace nhs::privacy {
namespace {

/// Length of the run of word characters and these signs at the front. Two points in a row end it, as they end
/// a sentence.
std::size_t account_length(std::string_view text, std::string_view signs) {
  std::size_t length = 0;
  while (length < text.size()) {
    const Character character = character_at(text, length);
    const bool sign =
        character.code < 0x80 && signs.find(static_cast<char>(character.code)) != std::string_view::npos;
    if (!sign && !is_word_character(character.code)) break;
    if (text.substr(length, 2) == "..") break;
    length += character.length;
  }
  return length;
}

std::string_view without_trailing(std::string_view text, std::string_view signs) {
  const std::size_t last = text.find_last_not_of(signs);
  return last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
}

/// A top-level domain: two letters or more, of any script, or its `xn--` form.
bool is_top_level(std::string_view label) {
  if (label.size() < 2) return false;
  if (label.substr(0, 4) == "xn--") return true;
  return std::none_of(label.begin(), label.end(), [](char c) { return is_digit(c) || c == '_' || c == '-'; });
}

/// The domain at the front, as long as it makes sense; empty when there is none with a point in it.
std::string_view domain_at(std::string_view text) {
  std::string_view domain = text.substr(0, account_length(text, ".-"));
  while (true) {
    const std::size_t point = domain.rfind('.');
    if (point == std::string_view::npos || point == 0) return {};
    if (is_top_level(domain.substr(point + 1))) return domain;
    domain = domain.substr(0, point);
  }
}

/// `@3pm`, `@10.30`, `5@100`: up to four digits are a time, a price or a year.
bool is_time_or_amount(std::string_view name) {
  const std::size_t digits_end = std::min(name.find_first_not_of("0123456789."), name.size());
  const auto digits =
      std::count_if(name.begin(), name.begin() + static_cast<std::ptrdiff_t>(digits_end), is_digit);
  const std::string unit = folded(name.substr(digits_end));
  return digits >= 1 && digits <= 4 && (unit.empty() || unit == "am" || unit == "pm" || unit == "h");
}

}  // namespace

std::size_t local_part_before(std::string_view text) {
  std::size_t start = text.size();
  while (start > 0) {
    const std::string_view head = text.substr(0, start);
    const auto mask =
        std::find_if(kBracketMasks.begin(), kBracketMasks.end(), [head](std::string_view candidate) {
          return head.size() >= candidate.size() && head.substr(head.size() - candidate.size()) == candidate;
        });
    if (mask != kBracketMasks.end()) {
      start -= mask->size();
      continue;
    }
    const Character character = character_before(text, start);
    const bool sign =
        character.code < 0x80 &&
        std::string_view{".%+'-"}.find(static_cast<char>(character.code)) != std::string_view::npos;
    if (!sign && !is_word_character(character.code)) break;
    if (text.substr(start - 1, 2) == "..") break;
    start -= character.length;
  }
  // An opening quotation mark, a dash or the end of a sentence is no part of an address.
  start = std::min(text.find_first_not_of(".'-", start), text.size());
  return text.size() - start;
}

std::optional<Finding> find_email(std::string_view before, std::string_view rest) {
  const std::string_view domain = domain_at(rest.substr(1));
  if (domain.empty()) return std::nullopt;
  const std::size_t local = local_part_before(before);
  if (local == 0) return std::nullopt;
  return Finding{1 + domain.size(), std::string{kEmailMask}, Masked::email, local};
}

bool is_organisation(std::string_view account, const std::vector<std::string>& organisations) {
  if (organisations.empty()) return false;
  const std::string name = folded(account);
  return std::any_of(organisations.begin(), organisations.end(), [&name](std::string_view organisation) {
    if (!organisation.empty() && organisation.front() == '@') organisation.remove_prefix(1);
    return organisation == name;
  });
}

std::optional<Finding> find_mention(std::string_view rest, const std::vector<std::string>& organisations) {
  std::string_view name = rest.substr(1);
  if (!starts_in_word(name)) return std::nullopt;
  name = without_trailing(name.substr(0, account_length(name, ".-")), ".-");
  std::size_t length = 1 + name.size();
  if (length < rest.size() && rest[length] == '@' && starts_in_word(rest.substr(length + 1))) {
    const std::string_view server = rest.substr(length + 1);
    length += 1 + without_trailing(server.substr(0, account_length(server, ".-")), ".-").size();
  } else if (is_time_or_amount(name)) {
    return std::nullopt;
  }
  if (is_organisation(rest.substr(1, length - 1), organisations))
    return Finding{length, std::string{rest.substr(0, length)}, Masked::mention};
  return Finding{length, std::string{kMentionMask}, Masked::mention};
}

}  // namespace nhs::privacy
