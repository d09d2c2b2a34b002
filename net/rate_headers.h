#pragma once

#include <chrono>
#include <optional>

#include "core/time.h"
#include "net/http.h"
#include "net/http_date.h"

namespace nhs::net {

/// What a server says about when to ask again. All functions are pure and thread-safe. `now` is our own
/// clock's time of the answer, and moments that come back are on our own clock: what the server's clock is
/// ahead or behind (seen in `Date`, and `Age` for an answer out of a cache) is taken out.

/// Retry-After, in seconds or as a date; of several headers the latest. Never sooner than a second from now,
/// never later than a day. Nothing when there is none that can be read.
std::optional<UtcTime> retry_after(const HttpResponse& response, UtcTime now);

/// How much a server will still answer before `reset_at`. What it did not say is absent.
struct RateBudget {
  std::optional<int> limit;
  /// Rounded down: Reddit counts in fractions.
  std::optional<int> remaining;
  std::optional<UtcTime> reset_at;
};

/// From the headers `RateLimit-*`, else `X-RateLimit-*`, else `X-Rate-Limit-*` (the first family that is
/// there). The reset may be an ISO 8601 moment (Mastodon), Unix time in seconds or milliseconds (X, Bluesky),
/// or seconds from now (Reddit, the IETF drafts); a number tells by its size which it is.
RateBudget rate_budget(const HttpResponse& response, UtcTime now);

/// For how long an answer stays fresh: Cache-Control's max-age (0 for no-cache and no-store), else Expires.
/// At most 2^31 seconds (RFC 9111, 1.2.2); 0 for an Expires that is no date. Nothing when the server does not
/// say.
std::optional<std::chrono::seconds> cache_lifetime(const HttpResponse& response, UtcTime now);

}  // namespace nhs::net
