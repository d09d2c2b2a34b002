#include "report/chart_window.h"

#include <algorithm>

namespace nhs::report {
namespace {

Period one_before(const Period& period, Bucket by) {
  return period_holding(period.from - std::chrono::days{1}, by);
}

}  // namespace

LocalDay first_day_of_chart(LocalDay until, LocalDay today, Bucket by) {
  const LocalDay over = std::min(until, today);
  Period first = period_holding(over - std::chrono::days{1}, by);
  if (first.to > over) first = one_before(first, by);
  for (int more = 1; more < kPeriodsOfChart; ++more) first = one_before(first, by);
  return first.from;
}

}  // namespace nhs::report
