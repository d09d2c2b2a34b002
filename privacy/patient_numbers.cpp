#include <algorithm>
#include <array>

#include "privacy/personal_data.h"

namespace nhs::privacy {
namespace {

struct NumberWord {
  std::string_view word;
  bool nhs = false;
};
/// Longer ones first where one begins another.
constexpr std::array<NumberWord, 20> kNumberWords = {
    {{"nhs number", true}, {"nhs num", true}, {"nhs no", true}, {"nhs #", true},    {"nhs id", true},
     {"hospital number"},  {"hospital num"},  {"hospital no"},  {"hospital id"},    {"hospital #"},
     {"hosp number"},      {"hosp no"},       {"hosp. no"},     {"patient number"}, {"patient no"},
     {"patient id"},       {"chi number"},    {"chi no"},       {"record number"},  {"mrn"}}};

/// A longer phrase than any of these with what may follow.
constexpr std::size_t kNumberReach = 40;

/// The word that the text ends with, but for `is`, `was` and signs; nothing when it ends otherwise.
const NumberWord* number_word_before(std::string_view before) {
  const std::string tail = small_tail(before, kNumberReach);
  std::string_view text = tail;
  const auto strip_signs = [&text] {
    const std::size_t last = text.find_last_not_of(" .:=#-(\t");
    text = last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
  };
  const std::string_view with_hash =
      text.substr(0, std::min(text.find_last_not_of(' '), text.size() - 1) + 1);
  strip_signs();
  for (const std::string_view verb : {" is", " was"})
    if (text.size() > verb.size() && text.substr(text.size() - verb.size()) == verb) {
      text.remove_suffix(verb.size());
      strip_signs();
    }
  for (const NumberWord& each : kNumberWords) {
    const std::string_view candidate = each.word.back() == '#' ? with_hash : text;
    if (candidate.size() < each.word.size() ||
        candidate.substr(candidate.size() - each.word.size()) != each.word)
      continue;
    const std::size_t start = candidate.size() - each.word.size();
    const std::size_t cut = before.size() - tail.size();
    return ends_in_word(before.substr(0, cut + start)) ? nullptr : &each;
  }
  return nullptr;
}

/// `A123456`, `123 4567`, `RR1-123456`: up to three letters, digits in groups, and a letter maybe. As many
/// groups as make sense.
struct PatientNumber {
  std::size_t length = 0;
  std::size_t digits = 0;
};

/// The byte after a group that ends here, a letter maybe with it; 0 within a word.
std::size_t end_of_group(std::string_view text, std::size_t at) {
  if (!starts_in_word(text.substr(at))) return at;
  return is_letter(text[at]) && !starts_in_word(text.substr(at + 1)) ? at + 1 : 0;
}

PatientNumber patient_number_at(std::string_view text) {
  constexpr std::size_t kMostDigits = 14;
  std::size_t at = 0;
  while (at < text.size() && at < 3 && is_letter(text[at])) ++at;
  PatientNumber number;
  std::size_t digits = 0;
  while (at < text.size() && is_digit(text[at])) {
    const std::size_t start = at;
    while (at < text.size() && digits <= kMostDigits && is_digit(text[at])) ++at, ++digits;
    const bool apart = start > 0 && text[start - 1] == ' ';
    if (digits > kMostDigits || (apart && at - start < 3)) break;
    if (const std::size_t end = end_of_group(text, at); end > 0) number = {end, digits};
    if (at >= text.size() || std::string_view{" -/"}.find(text[at]) == std::string_view::npos) break;
    ++at;
  }
  return number;
}

/// `2023/24`, `2023-2024`: two years one after the other, as in "hospital no 2023/24".
bool is_span_of_years(std::string_view text) {
  const auto is_year = [](std::string_view digits) {
    return digits.size() == 4 && (digits.substr(0, 2) == "19" || digits.substr(0, 2) == "20") &&
           is_digit(digits[2]) && is_digit(digits[3]);
  };
  if (text.size() != 7 && text.size() != 9) return false;
  if (!is_year(text.substr(0, 4)) || (text[4] != '/' && text[4] != '-')) return false;
  const std::string_view next = text.substr(5);
  if (!std::all_of(next.begin(), next.end(), is_digit) || (next.size() == 4 && !is_year(next))) return false;
  const auto last_two = [](std::string_view year) {
    return (year[year.size() - 2] - '0') * 10 + year.back() - '0';
  };
  return last_two(next) == (last_two(text.substr(0, 4)) + 1) % 100;
}

/// Length of a word that a number may be glued to: `MRN1234567`.
std::size_t glued_number_word(std::string_view text) {
  const bool glued = text.size() > 3 && is_digit(text[3]) && small_tail(text.substr(0, 3), 3) == "mrn";
  return glued ? 3 : 0;
}

}  // namespace

std::optional<Finding> find_patient_number(std::string_view before, std::string_view rest) {
  if (ends_in_word(before)) return std::nullopt;
  const std::size_t word = glued_number_word(rest);
  const std::string_view text = rest.substr(word);
  const PatientNumber number = patient_number_at(text);
  if (number.digits < 5 || is_span_of_years(text.substr(0, number.length))) return std::nullopt;
  if (word > 0)
    return Finding{word + number.length, std::string{rest.substr(0, word)} + std::string{kHospitalNumberMask},
                   Masked::hospital_number};
  const NumberWord* said = number_word_before(before);
  if (said == nullptr) return std::nullopt;
  if (!said->nhs) return Finding{number.length, std::string{kHospitalNumberMask}, Masked::hospital_number};
  // One digit too few or too many is a slip; other lengths are other numbers.
  if (number.digits < 9 || number.digits > 11) return std::nullopt;
  return Finding{number.length, std::string{kNhsNumberMask}, Masked::nhs_number};
}

}  // namespace nhs::privacy
