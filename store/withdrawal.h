#pragma once

#include <cstdint>
#include <optional>

#include "store/database.h"

namespace nhs::store {

/// Takes all that a post says, and all that was found in it or said of it; what identifies it stays. Within
/// the caller's transaction; rollup and search index are the caller's. Throws SQLite::Exception.
///
/// now: since when it does not count.
void withdraw_post(Database& database, std::int64_t id, UtcTime now, std::optional<UtcTime> edited_at);

}  // namespace nhs::store
