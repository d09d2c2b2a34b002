#include "collector/spend_guard.h"

#include <fmt/format.h>

namespace nhs::collector {
namespace {

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

Result<std::optional<SpendStop>> spend_stop(Archive& archive, const std::string& source,
                                            const Allowance& allowance, UtcTime now) {
  const auto today = archive.spent_since(source, day_began(allowance, now));
  if (!today) return tl::unexpected(today.error());
  const auto this_month = archive.spent_since(source, month_began(allowance, now));
  if (!this_month) return tl::unexpected(this_month.error());
  const Spent spent{*today, *this_month};
  const auto until = affordable_from(allowance, spent, now);
  if (!until) return std::nullopt;
  const SpendLimit limit = limit_reached(allowance, spent);
  return SpendStop{limit, *until, in_words(limit, allowance.zone.format(*until))};
}

std::int64_t cost_without_page(const Allowance& allowance, const net::FetchResult& answer) {
  if (!answer && never_reached_a_server(answer.error().kind)) return 0;
  const bool refused = answer && (answer->status < 200 || answer->status > 299);
  return refused ? allowance.per_request : dearest_request(allowance);
}

}  // namespace nhs::collector
