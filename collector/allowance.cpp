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

std::int64_t share_of_rechecks(std::int64_t limit) { return limit / 2; }

/// The part of a span that is yet to come, in thousandths.
std::int64_t yet_to_come(UtcTime began, UtcTime ends, UtcTime now) {
  return std::clamp<std::int64_t>(1000 * (ends - now).count() / (ends - began).count(), 0, 1000);
}

}  // namespace

std::int64_t dearest_request(const Allowance& allowance) {
  return allowance.per_request + allowance.page_at_most;
}

SpendLimit limit_reached(const Allowance& allowance, const DayAndMonth& spent, const DayAndMonth& held) {
  const std::int64_t dearest = dearest_request(allowance);
  if (!fits(allowance.per_day, dearest) || !fits(allowance.per_month, dearest)) return SpendLimit::ever;
  if (!fits(allowance.per_month, spent.this_month + dearest + held.this_month)) return SpendLimit::month;
  if (!fits(allowance.per_day, spent.today + dearest + held.today)) return SpendLimit::day;
  return SpendLimit::none;
}

std::optional<UtcTime> affordable_from(const Allowance& allowance, const DayAndMonth& spent, UtcTime now) {
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

DayAndMonth held_for_rechecks(const Allowance& allowance, const Spent& spent, const DayAndMonth& need) {
  const auto held = [&](const std::optional<std::int64_t>& limit, std::int64_t used, std::int64_t needed) {
    if (!limit) return std::int64_t{0};
    return std::max<std::int64_t>(std::min(share_of_rechecks(*limit) - used, needed), 0);
  };
  return {held(allowance.per_day, spent.on_rechecks.today, need.today),
          held(allowance.per_month, spent.on_rechecks.this_month, need.this_month)};
}

std::int64_t affordable_rechecks(const Allowance& allowance, const Spent& spent, std::int64_t price,
                                 UtcTime now) {
  const std::int64_t dearest = dearest_request(allowance);
  std::int64_t count = std::numeric_limits<std::int64_t>::max();
  const auto within = [&](const std::optional<std::int64_t>& limit, std::int64_t used,
                          std::int64_t on_rechecks, std::int64_t to_come) {
    if (!limit) return;
    const std::int64_t share = share_of_rechecks(*limit);
    const std::int64_t of_polls = *limit - share;
    const std::int64_t left_to_polls = std::max(of_polls * to_come / 1000, std::min(dearest, of_polls));
    const std::int64_t left = *limit - used;
    const std::int64_t ours =
        std::min(left, std::max(share - on_rechecks, left - left_to_polls)) - allowance.per_request;
    count = std::min(count, ours < 0 ? 0 : ours / std::max<std::int64_t>(price, 1));
  };
  within(allowance.per_day, spent.today, spent.on_rechecks.today,
         yet_to_come(day_began(allowance, now), next_day(allowance, now), now));
  within(allowance.per_month, spent.this_month, spent.on_rechecks.this_month,
         yet_to_come(month_began(allowance, now), next_month(allowance, now), now));
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
