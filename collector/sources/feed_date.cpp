#include "collector/sources/feed_date.h"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "core/ascii.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// No date is longer; what is was never one.
constexpr std::size_t kLongestDate = 64;

std::optional<int> number(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = end == digits.data() + digits.size();
  if (error != std::errc{} || !whole || digits.empty() || !is_digit(digits.front())) return std::nullopt;
  return value;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t start = text.find_first_not_of(separators);
    if (start == std::string_view::npos) break;
    text.remove_prefix(start);
    const std::size_t length = std::min(text.find_first_of(separators), text.size());
    parts.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return parts;
}

/// Month names by how they begin, folded: English, then what German, French, Spanish, Italian, Dutch and
/// Welsh feeds write. Longer beginnings before shorter ones that they hold.
std::optional<unsigned> month(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, unsigned>, 49> beginnings = {{
      {"jan", 1},  {"feb", 2},  {"mar", 3},  {"apr", 4},  {"may", 5},  {"jun", 6},  {"jul", 7},
      {"aug", 8},  {"sep", 9},  {"oct", 10}, {"nov", 11}, {"dec", 12}, {"mär", 3},  {"mrz", 3},
      {"mai", 5},  {"okt", 10}, {"dez", 12}, {"fév", 2},  {"fev", 2},  {"avr", 4},  {"juin", 6},
      {"juil", 7}, {"aoû", 8},  {"aou", 8},  {"déc", 12}, {"ene", 1},  {"abr", 4},  {"ago", 8},
      {"dic", 12}, {"gen", 1},  {"mag", 5},  {"giu", 6},  {"lug", 7},  {"set", 9},  {"ott", 10},
      {"maa", 3},  {"mrt", 3},  {"mei", 5},  {"ion", 1},  {"chw", 2},  {"maw", 3},  {"ebr", 4},
      {"meh", 6},  {"gor", 7},  {"aws", 8},  {"med", 9},  {"hyd", 10}, {"tac", 11}, {"rha", 12},
  }};
  const std::string key = folded(name);
  for (const auto& entry : beginnings)
    if (key.rfind(entry.first, 0) == 0) return entry.second;
  return std::nullopt;
}

std::optional<date::sys_days> day_from(int year, unsigned month_number, unsigned day) {
  if (year > 9999) return std::nullopt;  // date::year holds 16 bits
  const date::year_month_day ymd{date::year{year}, date::month{month_number}, date::day{day}};
  if (!ymd.ok()) return std::nullopt;
  return date::sys_days{ymd};
}

/// RFC 2822, 4.3.
int whole_year(int year, std::size_t digits) {
  if (digits == 2) return year + (year < 50 ? 2000 : 1900);
  return digits == 3 ? year + 1900 : year;
}

/// `9:05`, `09:05:30`, `09:05:30.250`.
std::optional<seconds> clock_time(std::string_view text) {
  const auto parts = split(text.substr(0, text.find_first_of(".,")), ":");
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  const auto hour = number(parts[0]);
  const auto minute = number(parts[1]);
  const auto second = parts.size() == 3 ? number(parts[2]) : 0;
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return std::chrono::hours{*hour} + minutes{*minute} + seconds{std::min(*second, 59)};
}

/// `+0100`, `+01:00`, `+1`, `GMT+1`, or a name of RFC 822 (and `BST`, which British feeds write).
minutes zone_offset(std::string_view zone) {
  static constexpr std::array<std::pair<std::string_view, int>, 9> names = {{{"EST", -5},
                                                                             {"EDT", -4},
                                                                             {"CST", -6},
                                                                             {"CDT", -5},
                                                                             {"MST", -7},
                                                                             {"MDT", -6},
                                                                             {"PST", -8},
                                                                             {"PDT", -7},
                                                                             {"BST", 1}}};
  for (const auto& entry : names)
    if (entry.first == zone) return minutes{60 * entry.second};
  const std::size_t sign = zone.find_first_of("+-");
  if (sign == std::string_view::npos) return minutes{0};
  std::string digits{zone.substr(sign + 1)};
  digits.erase(std::remove(digits.begin(), digits.end(), ':'), digits.end());
  const auto value = number(digits);
  if (!value || digits.size() > 4) return minutes{0};
  const int total = digits.size() <= 2 ? *value * 60 : *value / 100 * 60 + *value % 100;
  const int offset = zone[sign] == '-' ? -total : total;
  return offset < -12 * 60 || offset > 14 * 60 ? minutes{0} : minutes{offset};
}

