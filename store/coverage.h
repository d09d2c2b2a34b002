#pragma once

#include "store/database.h"
#include "store/filter_sql.h"
#include "store/source_coverage.h"

namespace nhs::store {

/// Reads within the caller's transaction. Throws SQLite::Exception.
CoverageResult read_coverage(Database& database, const TimeZone& zone, const CoverageQuery& query);

/// SELECTs of (source_id, posts), with the values to bind.
Where posts_set_aside_by_source(const CoverageQuery& query);
Where posts_not_quotable_by_source(const CoverageQuery& query);

}  // namespace nhs::store
