#include <algorithm>
#include <array>

#include "privacy/personal_data.h"

namespace nhs::privacy {
namespace {

/// Prefixes that are never given out (HMRC, National Insurance Manual, NIM39110).
constexpr std::array<std::string_view, 7> kNeverGiven = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};

bool is_prefix(char first, char second) {
  const std::string letters{upper(first), upper(second)};
  return std::string_view{"DFIQUV"}.find(letters[0]) == std::string_view::npos &&
         std::string_view{"DFIOQUV"}.find(letters[1]) == std::string_view::npos &&
         std::find(kNeverGiven.begin(), kNeverGiven.end(), letters) == kNeverGiven.end();
}

/// Steps over a space or hyphen; true when there was one.
bool step_over_separator(std::string_view text, std::size_t& at) {
  if (at >= text.size() || (text[at] != ' ' && text[at] != '-')) return false;
  ++at;
  return true;
}

}  // namespace

std::optional<Finding> find_national_insurance_number(std::string_view before, std::string_view rest) {
  if (rest.size() < 9 || !is_letter(rest[1]) || ends_in_word(before) || !is_prefix(rest[0], rest[1]))
    return std::nullopt;
  std::size_t at = 2;
  bool parted = step_over_separator(rest, at);
  for (int digit = 0; digit < 6; ++digit) {
    if (digit == 2 || digit == 4) parted = step_over_separator(rest, at) || parted;
    if (at >= rest.size() || !is_digit(rest[at++])) return std::nullopt;
  }
  parted = step_over_separator(rest, at) || parted;
  if (at >= rest.size() || upper(rest[at]) < 'A' || upper(rest[at]) > 'D') return std::nullopt;
  // "as 250000 a year" is a sentence.
  if (parted && !(is_upper(rest[0]) && is_upper(rest[1]) && is_upper(rest[at]))) return std::nullopt;
  if (starts_in_word(rest.substr(at + 1))) return std::nullopt;
  return Finding{at + 1, std::string{kNationalInsuranceMask}, Masked::national_insurance_number};
}

}  // namespace nhs::privacy
