#include "collector/allowance.h"

#include <algorithm>
#include <limits>

namespace nhs::collector {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::year_month_day;

bool fits(const std::optional<std::int64_t>& limit, std::int64_t amount) {
  return !limit || amount <= *limit;
}

LocalDay first_of_month(LocalDay day) {
  const year_month_day date{day};
  return LocalDay{date.year() / date.month() / 1};
}

}  // namespace

std::int64_t dearest_request(const Allowance& allowance) {
  return allowance.per_request + allowance.page_at_most;
}

SpendLimit limit_reached(const Allowance& allowance, const Spent& spent) {
  const std::int64_t dearest = dearest_request(allowance);
  if (!fits(allowance.per_day, dearest) || !fits(allowance.per_month, dearest)) return SpendLimit::ever;
  if (!fits(allowance.per_month, spent.this_month + dearest)) return SpendLimit::month;
  if (!fits(allowance.per_day, spent.today + dearest)) return SpendLimit::day;
  return SpendLimit::none;
}

std::optional<UtcTime> affordable_from(const Allowance& allowance, const Spent& spent, UtcTime now) {
  switch (limit_reached(allowance, spent)) {
    case SpendLimit::none:
      return std::nullopt;
    case SpendLimit::month:
      return next_month(allowance, now);
    case SpendLimit::day:
    case SpendLimit::ever:
      break;
  }
  return next_day(allowance, now);
}

std::int64_t affordable_beside_polls(const Allowance& allowance, const Spent& spent, std::int64_t price) {
  std::int64_t count = std::numeric_limits<std::int64_t>::max();
  const auto within = [&](const std::optional<std::int64_t>& limit, std::int64_t used) {
    if (!limit) return;
    const std::int64_t left = *limit / 2 - used - allowance.per_request;
    count = std::min(count, left < 0 ? 0 : left / std::max<std::int64_t>(price, 1));
  };
  within(allowance.per_day, spent.today);
  within(allowance.per_month, spent.this_month);
  return count;
}

UtcTime day_began(const Allowance& allowance, UtcTime now) {
  return allowance.zone.start_of(allowance.zone.day_of(now));
}

UtcTime next_day(const Allowance& allowance, UtcTime now) {
  return allowance.zone.start_of(allowance.zone.day_of(now) + days{1});
}

UtcTime month_began(const Allowance& allowance, UtcTime now) {
  return allowance.zone.start_of(first_of_month(allowance.zone.day_of(now)));
}

UtcTime next_month(const Allowance& allowance, UtcTime now) {
  const year_month_day first{first_of_month(allowance.zone.day_of(now))};
  return allowance.zone.start_of(LocalDay{first + months{1}});
}

}  // namespace nhs::collector
