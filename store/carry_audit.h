#pragma once

#include <cstdint>

#include "store/database.h"

namespace nhs::store {

/// Part of carry_over: what people did since the backup was taken, as the audit has it; how many lines that
/// were. Within the caller's transaction on `restored`; throws SQLite::Exception.
std::int64_t carry_audit(Database& present, Database& restored);

}  // namespace nhs::store
