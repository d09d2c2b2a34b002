#include "intake/import_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <utility>

#include "collector/sources/plausible_date.h"
#include "core/text.h"

namespace nhs::intake {
namespace {

constexpr std::string_view kDigits = "0123456789";

/// A day has begun somewhere 14 hours before it does in UTC, and stands for its noon.
constexpr std::chrono::hours kNoonAhead{14 + 12};

bool all_digits(std::string_view text) { return text.find_first_not_of(kDigits) == std::string_view::npos; }

/// Unix time in seconds, or in milliseconds, with a fraction as Python writes it. Before September 2001 it
/// had nine digits, and no network that can be imported; numbers of other lengths are dates run together.
std::optional<UtcTime> unix_time(std::string_view text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = text.substr(std::min(point + 1, text.size()));
  if (!all_digits(whole) || !all_digits(fraction) || (whole.size() != 10 && whole.size() != 13))
    return std::nullopt;
  std::int64_t seconds = 0;
  std::from_chars(whole.data(), whole.data() + 10, seconds);
  return UtcTime{std::chrono::seconds{seconds}};
}

/// Takes a number of up to this many digits from the front.
std::optional<int> take_number(std::string_view& text, std::size_t most) {
  const std::size_t length = std::min(text.find_first_not_of(kDigits), text.size());
  int value = 0;
  if (length == 0 || length > most) return std::nullopt;
  std::from_chars(text.data(), text.data() + length, value);
  text.remove_prefix(length);
  return value;
}

/// The hour by twenty-four, of one by twelve with AM or PM; nothing when there is no such hour.
std::optional<int> hour_of_day(int hour, bool is_afternoon) {
  if (hour < 1 || hour > 12) return std::nullopt;
  return hour % 12 + (is_afternoon ? 12 : 0);
}

/// A day of 2026-12-31 with a clock's time, with seconds or without, by twelve hours or twenty-four. What
/// follows may be UTC by a name of its own, or an offset; another zone's name is no date, for names are worn
/// by several.
std::optional<UtcTime> utc_time(std::string_view text) {
  const std::string_view day = text.substr(0, 10);
  std::string_view rest = text.substr(day.size());
  if (rest.empty() || std::string_view{"Tt \t"}.find(rest.front()) == std::string_view::npos)
    return std::nullopt;
  rest = trimmed(rest.substr(1));
  auto hour = take_number(rest, 2);
  const std::size_t length = std::min(rest.find_first_not_of("0123456789:.,"), rest.size());
  std::string clock{rest.substr(0, length)};
  if (std::count(clock.begin(), clock.end(), ':') == 1) clock += ":00";
  std::string zone = folded(trimmed(rest.substr(length)));
  if (const std::string half = zone.substr(0, 2); hour && (half == "am" || half == "pm")) {
    hour = hour_of_day(*hour, half == "pm");
    zone = trimmed(zone.substr(2));
  }
  if (!hour) return std::nullopt;
  if (zone.empty() || zone == "utc" || zone == "gmt") zone = "Z";
  if (zone.size() == 3) zone += ":00";
  return parse_rfc3339(fmt::format("{}T{:02}{}{}", day, *hour, clock, zone));
}

/// `31/12/2026 14:05` as `2026-12-31 14:05`; empty when it is no such date. Points and hyphens part as well.
std::string in_iso_order(std::string_view text, DateStyle style) {
  const auto first = take_number(text, 2);
  if (!first || text.empty()) return {};
  const char separator = text.front();
  if (separator != '/' && separator != '.' && separator != '-') return {};
  text.remove_prefix(1);
  const auto second = take_number(text, 2);
  if (!second || text.empty() || text.front() != separator) return {};
  text.remove_prefix(1);
  const std::size_t digits = std::min(text.find_first_not_of(kDigits), text.size());
  auto year = take_number(text, 4);
  if (!year || (digits != 2 && digits != 4)) return {};
  if (digits == 2) *year += *year < 50 ? 2000 : 1900;
  const auto [day, month] =
      style == DateStyle::day_first ? std::pair{*first, *second} : std::pair{*second, *first};
  return fmt::format("{:04}-{:02}-{:02}{}", *year, month, day, text);
}

struct Written {
  UtcTime time;
  bool is_day_alone = false;
};

std::optional<Written> as_written(std::string_view text, DateStyle style) {
  if (const auto day = parse_day(text))
    return Written{UtcTime{day->time_since_epoch()} + std::chrono::hours{12}, true};
  if (const auto time = parse_rfc3339(text)) return Written{*time};
  if (style == DateStyle::rfc3339) return std::nullopt;
  if (const auto time = unix_time(text)) return Written{*time};
  if (const auto time = utc_time(text)) return Written{*time};
  if (style == DateStyle::utc) return std::nullopt;
  const std::string ordered = in_iso_order(text, style);
  return ordered.empty() ? std::nullopt : as_written(ordered, DateStyle::utc);
}

/// A date in this style.
std::string_view example_of(DateStyle style) {
  static constexpr std::array<std::string_view, 4> examples = {"2026-11-01T09:30:00Z", "2026-12-31 14:05:00",
                                                               "31/12/2026 14:05", "12/31/2026 14:05"};
  return examples[index_of(style)];
}

}  // namespace

tl::expected<UtcTime, std::string> parse_import_time(std::string_view text, DateStyle style, UtcTime now) {
  const auto written = as_written(trimmed(text), style);
  if (!written) return tl::unexpected(fmt::format("must be a day or a time like {}", example_of(style)));
  if (!collector::plausible_date(written->time, written->is_day_alone ? now + kNoonAhead : now))
    return tl::unexpected<std::string>("lies in the future or before 1995");
  return written->time;
}

std::string date_format_for(std::string_view cell, DateStyle style) {
  const std::string_view text = trimmed(cell);
  // What is read as it is, and lies in no time, no other style mends.
  if (style != DateStyle::rfc3339 || as_written(text, style)) return {};
  const bool day_first = as_written(text, DateStyle::day_first).has_value();
  const bool month_first = as_written(text, DateStyle::month_first).has_value();
  if (!day_first && !month_first) return {};
  if (as_written(text, DateStyle::utc)) return "; add --date-format utc";
  return fmt::format("; add --date-format {}{}{}", day_first ? "day-first" : "",
                     day_first && month_first ? " or " : "", month_first ? "month-first" : "");
}

}  // namespace nhs::intake
