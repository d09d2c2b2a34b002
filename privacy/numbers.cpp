#include <algorithm>
#include <array>

#include "core/text.h"
#include "privacy/personal_data.h"

namespace nhs::privacy {
namespace {

constexpr std::size_t kMaxDigits = 18;  // E.164 has 15 at most, and `00` or `(0)` may stand before or within
constexpr std::size_t kMaxGroups = 10;
constexpr std::size_t kMaxSeparators = 3;

/// Digits in groups, as numbers are written: `(0113) 496 0000`.
struct GroupedNumber {
  bool plus = false;
  std::string digits;
  struct Group {
    std::size_t start;
    std::size_t size;
    std::size_t digits_so_far;  ///< with this group
    std::size_t end;            ///< byte after it
  };
  std::array<Group, kMaxGroups> groups{};
  std::size_t count = 0;

  /// The group that ends after so many digits; nothing when that is within a group.
  const Group* group_at(std::size_t total) const {
    for (std::size_t i = 0; i < count; ++i)
      if (groups[i].digits_so_far == total) return &groups[i];
    return nullptr;
  }
  std::string_view group(std::size_t i) const {
    return std::string_view{digits}.substr(groups[i].digits_so_far - groups[i].size, groups[i].size);
  }
};

/// What may stand between groups besides spaces, hyphens and points.
struct Beside {
  bool brackets = false;
  bool strokes = false;  ///< `/` and `_`, which often part one number from the next; a comma always does
};

bool is_separator(char32_t c, Beside beside) {
  switch (c) {
    case U' ':
    case U'\u00A0':  // no-break space
    case U'\u00AD':  // soft hyphen: this and the next ones come along when numbers are copied
    case U'\u200B':  // zero width space
    case U'\u200C':  // zero width joiners, and direction marks
    case U'\u200D':
    case U'\u200E':
    case U'\u200F':
    case U'\u2060':  // word joiner
    case U'\uFEFF':
    case U'\u2009':  // thin space
    case U'\u202F':  // narrow no-break space
    case U'-':
    case U'\u2010':  // hyphen
    case U'\u2011':  // no-break hyphen
    case U'\u2012':  // figure dash
    case U'\u2013':  // en dash
    case U'.':
      return true;
    case U'(':
    case U')':
      return beside.brackets;
    case U'/':
    case U'_':
      return beside.strokes;
    default:
      return false;
  }
}

/// Where the next group starts; the end of the text when none follows closely.
std::size_t next_group(std::string_view text, std::size_t at, Beside beside) {
  for (std::size_t i = 0; i <= kMaxSeparators && at < text.size(); ++i) {
    if (is_digit(text[at])) return at;
    const Character character = character_at(text, at);
    if (!is_separator(character.code, beside)) break;
    at += character.length;
  }
  return text.size();
}

/// Reads a number from the front; without groups when there is none that could be a person's.
GroupedNumber read_number(std::string_view text) {
  GroupedNumber number;
  std::size_t at = 0;
  const bool opened = text[at] == '(';
  if (opened) ++at;
  number.plus = at < text.size() && text[at] == '+';
  if (number.plus) ++at;
  const bool international = number.plus || text.substr(at, 2) == "00";
  while (at < text.size() && is_digit(text[at]) && number.count < kMaxGroups) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end]) && end - at <= kMaxDigits) ++end;
    if (number.digits.size() + (end - at) > kMaxDigits) break;
    number.digits += text.substr(at, end - at);
    number.groups[number.count++] = {at, end - at, number.digits.size(), end};
    // The bracket that was opened in front closes after the first group.
    const bool closes = opened && number.count == 1;
    if (closes && (end >= text.size() || text[end] != ')')) return {};
    // Of other countries nobody knows where a number ends: "+33 6 12 34 56 78, 2026".
    at = next_group(text, end, {.brackets = international || closes, .strokes = !international});
  }
  return number;
}

/// Two clock times, as in `0900 1700 300`.
bool starts_with_times(const GroupedNumber& number) {
  const auto is_time = [&number](std::size_t i) {
    const std::string_view group = number.group(i);
    return group.size() == 4 && group.substr(0, 2) < "24" && group[2] < '6';
  };
  return number.count >= 2 && is_time(0) && is_time(1);
}

bool is_year(std::string_view group) {
  return group.size() == 4 && (group.substr(0, 2) == "19" || group.substr(0, 2) == "20");
}

/// A first group of two digits is a date's day or month more often than a mobile number's `07`.
bool starts_like_number(const GroupedNumber& number) {
  if (number.groups[0].size >= 3) return !starts_with_times(number);
  if (number.group(0) != "07" || number.count < 2) return false;
  if (is_year(number.group(1)) || (number.count > 2 && is_year(number.group(2)))) return false;
  return number.groups[1].size > 2 || number.group(1) > "12";
}

/// The end of a national number (Ofcom's numbering plan: nine or ten digits after the 0) whose digits start
/// at `first`; 0 when it is none.
std::size_t end_of_national_number(const GroupedNumber& number, std::size_t first) {
  const std::string_view digits =
      std::string_view{number.digits}.substr(std::min(first, number.digits.size()));
  if (digits.empty() || std::string_view{"1235789"}.find(digits.front()) == std::string_view::npos) return 0;
  if (const auto* group = number.group_at(first + 10)) return group->end;
  const bool may_be_short = digits.front() == '1' || digits.front() == '5' || digits.front() == '8';
  if (const auto* group = number.group_at(first + 9); group != nullptr && may_be_short) return group->end;
  return 0;
}

