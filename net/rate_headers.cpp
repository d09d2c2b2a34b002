#include "net/rate_headers.h"

#include <strings.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"

namespace nhs::net {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::vector<std::string_view> headers_named(const HttpResponse& response, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : response.headers)
    if (same_word(key, name)) values.push_back(trimmed(value));
  return values;
}

/// The unsigned decimal number that the text is, or begins with when something other than a digit may follow.
std::optional<double> number(std::string_view text, bool whole) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (error != std::errc{} || (whole && stop != end)) return std::nullopt;
  return value;
}

/// Up, so as not to come too early; far below overflow.
seconds whole_seconds(double value) {
  constexpr double kLongest = 2147483648.0;  // RFC 9111, 1.2.2
  return seconds{static_cast<seconds::rep>(std::ceil(std::min(value, kLongest)))};
}

/// The server's clock when it answered.
UtcTime server_time(const HttpResponse& response, UtcTime now) {
  const auto date = parse_http_date(response.header("date").value_or(""));
  if (!date) return now;
  const auto age = number(trimmed(response.header("age").value_or("")), true);
  return *date + whole_seconds(age.value_or(0));
}

std::optional<seconds> delay_until(std::string_view text, UtcTime server_now) {
  if (const auto delay = number(text, true)) return whole_seconds(*delay);
  if (const auto date = parse_http_date(text)) return *date - server_now;
  return std::nullopt;
}

std::optional<int> count(std::string_view text) {
  // A limit may carry its window: `100, 100;w=60`.
  const auto value = number(text, false);
  if (!value || *value > 1e9) return std::nullopt;
  return static_cast<int>(*value);
}

/// How long from the answer to the reset. No window is as long as 10^6 seconds (eleven days) and 10^9 seconds
/// after 1970 is long past, so a number's size tells what it counts.
std::optional<seconds> delay_until_reset(std::string_view text, UtcTime server_now) {
  if (const auto value = number(text, true)) {
    if (*value < 1e6) return whole_seconds(*value);
    if (*value < 1e9) return std::nullopt;
    const double unix_seconds = *value < 1e11 ? *value : *value / 1000;
    if (unix_seconds > 1e11) return std::nullopt;
    return UtcTime{seconds{static_cast<seconds::rep>(std::ceil(unix_seconds))}} - server_now;
  }
  auto moment = parse_rfc3339(text);
  if (!moment) moment = parse_http_date(text);
  if (!moment) return std::nullopt;
  return *moment - server_now;
}

struct Freshness {
  std::optional<seconds> max_age;
  bool must_not_keep = false;
};

void read_directive(std::string_view directive, Freshness& freshness) {
  const std::size_t equals = std::min(directive.find('='), directive.size());
  const std::string_view name = trimmed(directive.substr(0, equals));
  if (same_word(name, "no-cache") || same_word(name, "no-store")) freshness.must_not_keep = true;
  if (!same_word(name, "max-age") || equals == directive.size()) return;
  std::string_view value = trimmed(directive.substr(equals + 1));
  if (value.size() > 1 && value.front() == '"' && value.back() == '"')
    value = value.substr(1, value.size() - 2);
  if (const auto age = number(value, true))
    freshness.max_age = std::min(freshness.max_age.value_or(seconds::max()), whole_seconds(*age));
}

Freshness freshness_of(const HttpResponse& response) {
  Freshness freshness;
  for (std::string_view header : headers_named(response, "cache-control")) {
    while (!header.empty()) {
      const std::string_view directive = header.substr(0, header.find(','));
      read_directive(directive, freshness);
      header.remove_prefix(std::min(header.size(), directive.size() + 1));
    }
  }
  return freshness;
}

}  // namespace

std::optional<UtcTime> retry_after(const HttpResponse& response, UtcTime now) {
  std::optional<seconds> longest;
  for (const std::string_view text : headers_named(response, "retry-after")) {
    const auto delay = delay_until(text, server_time(response, now));
    if (delay) longest = std::max(longest.value_or(*delay), *delay);
  }
  if (!longest) return std::nullopt;
  return now + std::clamp<seconds>(*longest, 1s, 24h);
}

RateBudget rate_budget(const HttpResponse& response, UtcTime now) {
  for (const char* const family : {"ratelimit-", "x-ratelimit-", "x-rate-limit-"}) {
    const auto field = [&](const char* name) {
      return trimmed(response.header(std::string(family) + name).value_or(""));
    };
    RateBudget budget;
    budget.limit = count(field("limit"));
    budget.remaining = count(field("remaining"));
    if (const auto delay = delay_until_reset(field("reset"), server_time(response, now)))
      budget.reset_at = now + *delay;
    if (budget.limit || budget.remaining || budget.reset_at) return budget;
  }
  return {};
}

std::optional<seconds> cache_lifetime(const HttpResponse& response, UtcTime now) {
  const Freshness freshness = freshness_of(response);
  if (freshness.must_not_keep) return 0s;
  if (freshness.max_age) return freshness.max_age;
  const auto expires = response.header("expires");
  if (!expires) return std::nullopt;
  const auto moment = parse_http_date(*expires);
  if (!moment) return 0s;
  const UtcTime sent = parse_http_date(response.header("date").value_or("")).value_or(now);
  return std::clamp<seconds>(*moment - sent, 0s, whole_seconds(1e12));
}

}  // namespace nhs::net
