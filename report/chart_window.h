#pragma once

#include "core/period.h"

namespace nhs::report {

/// A control chart is drawn from so many whole periods, of which the one that is looked at is the last, so
/// that whoever asks about a week is told the same limits of it.
inline constexpr int kPeriodsOfChart = 24;

/// The first day of the chart that looks at the last period that is over by both days.
///
/// until: not included.
LocalDay first_day_of_chart(LocalDay until, LocalDay today, Bucket by);

}  // namespace nhs::report
