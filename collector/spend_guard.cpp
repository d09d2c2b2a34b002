#include "collector/spend_guard.h"

#include <fmt/format.h>

#include <algorithm>

namespace nhs::collector {
namespace {

using std::chrono::seconds;

constexpr std::chrono::hours kHeldForRechecks{1};

std::string in_words(SpendLimit limit, const std::string& until) {
  switch (limit) {
    case SpendLimit::none:
      break;
    case SpendLimit::day:
      return fmt::format("the day's allowance is used up until {}", until);
    case SpendLimit::month:
      return fmt::format("the month's allowance is used up until {}: raise it if this should not wait",
                         until);
    case SpendLimit::ever:
      return "nothing is asked, for one request may cost more than this source is allowed: raise its allowance";
  }
  return {};
}

bool never_reached_a_server(net::FetchFailure failure) {
  switch (failure) {
    case net::FetchFailure::address_refused:
    case net::FetchFailure::name_not_found:
    case net::FetchFailure::cannot_connect:
    case net::FetchFailure::tls:
      return true;
    case net::FetchFailure::timed_out:
    case net::FetchFailure::cut_off:
    case net::FetchFailure::too_large:
    case net::FetchFailure::too_many_redirects:
    case net::FetchFailure::not_http:
    case net::FetchFailure::cancelled:
      break;
  }
  return false;
}

}  // namespace

Result<Spent> spent_now(Archive& archive, const std::string& source, const Allowance& allowance,
                        UtcTime now) {
  Spent spent;
  // What was spent while the clock was ahead counts on the day it had then, not on every day until.
  const auto fill = [&](UtcTime from, UtcTime until, std::int64_t& all,
                        std::int64_t& on_rechecks) -> Result<void> {
    const auto units = archive.spent_since(source, from), ahead = archive.spent_since(source, until);
    if (!units || !ahead) return tl::unexpected((units ? ahead : units).error());
    const auto of_rechecks = archive.spent_on_rechecks_since(source, from),
               rechecks_ahead = archive.spent_on_rechecks_since(source, until);
    if (!of_rechecks || !rechecks_ahead)
      return tl::unexpected((of_rechecks ? rechecks_ahead : of_rechecks).error());
    all = *units - *ahead;
    on_rechecks = *of_rechecks - *rechecks_ahead;
    return {};
  };
  if (auto today =
          fill(day_began(allowance, now), next_day(allowance, now), spent.today, spent.on_rechecks.today);
      !today)
    return tl::unexpected(today.error());
  if (auto month = fill(month_began(allowance, now), next_month(allowance, now), spent.this_month,
                        spent.on_rechecks.this_month);
      !month)
    return tl::unexpected(month.error());
  return spent;
}

Result<std::optional<SpendStop>> spend_stop(Archive& archive, const std::string& source,
                                            const Allowance& allowance, UtcTime now,
                                            std::int64_t price_of_post, seconds recheck_every) {
  const auto spent = spent_now(archive, source, allowance, now);
  if (!spent) return tl::unexpected(spent.error());
  if (const auto until = affordable_from(allowance, *spent, now)) {
    const SpendLimit limit = limit_reached(allowance, *spent);
    return SpendStop{limit, *until, in_words(limit, allowance.zone.format(*until))};
  }
  if (price_of_post == 0) return std::nullopt;
  const auto today = archive.rechecks_before(source, now, next_day(allowance, now), recheck_every);
  if (!today) return tl::unexpected(today.error());
  const auto month = archive.rechecks_before(source, now, next_month(allowance, now), recheck_every);
  if (!month) return tl::unexpected(month.error());
  const DayAndMonth held =
      held_for_rechecks(allowance, *spent, {*today * price_of_post, *month * price_of_post});
  const SpendLimit limit = limit_reached(allowance, *spent, held);
  if (limit == SpendLimit::none) return std::nullopt;
  // What is held back goes down with every post that was asked for.
  const UtcTime until = std::min(now + kHeldForRechecks, next_day(allowance, now));
  return SpendStop{
      limit, until,
      fmt::format("what is left of the {}'s allowance is kept for asking whether stored posts still "
                  "stand: raise it if new posts should not wait",
                  limit == SpendLimit::month ? "month" : "day")};
}

std::int64_t cost_without_page(const Allowance& allowance, const net::FetchResult& answer) {
  if (!answer && never_reached_a_server(answer.error().kind)) return 0;
  const bool refused = answer && (answer->status < 200 || answer->status > 299);
  return refused ? allowance.per_request : dearest_request(allowance);
}

}  // namespace nhs::collector
