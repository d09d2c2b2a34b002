#pragma once

#include <optional>
#include <vector>

#include "config/alerts.h"
#include "notify/observation.h"
#include "report/source_health.h"
#include "store/alert.h"
#include "store/concern.h"
#include "store/disk_room.h"
#include "store/spending.h"
#include "store/trend.h"

namespace nhs::notify {

/// What each kind of rule makes of plain values. All functions are pure and thread-safe.

/// One for each source that is watched.
std::vector<Observation> stale_sources(const config::AlertRule& rule,
                                       const std::vector<report::WatchedSource>& sources,
                                       const std::vector<SourceState>& states, UtcTime now);

/// room: nothing where it cannot be told.
Observation disk_space(const config::AlertRule& rule, const std::optional<store::DiskRoom>& room);

/// concerns: the open ones.
Observation concern(const store::Concerns& concerns, UtcTime now);

/// One for each source that may spend only so much in a month.
std::vector<Observation> spend_forecasts(const config::AlertRule& rule,
                                         const std::vector<report::WatchedSource>& sources,
                                         const std::vector<store::SourceSpending>& spending, UtcTime now);

Observation new_about_group(Group group, const store::NewAboutGroup& found);

/// More posts on the last day than may be expected of a new one by the same weekday's history.
///
/// Four to eight weeks tell little of what is usual: the natural process limits (report/xmr.h), which want 12
/// points, let one day in 22 (of four weeks) to one in 50 (of eight) pass for a spike where nothing changes.
/// So the limit is that of a prediction: the mean and t * s * sqrt(1 + 1/n) above it, s the mean moving range
/// / 1.128 and t Student's, with n - 1 degrees of freedom, for the tail that three sigma leave (0.00135); and
/// no less than three sigma of counting (the root of the mean), for a few weeks may be alike by chance.
/// Simulated, of days that come by chance less than one in 500 is a spike then, and of days that differ by a
/// third more and less than that one in 110 to 280.
///
/// days: by day, the one looked at last; it may still be running, and then a spike of the day before is not
/// over yet.
Observation volume_spike(const config::AlertRule& rule, const std::vector<store::TrendRow>& days);

/// So many of the same weekday before it are looked at, and so many of them it takes.
inline constexpr int kWeeksBack = 8;
inline constexpr std::size_t kFewestWeekdays = 4;

/// A value, in a direction or any.
struct Shift {
  Value value = Value::working_together;
  std::optional<Direction> direction = {};

  std::string subject() const;  ///< `compassion`, `compassion:breached`
};

/// One for each value, and for direction_shift for the direction of the rule, without one for lived up to and
/// fallen short of: whether the last whole week is part of a signal of its control chart
/// (report/control_charts.h).
struct ShiftSeen {
  Shift shift;
  std::optional<Period> week;  ///< the last whole one; nothing without any
  Observation seen;
};
std::vector<ShiftSeen> shifts(const config::AlertRule& rule, const store::TrendsResult& weeks);

}  // namespace nhs::notify
