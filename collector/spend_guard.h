#pragma once

#include <chrono>
#include <cstdint>
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
///
/// price_of_post: what asking for a stored post again costs, as it is done every `recheck_every`; 0 where it
/// costs nothing, or is not done. For that, polls leave what allowance.h says.
Result<std::optional<SpendStop>> spend_stop(Archive& archive, const std::string& source,
                                            const Allowance& allowance, UtcTime now,
                                            std::int64_t price_of_post = 0,
                                            std::chrono::seconds recheck_every = {});

/// What the archive knows that the source has used.
Result<Spent> spent_now(Archive& archive, const std::string& source, const Allowance& allowance, UtcTime now);

/// What a request has cost that led to no page, where that can be told; else the most it may have cost: a
/// page that was cut off or cannot be read is billed like any other. A refusal is free but for what every
/// request costs; a request that never reached a server is free. Pure and thread-safe.
std::int64_t cost_without_page(const Allowance& allowance, const net::FetchResult& answer);

}  // namespace nhs::collector
