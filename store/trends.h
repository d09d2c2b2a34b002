#pragma once

#include <optional>
#include <string>

#include "store/database.h"
#include "store/filter.h"
#include "store/filter_sql.h"
#include "store/trend.h"

namespace nhs::store {

/// Where trends are counted from. The numbers are the same.
enum class CountFrom : std::uint8_t {
  whichever_serves,  ///< the rollups where they know the filter, else the posts
  posts,
  sets_of_posts,  ///< the posts, by MatchingPosts' sets however few they are
};

/// Reads within the caller's transaction. Throws SQLite::Exception; std::invalid_argument when the query has
/// no since or until.
TrendsResult count_trends(Database& database, const TimeZone& zone, const TrendsQuery& query,
                          CountFrom from = CountFrom::whichever_serves);

/// As Reader::first_day. Reads within the caller's transaction. Throws SQLite::Exception.
std::optional<LocalDay> first_day_of(Database& database, const Filter& filter);

/// Columns of `post`, after its id, that trends count by.
inline constexpr const char* kCellColumns = "day, model_id, sentiment, findings";

}  // namespace nhs::store
