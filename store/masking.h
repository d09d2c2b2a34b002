#pragma once

#include <optional>

#include "core/masked.h"
#include "store/database.h"

namespace nhs::store {

/// Adds what was masked in texts on this day. Within the caller's transaction. Throws SQLite::Exception.
void add_masked(Database& database, LocalDay day, const MaskedCounts& counts);

/// All that was masked since the first day on which anything was; no day without any.
struct MaskedSoFar {
  MaskedCounts counts{};
  std::optional<LocalDay> since;
};
MaskedSoFar read_masked(Database& database);

}  // namespace nhs::store
