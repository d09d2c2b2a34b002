#pragma once

#include <optional>
#include <string>

#include "collector/allowance.h"
#include "collector/archive.h"
#include "core/result.h"
#include "net/http.h"

namespace nhs::collector {

/// What keeps a source from its next request.
struct SpendStop {
  SpendLimit limit;
  UtcTime until;
  std::string in_words;
};

/// Asks the archive, which outlives this process, what the source has used; nothing when the next request, at
/// its dearest, still fits.
Result<std::optional<SpendStop>> spend_stop(Archive& archive, const std::string& source,
                                            const Allowance& allowance, UtcTime now);

/// What a request has cost that led to no page, where that can be told; else the most it may have cost: a
/// page that was cut off or cannot be read is billed like any other. A refusal is free but for what every
/// request costs; a request that never reached a server is free. Pure and thread-safe.
std::int64_t cost_without_page(const Allowance& allowance, const net::FetchResult& answer);

}  // namespace nhs::collector
