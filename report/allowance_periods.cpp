#include "report/allowance_periods.h"

namespace nhs::report {

std::vector<store::AllowancePeriods> allowance_periods(const std::vector<WatchedSource>& sources) {
  std::vector<store::AllowancePeriods> periods;
  for (const WatchedSource& source : sources)
    if (source.caps) periods.push_back({source.name, source.caps->day_began, source.caps->month_began});
  return periods;
}

}  // namespace nhs::report
