#pragma once

#include <cstdint>

#include "store/carry_over.h"
#include "store/database.h"

namespace nhs::store {

/// Part of carry_over: posts that were purged (purge.h) are purged in a restored database, too. Within the
/// caller's transaction on `restored`, whose rollups and search index stay right; throws SQLite::Exception.
///
/// Adds to `again` how many the backup still had whole. True when all of the present database could be read.
bool carry_purged(Database& present, Database& restored, const HashesAnew& anew, std::int64_t& again);

}  // namespace nhs::store
