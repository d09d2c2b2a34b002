#pragma once

#include <optional>

#include "collector/source.h"
#include "core/time.h"
#include "net/http.h"

namespace nhs::collector {

/// What an HTTP status means for any source, in words for people; nothing for 2xx and 304, which the source
/// reads itself. Sources call it after their own special cases. Pure and thread-safe.
///
/// RateLimited: 429 always; 403 and 503 when they come with Retry-After or a spent rate budget. Its moment is
/// at least a second and at most a day from now.
std::optional<PollOutcome> status_outcome(const net::HttpResponse& response, UtcTime now);

}  // namespace nhs::collector
