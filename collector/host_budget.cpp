#include "collector/host_budget.h"

#include <algorithm>

#include "net/rate_headers.h"

namespace nhs::collector {
namespace {

/// Of a rate limit, this part is left untouched.
constexpr double kReserve = 0.05;

/// No server's window is longer than X's day; a moment further off is a mistake.
constexpr std::chrono::hours kLongestWindow{24};

/// Beyond this part, only what cannot wait is asked.
constexpr double kForThoseWhoCannotWait = 0.5;

bool left_at_most(const net::RateBudget& budget, double part) {
  return budget.remaining && *budget.remaining <= static_cast<int>(part * budget.limit.value_or(0));
}

}  // namespace

std::optional<HostBudget::Hold> HostBudget::hold(SteadyTime now) const {
  const bool wished = wished_until_ && *wished_until_ > now;
  const bool reserved = reserved_until_ && *reserved_until_ > now;
  if (wished && reserved) return Hold{std::max(*wished_until_, *reserved_until_), true};
  if (wished) return Hold{*wished_until_, true};
  if (reserved) return Hold{*reserved_until_, false};
  return std::nullopt;
}

void HostBudget::observe(const net::HttpResponse& response, UtcTime wall, SteadyTime now) {
  const net::RateBudget budget = net::rate_budget(response, wall);
  if (!budget.reset_at || *budget.reset_at <= wall) return;
  const auto left = std::min<std::chrono::seconds>(*budget.reset_at - wall, kLongestWindow);
  // Answers may overtake each other: the longer word stands.
  if (left_at_most(budget, kForThoseWhoCannotWait))
    half_used_until_ = std::max(half_used_until_.value_or(now), now + left);
  if (left_at_most(budget, kReserve)) reserved_until_ = std::max(reserved_until_.value_or(now), now + left);
}

bool HostBudget::has_spare(SteadyTime now) const {
  return !hold(now) && !(half_used_until_ && *half_used_until_ > now);
}

void HostBudget::hold_until(SteadyTime until) {
  wished_until_ = std::max(wished_until_.value_or(until), until);
}

}  // namespace nhs::collector
