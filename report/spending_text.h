#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/time.h"
#include "store/spending.h"

namespace nhs::report {

/// What a source may use up, as its configuration says, and where its day and month stand.
struct SpendCaps {
  /// In millionths of a dollar; else in requests.
  bool money = false;
  std::optional<std::int64_t> per_day;
  std::optional<std::int64_t> per_month;
  UtcTime day_began;
  UtcTime month_began;
  UtcTime month_ends;
};

/// What the store tells of this source; nothing used where it tells nothing.
store::SourceSpending spending_of(const std::string& source,
                                  const std::vector<store::SourceSpending>& spending);

/// What the month would come to at the pace since its first spending, or at what a day may cost where that is
/// slower; nothing before an hour has passed since. What stops at the month's cap comes to less.
std::optional<std::int64_t> forecast_of_month(const store::SourceSpending& spending, const SpendCaps& caps,
                                              UtcTime now);

/// "$0.40 of $2.00 today, $3.20 of $20.00 this month, about $12.00 by its end"; "12 of 100 requests today".
std::string spending_in_words(const store::SourceSpending& spending, const SpendCaps& caps, UtcTime now);

/// The same as members of an object that is open: `unit` (`usd` or `requests`), `today`, `per_day`,
/// `this_month`, `per_month` and `month_forecast`, null where there is none.
void write_spending(JsonWriter& json, const store::SourceSpending& spending, const SpendCaps& caps,
                    UtcTime now);

}  // namespace nhs::report