/// E.164 has 15 digits at most. A group that begins as a British number does, after enough digits for one,
/// begins another.
std::size_t most_digits_of_foreign(const GroupedNumber& number) {
  for (std::size_t i = 1; i < number.count; ++i) {
    const std::size_t before = number.groups[i].digits_so_far - number.groups[i].size;
    if (before >= 10 && before < 15 && number.group(i).size() >= 3 && number.group(i).front() == '0')
      return before;
  }
  return 15;
}

/// The byte after a telephone number; 0 when this is none.
std::size_t end_of_phone_number(const GroupedNumber& number) {
  const std::string_view digits = number.digits;
  const bool international = number.plus || digits.substr(0, 2) == "00";
  // `447700900123`: a mobile number as many machines write it.
  if (!international && digits.substr(0, 3) == "447" && digits.size() >= 12)
    return end_of_national_number(number, 2);
  if (!international)
    return digits.front() == '0' && starts_like_number(number) ? end_of_national_number(number, 1) : 0;
  const std::size_t prefix = number.plus ? 0 : 2;
  if (digits.substr(prefix, 2) == "44") {
    const bool trunk_zero = digits.size() > prefix + 2 && digits[prefix + 2] == '0';
    return end_of_national_number(number, prefix + (trunk_zero ? 3 : 2));
  }
  if (!number.plus || digits.front() == '0') return 0;
  for (std::size_t total = most_digits_of_foreign(number); total >= 10; --total)
    if (const auto* group = number.group_at(total)) return group->end;
  return 0;
}

/// The last digit of an NHS number checks the others, modulo 11 (NHS Data Dictionary, "NHS NUMBER").
bool has_nhs_check_digit(std::string_view ten_digits) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < 9; ++i) sum += static_cast<std::size_t>(ten_digits[i] - '0') * (10 - i);
  const std::size_t check = (11 - sum % 11) % 11;
  return check == static_cast<std::size_t>(ten_digits[9] - '0');
}

/// What stands between a group and the next one.
std::string_view parting(const GroupedNumber& number, std::size_t group, std::string_view text) {
  const std::size_t end = number.groups[group].end;
  return text.substr(end, number.groups[group + 1].start - end);
}

/// `943 476 5919` and `943-476-5919`; of `300/450/1200`, which may be a list, it is not known yet.
bool is_usually_grouped(const GroupedNumber& number, const GroupedNumber::Group* last,
                        std::string_view text) {
  if (number.groups[0].size == 10) return true;
  const auto has_stroke = [&](std::size_t group) {
    return parting(number, group, text).find_first_of("/_") != std::string_view::npos;
  };
  return number.count >= 3 && number.groups[0].size == 3 && number.groups[1].size == 3 &&
         last == &number.groups[2] && !has_stroke(0) && !has_stroke(1);
}

/// Ten digits in two to five groups: parted alike, none a single digit or a year, the first as NHS numbers
/// begin (3, 4, 6, 7; 9 in examples). Times, dates and lists of numbers are not to be taken for one.
bool is_loosely_grouped(const GroupedNumber& number, const GroupedNumber::Group* last,
                        std::string_view text) {
  const auto groups = static_cast<std::size_t>(last - number.groups.data()) + 1;
  if (groups < 2 || groups > 5 || starts_with_times(number)) return false;
  if (std::string_view{"34679"}.find(number.digits.front()) == std::string_view::npos) return false;
  for (std::size_t i = 0; i < groups; ++i) {
    const std::string_view group = number.group(i);
    if (group.size() < 2 || is_year(group)) return false;
    if (i + 1 < groups && parting(number, i, text) != parting(number, 0, text)) return false;
  }
  return true;
}

/// The byte after an NHS number, in groups of whatever size or in one; 0 when this is none.
std::size_t end_of_nhs_number(const GroupedNumber& number, std::string_view text) {
  if (number.plus) return 0;
  const auto* last = number.group_at(10);
  if (last == nullptr) return 0;
  if (!is_usually_grouped(number, last, text) && !is_loosely_grouped(number, last, text)) return 0;
  return has_nhs_check_digit(std::string_view{number.digits}.substr(0, 10)) ? last->end : 0;
}

/// `NHS`, `#NHSno`, `number`: a word that an NHS number may be glued to stands in front.
bool is_glued_to_its_name(std::string_view before) {
  constexpr std::size_t longest = 12;
  std::size_t letters = 0;
  while (letters < before.size() && letters <= longest && is_letter(before[before.size() - 1 - letters]))
    ++letters;
  if (letters == 0 || letters > longest || ends_in_word(before.substr(0, before.size() - letters)))
    return false;
  const std::string word = small_tail(before, letters);
  return word.rfind("nhs", 0) == 0 || word == "no" || word == "num" || word == "number";
}

/// A number cannot start within a word, another number, or after its decimal point.
bool may_start_after(std::string_view before) {
  if (before.size() >= 2 && (before.back() == '.' || before.back() == ',') &&
      is_digit(before[before.size() - 2]))
    return false;
  return !ends_in_word(before);
}

}  // namespace

std::optional<Finding> find_number(std::string_view before, std::string_view rest) {
  const bool is_glued = is_digit(rest.front()) && is_glued_to_its_name(before);
  if (!is_glued && !may_start_after(before)) return std::nullopt;
  const GroupedNumber number = read_number(rest);
  if (number.count == 0) return std::nullopt;
  if (const std::size_t end = is_glued ? 0 : end_of_phone_number(number))
    return Finding{end, std::string{kPhoneMask}, Masked::phone};
  if (const std::size_t end = end_of_nhs_number(number, rest))
    return Finding{end, std::string{kNhsNumberMask}, Masked::nhs_number};
  return std::nullopt;
}

}  // namespace nhs::privacy
