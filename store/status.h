#pragma once

#include <filesystem>

#include "store/database.h"
#include "store/spending.h"
#include "store/store_status.h"

namespace nhs::store {

/// Reads within the caller's transaction. Throws SQLite::Exception.
StoreStatus read_status(Database& database, const std::filesystem::path& file, const TimeZone& zone,
                        UtcTime now, const std::vector<AllowancePeriods>& allowances);

}  // namespace nhs::store
