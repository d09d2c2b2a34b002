#include <algorithm>
#include <array>

#include "core/text.h"
#include "privacy/personal_data.h"

namespace nhs::privacy {
namespace {

/// The 124 postcode areas of Royal Mail, sorted. They tell postcodes from most else that looks like one.
constexpr std::array<std::string_view, 124> kAreas = {
    "AB", "AL", "B",  "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "BT", "CA", "CB", "CF", "CH",
    "CM", "CO", "CR", "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT", "DY", "E",
    "EC", "EH", "EN", "EX", "FK", "FY", "G",  "GL", "GU", "GY", "HA", "HD", "HG", "HP", "HR", "HS",
    "HU", "HX", "IG", "IM", "IP", "IV", "JE", "KA", "KT", "KW", "KY", "L",  "LA", "LD", "LE", "LL",
    "LN", "LS", "LU", "M",  "ME", "MK", "ML", "N",  "NE", "NG", "NN", "NP", "NR", "NW", "OL", "OX",
    "PA", "PE", "PH", "PL", "PO", "PR", "RG", "RH", "RM", "S",  "SA", "SE", "SG", "SK", "SL", "SM",
    "SN", "SO", "SP", "SR", "SS", "ST", "SW", "SY", "TA", "TD", "TF", "TN", "TQ", "TR", "TS", "TW",
    "UB", "W",  "WA", "WC", "WD", "WF", "WN", "WR", "WS", "WV", "YO", "ZE"};
static_assert(std::is_sorted(kAreas.begin(), kAreas.end()));

bool is_area(std::string_view letters) {
  std::string area{letters};
  std::transform(area.begin(), area.end(), area.begin(), upper);
  return std::binary_search(kAreas.begin(), kAreas.end(), area);
}

/// Letters that the second half never has, as they are misread.
bool is_inward_letter(char c) {
  return is_letter(c) && std::string_view{"CIKMOV"}.find(upper(c)) == std::string_view::npos;
}

/// `2nd`, `4th`, `3hr`: what a road, a week or a shift is followed by.
bool is_ordinal_or_unit(std::string_view letters) {
  static constexpr std::array<std::string_view, 13> endings = {"st", "nd", "rd", "th", "hr", "yr", "ft",
                                                               "lb", "pt", "gb", "tb", "hz", "px"};
  return std::find(endings.begin(), endings.end(), letters) != endings.end();
}

/// What follows a district and a digit in capitals and is no end of a postcode: `LS17 GP`, `SE10 ED`.
bool is_abbreviation_or_word(std::string_view letters) {
  static constexpr std::array<std::string_view, 36> words = {
      "AE", "AN", "AS", "AT", "BE", "BP", "BY", "DJ", "DR", "EB", "ED", "ER",
      "EU", "EX", "GB", "GP", "HB", "HE", "HQ", "HR", "LD", "NB", "NE", "NW",
      "PA", "PR", "PT", "RE", "RN", "SB", "SE", "SW", "TB", "UP", "US", "WE"};
  return std::find(words.begin(), words.end(), letters) != words.end();
}

/// Length of what parts the halves: up to two spaces, no-break spaces or hyphens.
std::size_t separator_length(std::string_view text) {
  std::size_t length = 0;
  for (int i = 0; i < 2 && length < text.size(); ++i) {
    const Character character = character_at(text, length);
    if (character.code != U' ' && character.code != U'\u00A0' && character.code != U'-') break;
    length += character.length;
  }
  return length;
}

bool is_small(char c) { return is_letter(c) && !is_upper(c); }

/// The byte after one that is parted a letter too late, `LS97 TF`; 0 when it is none. Two letters and two
/// digits alone: `M62 EB`, `N29 EX` and `SN504 BA` are roads, buses and what else has numbers.
std::size_t end_of_late_parted(std::string_view text, std::size_t outward) {
  constexpr std::size_t area_and_digit = 3;
  if (outward != area_and_digit || !is_letter(text[1])) return 0;
  if (text.size() <= outward || !is_digit(text[outward])) return 0;
  const std::size_t separator = separator_length(text.substr(outward + 1));
  const std::size_t end = outward + 1 + separator + 2;
  if (separator == 0 || end > text.size()) return 0;
  const std::string_view letters = text.substr(end - 2, 2);
  const bool are_inward = is_inward_letter(letters[0]) && is_inward_letter(letters[1]);
  const std::string_view whole = text.substr(0, end);
  if (!are_inward || starts_in_word(text.substr(end)) || std::any_of(whole.begin(), whole.end(), is_small))
    return 0;
  return is_abbreviation_or_word(letters) || is_ordinal_or_unit(small_tail(letters, 2)) ? 0 : end;
}

/// The byte after a postcode whose first half has `outward` bytes; 0 when it is none.
std::size_t end_of_postcode(std::string_view before, std::string_view text, std::size_t outward) {
  if (text.size() < outward) return 0;
  // A hashtag is a postcode only as a whole: of `#LS1 4AP` the tag is the district's.
  const bool is_tag = !before.empty() && before.back() == '#';
  const std::size_t separator = separator_length(text.substr(outward));
  const std::string_view inward = text.substr(outward + separator, 3);
  if (inward.size() < 3 || !is_digit(inward[0]) || !is_inward_letter(inward[1]) ||
      !is_inward_letter(inward[2]))
    return is_tag ? 0 : end_of_late_parted(text, outward);
  const std::size_t end = outward + separator + inward.size();
  if (starts_in_word(text.substr(end))) return 0;
  const std::string_view whole = text.substr(0, end);
  // Small and in one it is as often a part's or a model's number: `sn501ab`.
  if (separator == 0 && std::any_of(whole.begin(), whole.end(), is_small)) return 0;
  if (is_tag && (separator > 0 || whole.size() < 6)) return 0;
  return is_ordinal_or_unit(inward.substr(1)) ? 0 : end;
}

}  // namespace

std::optional<Finding> find_postcode(std::string_view before, std::string_view rest) {
  std::size_t area = 1;
  if (rest.size() > 1 && is_letter(rest[1])) area = 2;
  if (rest.size() <= area || !is_digit(rest[area])) return std::nullopt;
  if (ends_in_word(before) || !is_area(rest.substr(0, area))) return std::nullopt;
  // The district is a digit, or a digit and a digit or letter.
  const std::size_t shortest = area + 1;
  const bool may_be_longer =
      rest.size() > shortest && (is_digit(rest[shortest]) || is_letter(rest[shortest]));
  std::size_t end = may_be_longer ? end_of_postcode(before, rest, shortest + 1) : 0;
  if (end == 0) end = end_of_postcode(before, rest, shortest);
  if (end == 0) return std::nullopt;
  return Finding{end, std::string{kPostcodeMask}, Masked::postcode};
}

}  // namespace nhs::privacy
