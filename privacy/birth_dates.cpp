#include <array>

#include "core/text.h"
#include "privacy/personal_data.h"

namespace nhs::privacy {
namespace {

/// How far back the word may stand: `born at Leeds General Infirmary on the 3rd of April 1961`.
constexpr std::size_t kBirthReach = 64;
constexpr int kMostWordsBetween = 6;

/// `named`: the words mean a date of birth and nothing else. `told`: a sentence that somebody was born.
enum class Birth : std::uint8_t { no, told, named };

struct BirthWord {
  std::string_view word;
  Birth birth;
};
constexpr std::array<BirthWord, 9> kBirthWords = {{{"dob", Birth::named},
                                                   {"d.o.b", Birth::named},
                                                   {"d/o/b", Birth::named},
                                                   {"date of birth", Birth::named},
                                                   {"birth date", Birth::named},
                                                   {"birthdate", Birth::named},
                                                   {"born", Birth::told},
                                                   {"birthday is", Birth::told},
                                                   {"birthday:", Birth::told}}};

/// How many words, or signs, stand between in the same sentence; too many where it ends.
int words_in(std::string_view between) {
  if (!between.empty() && between.front() == '.') between.remove_prefix(1);
  if (between.find_first_of("!?;\n") != std::string_view::npos ||
      between.find(". ") != std::string_view::npos)
    return kMostWordsBetween + 1;
  int words = 0;
  for (std::size_t i = 0; i < between.size(); ++i)
    if (between[i] != ' ' && (i == 0 || between[i - 1] == ' ')) ++words;
  return words;
}

struct BirthBefore {
  Birth birth = Birth::no;
  int words = 0;  ///< between
};

BirthBefore birth_before(std::string_view before) {
  const std::string tail = small_tail(before, kBirthReach);
  const std::size_t cut = before.size() - tail.size();
  BirthBefore found;
  for (const auto& [word, birth] : kBirthWords) {
    const std::size_t at = tail.rfind(word);
    if (at == std::string_view::npos || birth <= found.birth || ends_in_word(before.substr(0, cut + at)))
      continue;
    const std::string_view between = std::string_view{tail}.substr(at + word.size());
    const int words = words_in(between);
    if (!starts_in_word(between) && words <= kMostWordsBetween) found = {birth, words};
  }
  return found;
}

/// A date as it stands at the front of a text. year: 0 when none is given; two digits as they are.
struct ReadDate {
  std::size_t length = 0;
  int year = 0;
  int month = 0;
  int day = 0;
  bool in_words = false;
};

struct DateNumber {
  std::size_t digits = 0;
  int value = 0;
};

DateNumber date_number_at(std::string_view text) {
  DateNumber number;
  while (number.digits < text.size() && number.digits < 9 && is_digit(text[number.digits]))
    number.value = number.value * 10 + (text[number.digits++] - '0');
  return number;
}

/// 1 to 12, and how long its name is; 0 when no month starts here.
struct ReadMonth {
  int month = 0;
  std::size_t length = 0;
};

ReadMonth month_at(std::string_view text) {
  static constexpr std::array<std::string_view, 12> months = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  std::size_t letters = 0;
  while (letters < text.size() && letters < 10 && is_letter(text[letters])) ++letters;
  if (letters < 3) return {};
  const std::string name = small_tail(text.substr(0, letters), letters);
  for (std::size_t i = 0; i < months.size(); ++i)
    if (name == months[i] || name == months[i].substr(0, 3) || (name == "sept" && i == 8))
      return {static_cast<int>(i) + 1, letters};
  return {};
}

/// Length of `st`, `nd`, `rd` or `th`.
std::size_t ordinal_at(std::string_view text) {
  const std::string letters = small_tail(text.substr(0, 2), 2);
  return letters == "st" || letters == "nd" || letters == "rd" || letters == "th" ? 2 : 0;
}

/// A year of two or four digits, with what parts it from the rest of the date.
struct ReadYear {
  int year = 0;
  std::size_t length = 0;
};

ReadYear year_at(std::string_view text) {
  std::size_t at = 0;
  if (at < text.size() && (text[at] == ',' || text[at] == '.' || text[at] == '-' || text[at] == '/')) ++at;
  at += spaces_at(text.substr(at));
  if (at == 0) return {};
  if (text.substr(at, 1) == "'") ++at;
  const DateNumber number = date_number_at(text.substr(at));
  if (number.digits != 4 && number.digits != 2) return {};
  at += number.digits;
  if (starts_in_word(text.substr(at))) return {};
  return {number.value, at};
}

/// `3rd of April 1961`, `3-Apr-61`.
ReadDate day_first(std::string_view text, const DateNumber& day) {
  if (day.digits > 2) return {};
  std::size_t at = day.digits;
  at += ordinal_at(text.substr(at));
  if (at < text.size() && (text[at] == '-' || text[at] == '/' || text[at] == '.')) ++at;
  at += spaces_at(text.substr(at));
  if (small_tail(text.substr(at, 3), 3) == "of ") at += 3;
  const ReadMonth month = month_at(text.substr(at));
  if (month.month == 0) return {};
  at += month.length;
  const ReadYear year = year_at(text.substr(at));
  at += year.length;
  if (starts_in_word(text.substr(at))) return {};
  return {at, year.year, month.month, day.value, true};
}

/// `April 3rd, 1961`.
ReadDate month_first(std::string_view text) {
  const ReadMonth month = month_at(text);
  if (month.month == 0) return {};
  std::size_t at = month.length;
  if (text.substr(at, 1) == ".") ++at;
  const std::size_t spaces = spaces_at(text.substr(at));
  const DateNumber day = date_number_at(text.substr(at + spaces));
  if (spaces == 0 || day.digits == 0 || day.digits > 2) return {};
  at += spaces + day.digits;
  at += ordinal_at(text.substr(at));
  const ReadYear year = year_at(text.substr(at));
  at += year.length;
  if (starts_in_word(text.substr(at))) return {};
  return {at, year.year, month.month, day.value, true};
}

/// The sign between two numbers of a date with the spaces around it; 0 for none.
struct Parting {
  char sign = 0;
  std::size_t length = 0;
};

Parting parting_at(std::string_view text) {
  std::size_t at = spaces_at(text);
  if (at < text.size() && std::string_view{"/-."}.find(text[at]) != std::string_view::npos) {
    const char sign = text[at++];
    return {sign, at + spaces_at(text.substr(at))};
  }
  return at > 0 ? Parting{' ', at} : Parting{};
}

/// `3/4/1961`, `03.04.61`, `1961-04-03`.
ReadDate in_numbers(std::string_view text, const DateNumber& first) {
  std::size_t at = first.digits;
  const Parting parting = parting_at(text.substr(at));
  if (parting.length == 0) return {};
  at += parting.length;
  const DateNumber second = date_number_at(text.substr(at));
  if (second.digits == 0 || second.digits > 2) return {};
  at += second.digits;
  const Parting again = parting_at(text.substr(at));
  if (again.sign != parting.sign) return {};
  at += again.length;
  const DateNumber third = date_number_at(text.substr(at));
  at += third.digits;
  if (starts_in_word(text.substr(at))) return {};
  if (first.digits == 4 && third.digits > 0 && third.digits <= 2)
    return {at, first.value, second.value, third.value};
  if (first.digits <= 2 && (third.digits == 2 || third.digits == 4))
    return {at, third.value, second.value, first.value};
  return {};
}

/// `03041961`, `030461`.
ReadDate in_one(std::string_view text, const DateNumber& number) {
  if ((number.digits != 6 && number.digits != 8) || starts_in_word(text.substr(number.digits))) return {};
  const int year_size = number.digits == 8 ? 10000 : 100;
  return {number.digits, number.value % year_size, number.value / year_size % 100,
          number.value / year_size / 100};
}

/// Day and month in either order, for people write both.
bool is_possible(const ReadDate& date) {
  const bool usual = date.day >= 1 && date.day <= 31 && date.month >= 1 && date.month <= 12;
  const bool american =
      !date.in_words && date.month >= 1 && date.month <= 31 && date.day >= 1 && date.day <= 12;
  return usual || american;
}

ReadDate date_at(std::string_view text) {
  if (is_letter(text.front())) return month_first(text);
  const DateNumber number = date_number_at(text);
  for (const ReadDate& date : {day_first(text, number), in_numbers(text, number), in_one(text, number)})
    if (date.length > 0 && is_possible(date)) return date;
  return {};
}

/// The day that the NHS was born, as many posts tell.
bool is_of_the_nhs(const ReadDate& date) {
  return date.day == 5 && date.month == 7 && (date.year == 1948 || date.year == 48);
}

/// True when the words before the date make it somebody's. Nobody lives who was born before 1900.
bool is_of_birth(const ReadDate& date, Birth birth) {
  const bool whole_year = date.year >= 1900 && date.year < 2100;
  const bool short_year = date.year > 0 && date.year < 100;
  if (birth == Birth::named) return whole_year || short_year || (date.in_words && date.year == 0);
  return (whole_year || (short_year && !date.in_words)) && !is_of_the_nhs(date);
}

/// Length of a word that a date may be glued to: `dob030461`.
std::size_t glued_birth_word(std::string_view text) {
  const bool glued = text.size() > 3 && is_digit(text[3]) && small_tail(text.substr(0, 3), 3) == "dob";
  return glued ? 3 : 0;
}

}  // namespace

std::optional<Finding> find_birth_date(std::string_view before, std::string_view rest) {
  if (ends_in_word(before)) return std::nullopt;
  const std::size_t word = glued_birth_word(rest);
  const ReadDate date = date_at(rest.substr(word));
  if (date.length == 0 || !is_possible(date)) return std::nullopt;
  const BirthBefore said = word > 0 ? BirthBefore{Birth::named} : birth_before(before);
  if (said.birth == Birth::no || !is_of_birth(date, said.birth)) return std::nullopt;
  // Six or eight digits in a row are many things; but for `is`, or a sign, right after the word they are the
  // date.
  const bool in_one = date_number_at(rest.substr(word)).digits == date.length;
  if (in_one && (said.birth != Birth::named || said.words > 1)) return std::nullopt;
  return Finding{word + date.length, std::string{rest.substr(0, word)} + std::string{kBirthDateMask},
                 Masked::date_of_birth};
}

}  // namespace nhs::privacy
