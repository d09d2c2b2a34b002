#pragma once

#include "store/database.h"
#include "store/filter_sql.h"
#include "store/queries.h"

namespace nhs::store {

/// Reads within the caller's transaction. Throws SQLite::Exception.
CoverageResult read_coverage(Database& database, const TimeZone& zone, const CoverageQuery& query);

/// A SELECT of (post, network_id, source_id) of all sightings of counting posts, those of a post together,
/// with the values to bind.
Where sightings_of_counting_posts(const CoverageQuery& query);

/// SELECTs of (source_id, posts).
Where posts_set_aside_by_source(const CoverageQuery& query);
Where posts_not_quotable_by_source(const CoverageQuery& query);

}  // namespace nhs::store
