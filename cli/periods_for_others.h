#pragma once

#include <string>

#include "core/period.h"
#include "core/result.h"
#include "store/filter.h"

namespace nhs::cli {

/// Others are told whole periods, which have to be over for report::kDaysToSettle, in which late posts come
/// in. Pure.

/// The days [since, until) that are asked for.
struct WindowForOthers {
  LocalDay since;
  LocalDay until;
  bool since_by_default;
};

/// By default the last so many periods that are over. Fails with usage (64) for days, for a `since` and an
/// `until` that do not begin a period, and where none is over.
///
/// periods: at least 1.
Result<WindowForOthers> window_for_others(const store::Filter& filter, Bucket by, LocalDay today,
                                          int periods);

/// The month, quarter or NHS year that --period names; empty for the last month that is over. Fails with
/// usage (64) for another length, and for what is not over.
Result<Period> period_for_others(const std::string& text, LocalDay today);

}  // namespace nhs::cli
