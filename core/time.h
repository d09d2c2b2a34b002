#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace nhs {

/// A moment, to the second, in UTC. What the store keeps.
using UtcTime = std::chrono::sys_seconds;

/// A calendar day in the report's time zone: days since 1970-01-01, in that zone's own calendar.
using LocalDay = std::chrono::local_days;

/// Asked for the time wherever the answer matters, so that tests can move it. Implementations are
/// thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual UtcTime now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  UtcTime now() const override;
};

/// A moment in RFC 3339 (0 to 9 fraction digits, cut off; `Z`, `+00:00` or `+0000`; a leap second counts as
/// the second before). Nothing when it is not one.
std::optional<UtcTime> parse_rfc3339(std::string_view text);

/// Whether format_utc can write it with a year of four digits: an offset may lead out of these.
bool can_be_written(UtcTime time);

/// `2026-11-01T09:30:00Z`.
std::string format_utc(UtcTime time);

/// `2026-11-01`.
std::string format_day(LocalDay day);

/// A day written `2026-11-01`; nothing when it is not one.
std::optional<LocalDay> parse_day(std::string_view text);

/// The longest duration that anybody may ask for, a hundred years: so far from now a time has a year of four
/// digits, and it can be counted in nanoseconds.
inline constexpr std::chrono::seconds kLongestDuration = std::chrono::hours{24 * 36'525};

/// A duration as people write it in the configuration: `90s`, `5m`, `2h`, `7d`. Nothing when it is not one,
/// or longer than kLongestDuration.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);

/// The shortest such form that is exact: `5m`, not `300s`.
std::string format_duration(std::chrono::seconds duration);

/// A time zone of the system's database. Cheap to copy; thread-safe.
class TimeZone {
 public:
  /// name: as in the tz database, `Europe/London`.
  static Result<TimeZone> named(const std::string& name);

  const std::string& name() const;

  /// The day on which this moment falls there.
  LocalDay day_of(UtcTime time) const;

  /// The first moment of a day there (a day has 23, 24 or 25 hours).
  UtcTime start_of(LocalDay day) const;

  /// `Sun 1 Nov 2026 09:30`, for people.
  std::string format(UtcTime time) const;

 private:
  struct Rules;
  explicit TimeZone(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}
  std::shared_ptr<const Rules> rules_;
};

}  // namespace nhs
