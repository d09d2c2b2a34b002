#include "net/http_date.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <vector>

namespace nhs::net {
namespace {

using Words = std::vector<std::string_view>;

Words words_of(std::string_view text, std::string_view separators) {
  Words words;
  for (std::size_t at = text.find_first_not_of(separators); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    words.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(separators, end);
  }
  return words;
}

std::optional<int> number(std::string_view digits) {
  int value = 0;
  const char* const end = digits.data() + digits.size();
  if (digits.empty() || digits.size() > 4 || digits.front() == '-') return std::nullopt;
  if (std::from_chars(digits.data(), end, value).ptr != end) return std::nullopt;
  return value;
}

std::optional<int> year_number(std::string_view digits) {
  const auto year = number(digits);
  if (!year || digits.size() == 4) return year;
  if (digits.size() != 2) return std::nullopt;
  return *year < 70 ? 2000 + *year : 1900 + *year;
}

std::optional<unsigned> month_number(std::string_view name) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto at = std::find(kMonths.begin(), kMonths.end(), name);
  if (at == kMonths.end()) return std::nullopt;
  return static_cast<unsigned>(at - kMonths.begin()) + 1;
}

std::optional<std::chrono::seconds> time_of_day(std::string_view text) {
  const Words parts = words_of(text, ":");
  if (parts.size() != 3) return std::nullopt;
  const auto hour = number(parts[0]);
  const auto minute = number(parts[1]);
  const auto second = number(parts[2]);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
         std::chrono::seconds{std::min(*second, 59)};
}

std::optional<UtcTime> moment(std::string_view day_text, std::string_view month_text,
                              std::string_view year_text, std::string_view time_text) {
  const auto day = number(day_text);
  const auto month = month_number(month_text);
  const auto year = year_number(year_text);
  const auto time = time_of_day(time_text);
  if (!day || !month || !year || !time) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{*month},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return UtcTime{std::chrono::sys_days{date}.time_since_epoch() + *time};
}

}  // namespace

std::optional<UtcTime> parse_http_date(std::string_view text) {
  const Words words = words_of(text, " ,-\t");
  if (words.size() == 6 && (words[5] == "GMT" || words[5] == "UTC"))
    return moment(words[1], words[2], words[3], words[4]);
  if (words.size() == 5) return moment(words[2], words[1], words[4], words[3]);
  return std::nullopt;
}

}  // namespace nhs::net
