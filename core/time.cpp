#include "core/time.h"

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <filesystem>

namespace nhs {
namespace {

using namespace std::chrono_literals;

/// Reads exactly `digits` decimal digits from the front of the text; nothing when they are not there.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int number = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<date::year_month_day> take_date(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, "-")) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, "-")) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const date::year_month_day ymd{date::year{*year}, date::month{static_cast<unsigned>(*month)},
                                 date::day{static_cast<unsigned>(*day)}};
  if (!ymd.ok()) return std::nullopt;
  return ymd;
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (take(text, "Zz")) return 0min;
  const bool east = !text.empty() && text.front() == '+';
  if (!take(text, "+-")) return std::nullopt;
  const auto hours = take_digits(text, 2);
  if (!hours) return std::nullopt;
  take(text, ":");
  const auto minutes = take_digits(text, 2);
  if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const auto offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
  return east ? offset : -offset;
}

date::local_days to_date(LocalDay day) { return date::local_days{day.time_since_epoch()}; }

}  // namespace

UtcTime SystemClock::now() const {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::optional<UtcTime> parse_rfc3339(std::string_view text) {
  const auto day = take_date(text);
  if (!day || !take(text, "Tt ")) return std::nullopt;
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ":")) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || !take(text, ":")) return std::nullopt;
  const auto second = take_digits(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  if (take(text, ".,")) {
    std::size_t digits = 0;
    while (take(text, "0123456789")) ++digits;
    if (digits == 0 || digits > 9) return std::nullopt;
  }
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  const UtcTime time = UtcTime{date::sys_days{*day}} + std::chrono::hours{*hour} +
                       std::chrono::minutes{*minute} + std::chrono::seconds{std::min(*second, 59)} - *offset;
  if (!can_be_written(time)) return std::nullopt;
  return time;
}

bool can_be_written(UtcTime time) {
  constexpr UtcTime kFirst{std::chrono::sys_days{std::chrono::year{0} / 1 / 1}};
  constexpr UtcTime kEnd{std::chrono::sys_days{std::chrono::year{10'000} / 1 / 1}};
  return time >= kFirst && time < kEnd;
}

std::string format_utc(UtcTime time) {
  const auto day = date::floor<date::days>(time);
  const date::year_month_day ymd{day};
  const date::hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string format_day(LocalDay day) {
  const date::year_month_day ymd{to_date(day)};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

std::optional<LocalDay> parse_day(std::string_view text) {
  const auto day = take_date(text);
  if (!day || !text.empty()) return std::nullopt;
  return LocalDay{date::local_days{*day}.time_since_epoch()};
}

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, long long>, 5> units = {
      {{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}, {"w", 7 * 86400}}};
  long long number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < 0) return std::nullopt;
  const std::string_view written = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& [unit, seconds] : units)
    if (unit == written && number <= kLongestDuration.count() / seconds)
      return std::chrono::seconds{number * seconds};
  return std::nullopt;
}

std::string format_duration(std::chrono::seconds duration) {
  static constexpr std::array<std::pair<long long, char>, 3> units = {{{86400, 'd'}, {3600, 'h'}, {60, 'm'}}};
  const long long seconds = duration.count();
  for (const auto& [size, letter] : units)
    if (seconds != 0 && seconds % size == 0) return fmt::format("{}{}", seconds / size, letter);
  return fmt::format("{}s", seconds);
}

namespace {

/// Where Debian keeps the tz database.
constexpr const char* kZones = "/usr/share/zoneinfo";

/// Whether the library can know a zone by this name: it lists what lies below kZones, each by its plain path,
/// and leaves out the two folders that hold all zones once more.
bool is_zone_path(const std::string& name) {
  const std::string path = "/" + name;
  return name.find('/') != std::string::npos && name.back() != '/' && path.find("//") == std::string::npos &&
         path.find("/.") == std::string::npos && !name.starts_with("right/") && !name.starts_with("posix/");
}

}  // namespace

struct TimeZone::Rules {
  std::string name;
  const date::time_zone* zone;
};

Result<TimeZone> TimeZone::named(const std::string& name) {
  try {
    const date::time_zone* zone = date::locate_zone(name);
    // The library reads the rules at their first use, and throws where they cannot be read.
    zone->get_info(std::chrono::sys_seconds{});
    return TimeZone{std::make_shared<const Rules>(Rules{name, zone})};
  } catch (const std::runtime_error&) {
    std::error_code unseen;
    // It is there all the same: the system gave no descriptor or memory to read it. Beside the zones lie
    // files that are none, all of them without a slash.
    if (is_zone_path(name) && std::filesystem::is_regular_file(std::filesystem::path{kZones} / name, unseen))
      return fail(ExitStatus::try_again,
                  fmt::format("{}: the rules of this time zone cannot be read now; try again", name));
    return fail(
        ExitStatus::configuration,
        fmt::format("{}: no such time zone; write one of the tz database (Europe/London) and install tzdata",
                    name));
  }
}

const std::string& TimeZone::name() const { return rules_->name; }

LocalDay TimeZone::day_of(UtcTime time) const {
  const auto local = rules_->zone->to_local(time);
  return LocalDay{date::floor<date::days>(local).time_since_epoch()};
}

UtcTime TimeZone::start_of(LocalDay day) const {
  // Where midnight falls into a skipped hour, the day starts when the gap ends: `earliest` gives that moment.
  return date::floor<std::chrono::seconds>(rules_->zone->to_sys(to_date(day), date::choose::earliest));
}

std::string TimeZone::format(UtcTime time) const {
  return date::format("%a %e %b %Y %H:%M", rules_->zone->to_local(time));
}

}  // namespace nhs
