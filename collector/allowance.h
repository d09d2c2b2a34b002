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

/// Units of the running day and month.
struct DayAndMonth {
  std::int64_t today = 0;
  std::int64_t this_month = 0;
};

/// What was used of an allowance.
struct Spent : DayAndMonth {
  /// Of these, for posts that were asked for again.
  DayAndMonth on_rechecks{};
};

/// What stands in the way of the next request.
enum class SpendLimit : std::uint8_t {
  none,
  day,
  month,
  ever,  ///< one request may cost more than a whole day or month allows
};

/// Whether the next request, at its dearest, still fits beside what is held back for others. Pure and
/// thread-safe.
SpendLimit limit_reached(const Allowance& allowance, const DayAndMonth& spent, const DayAndMonth& held = {});

/// The moment from which the next request may be made without going over: nothing when it may be made now,
/// else the start of the next day or month (of the next day where it will never fit, to say so again). Pure
/// and thread-safe.
std::optional<UtcTime> affordable_from(const Allowance& allowance, const DayAndMonth& spent, UtcTime now);

/// What polls have to leave to rechecks, for a post that its author has deleted must not stay because others
/// were read: as much as the rechecks of the running day and month will need, but no more than their share,
/// which is half of a limit. Pure and thread-safe.
///
/// need: what the rechecks that are yet to come may cost.
DayAndMonth held_for_rechecks(const Allowance& allowance, const Spent& spent, const DayAndMonth& need);

/// How many posts at this price may be asked for again now: from the rechecks' own share, and from what polls
/// leave of theirs, of which the part goes over to them that is as large as the part of the day, or month,
/// that has passed. The limits hold always. Pure and thread-safe.
std::int64_t affordable_rechecks(const Allowance& allowance, const Spent& spent, std::int64_t price,
                                 UtcTime now);

/// When the running day and month began, and when they end. Pure and thread-safe.
UtcTime day_began(const Allowance& allowance, UtcTime now);
UtcTime next_day(const Allowance& allowance, UtcTime now);
UtcTime next_month(const Allowance& allowance, UtcTime now);
UtcTime month_began(const Allowance& allowance, UtcTime now);

}  // namespace nhs::collector
