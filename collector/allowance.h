#pragma once

#include <cstdint>
#include <optional>

#include "core/time.h"

namespace nhs::collector {

/// How much a source may use of something that runs out: money, or a day's requests. Whole units, so that
/// nothing is lost to rounding; money is counted in millionths of a dollar.
struct Allowance {
  /// Of one calendar day in `zone`; nothing for no limit.
  std::optional<std::int64_t> per_day;
  /// Of one calendar month in `zone`; nothing for no limit.
  std::optional<std::int64_t> per_month;
  /// Where the day begins: UTC for X, Los Angeles for YouTube.
  TimeZone zone;
  /// What every request costs, answered or not.
  std::int64_t per_request = 0;
  /// The most that one answer may cost beyond that.
  std::int64_t page_at_most = 0;
};

/// What the next request costs at the most. Pure and thread-safe.
std::int64_t dearest_request(const Allowance& allowance);

/// What was used of an allowance in the running day and month.
struct Spent {
  std::int64_t today = 0;
  std::int64_t this_month = 0;
};

/// What stands in the way of the next request.
enum class SpendLimit : std::uint8_t {
  none,
  day,
  month,
  ever,  ///< one request may cost more than a whole day or month allows
};

/// Whether the next request, at its dearest, still fits. Pure and thread-safe.
SpendLimit limit_reached(const Allowance& allowance, const Spent& spent);

/// The moment from which the next request may be made without going over: nothing when it may be made now,
/// else the start of the next day or month (of the next day where it will never fit, to say so again). Pure
/// and thread-safe.
std::optional<UtcTime> affordable_from(const Allowance& allowance, const Spent& spent, UtcTime now);

/// How many things at this price may still be had for what can wait: those that leave half of the day and of
/// the month to what cannot. Pure and thread-safe.
std::int64_t affordable_beside_polls(const Allowance& allowance, const Spent& spent, std::int64_t price);

/// When the running day and month began, and when they end. Pure and thread-safe.
UtcTime day_began(const Allowance& allowance, UtcTime now);
UtcTime next_day(const Allowance& allowance, UtcTime now);
UtcTime next_month(const Allowance& allowance, UtcTime now);
UtcTime month_began(const Allowance& allowance, UtcTime now);

}  // namespace nhs::collector