/// `2026-11-20T09:00:00+01:00` and everything like it.
std::optional<UtcTime> iso_date(std::string_view text) {
  const auto ymd = split(text.substr(0, 10), "-");
  if (ymd.size() != 3 || ymd[0].size() != 4 || ymd[1].size() != 2 || ymd[2].size() != 2) return std::nullopt;
  const auto year = number(ymd[0]);
  const auto month_number = number(ymd[1]);
  const auto day = number(ymd[2]);
  if (!year || !month_number || !day) return std::nullopt;
  const auto midnight = day_from(*year, static_cast<unsigned>(*month_number), static_cast<unsigned>(*day));
  if (!midnight) return std::nullopt;
  std::string_view rest = text.substr(10);
  if (!rest.empty() && (rest.front() == 'T' || rest.front() == 't')) rest.remove_prefix(1);
  rest = trimmed(rest);
  if (rest.empty()) return UtcTime{*midnight};
  const std::size_t clock_length = std::min(rest.find_first_not_of("0123456789:.,"), rest.size());
  const auto time = clock_time(rest.substr(0, clock_length));
  if (!time) return std::nullopt;
  return UtcTime{*midnight} + *time - zone_offset(trimmed(rest.substr(clock_length)));
}

/// The text without `Fri,` or `Mar,`: with its comma, a weekday cannot be taken for a month.
std::string_view without_weekday(std::string_view text) {
  const std::size_t comma = text.find(',');
  const std::string_view before = text.substr(0, comma);
  const bool one_word = before.find_first_of(" 0123456789") == std::string_view::npos;
  return comma != std::string_view::npos && one_word ? text.substr(comma + 1) : text;
}

/// `Fri, 20 Nov 2026 09:15:30 +0000`, `November 20, 2026 9:15` and asctime's `Fri Nov 20 09:15:30 2026`.
std::optional<UtcTime> named_month_date(std::string_view text) {
  std::optional<unsigned> month_number;
  std::optional<int> day;
  std::optional<int> year;
  std::optional<seconds> time;
  std::string_view zone;
  for (std::string_view word : split(without_weekday(text), " \t\n,")) {
    const auto value = number(word);
    if (!time && word.find(':') != std::string_view::npos) {
      time = clock_time(word);
      if (!time) return std::nullopt;
    } else if (value && !day) {
      day = value;
    } else if (value && !year) {
      year = whole_year(*value, word.size());
    } else if (!value && time && zone.empty()) {
      zone = word;
    } else if (!value && !time && !month_number) {
      month_number = month(word);
    }
  }
  if (!day || !month_number || !year || *day < 1 || *day > 31) return std::nullopt;
  const auto midnight = day_from(*year, *month_number, static_cast<unsigned>(*day));
  if (!midnight) return std::nullopt;
  return UtcTime{*midnight} + time.value_or(seconds{0}) - zone_offset(zone);
}

/// Unix time in seconds, or in milliseconds where it is too long for that.
std::optional<UtcTime> unix_date(std::string_view text) {
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  if (text.size() == 13) value /= 1000;
  // Numbers of another length are something else.
  if (text.size() != 9 && text.size() != 10 && text.size() != 13) return std::nullopt;
  return UtcTime{seconds{value}};
}

}  // namespace

std::optional<UtcTime> parse_feed_date(std::string_view text) {
  text = trimmed(text);
  if (text.empty() || text.size() > kLongestDate) return std::nullopt;
  std::optional<UtcTime> date;
  if (std::all_of(text.begin(), text.end(), is_digit))
    date = unix_date(text);
  else if (text.size() >= 10 && text[4] == '-' && text[7] == '-')
    date = iso_date(text);
  else
    date = named_month_date(text);
  return date && can_be_written(*date) ? date : std::nullopt;
}

}  // namespace nhs::collector
