#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/time.h"

namespace nhs::store {

/// When the running day and month of a source's allowance began (collector/allowance.h).
struct AllowancePeriods {
  std::string source;
  UtcTime day_began;
  UtcTime month_began;
};

/// Units of its allowance that a source has used, by whole hours of UTC.
struct SourceSpending {
  std::string source;
  std::int64_t today = 0;
  std::int64_t this_month = 0;
  /// The hour of this month's first spending, from which a forecast can be made; nothing without any.
  std::optional<UtcTime> first_at;
};

}  // namespace nhs::store
