#include "collector/http_status.h"

#include <fmt/format.h>

#include <algorithm>

#include "net/rate_headers.h"

namespace nhs::collector {
namespace {

using std::chrono::seconds;

/// A 429 that names no moment: Mastodon's shorter window is five minutes.
constexpr seconds kUnnamedPause{5 * 60};
constexpr seconds kShortestPause{1};
constexpr seconds kLongestPause{24 * 3600};

std::optional<UtcTime> asked_to_wait(const net::HttpResponse& response, UtcTime now) {
  if (const auto named = net::retry_after(response, now)) return named;
  const net::RateBudget budget = net::rate_budget(response, now);
  if (budget.remaining && *budget.remaining <= 0 && budget.reset_at) return budget.reset_at;
  return std::nullopt;
}

PollOutcome rate_limited(UtcTime until, UtcTime now) {
  return RateLimited{std::clamp(until, now + kShortestPause, now + kLongestPause)};
}

/// Cloudflare marks its own pages with this header; the server behind it never saw the question.
bool is_bot_challenge(const net::HttpResponse& response) {
  return response.header("cf-mitigated") == std::optional<std::string_view>{"challenge"};
}

Failed client_error(int status) {
  switch (status) {
    case 401:
    case 403:
      return {
          FailureClass::needs_token,
          fmt::format("the server wants to know who asks (HTTP {}): give this source a valid `credential`",
                      status)};
    case 404:
      return {FailureClass::permanent,
              "there is nothing at this address (HTTP 404): check the source's `url`"};
    case 408:
    case 425:
      return {FailureClass::transient, fmt::format("the server could not answer in time (HTTP {})", status)};
    case 410:
      return {FailureClass::permanent,
              "the server says this address is gone for good (HTTP 410): remove the source or give its new "
              "`url`"};
    case 451:
      return {FailureClass::permanent,
              "the server may not show this for legal reasons (HTTP 451): remove the source"};
    default:
      return {FailureClass::permanent,
              fmt::format(
                  "the server does not accept the question (HTTP {}): check the source's `url` and `kind`",
                  status)};
  }
}

}  // namespace

std::optional<PollOutcome> status_outcome(const net::HttpResponse& response, UtcTime now) {
  const int status = response.status;
  if ((status >= 200 && status < 300) || status == 304) return std::nullopt;
  if (status == 429) return rate_limited(asked_to_wait(response, now).value_or(now + kUnnamedPause), now);
  if (status == 403 || status == 503)
    if (const auto until = asked_to_wait(response, now)) return rate_limited(*until, now);
  if (is_bot_challenge(response))
    return Failed{
        FailureClass::transient,
        fmt::format("the server's protection against bots turned us away (HTTP {}): ask its operator to let "
                    "our contact address in",
                    status)};
  if (status >= 500)
    return Failed{FailureClass::transient, fmt::format("the server is in trouble (HTTP {})", status)};
  if (status >= 400) return client_error(status);
  return Failed{
      FailureClass::transient,
      fmt::format("the server's answer cannot be used (HTTP {}): open the source's `url` in a browser to "
                  "see where it leads",
                  status)};
}

}  // namespace nhs::collector
