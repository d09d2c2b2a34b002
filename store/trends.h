#pragma once

#include <string>

#include "store/database.h"
#include "store/filter_sql.h"
#include "store/queries.h"

namespace nhs::store {

/// Where trends are counted from. The numbers are the same.
enum class CountFrom : std::uint8_t {
  whichever_serves,  ///< the rollup where it knows the filter, else the posts
  posts,
};

/// Reads within the caller's transaction. Throws SQLite::Exception; std::invalid_argument when the query has
/// no since or until.
TrendsResult count_trends(Database& database, const TimeZone& zone, const TrendsQuery& query,
                          CountFrom from = CountFrom::whichever_serves);

/// A SELECT of (day, model_id, sentiment or -1, findings, posts), with the values to bind.
Where cells_from_rollup(const Filter& filter);
Where cells_from_posts(const Filter& filter);

/// A SELECT of the numerator's posts, one by one: (day, author_id or NULL, 1 when its text stands elsewhere
/// too).
Where people_and_copies(const Filter& filter);

}  // namespace nhs::store
