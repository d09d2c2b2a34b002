#pragma once

#include "store/database.h"
#include "store/filter.h"
#include "store/trend.h"

namespace nhs::store {

/// Posts that are kept without texts, tags but topics, and authors (retention.h): what can be asked of them.
/// All read within the caller's transaction and throw SQLite::Exception.

/// Whether these posts, of the days of a filter, can still answer all that it searches for: topics at the
/// most, which some of them carry.
bool is_answerable_without_texts(Database& database, const Filter& filter);

/// The filter without what they cannot: a search, and a tag that was no topic.
Filter answerable_without_texts(Database& database, Filter filter);

/// Says of each row whether such posts are in it, and what is therefore not known of it.
void mark_without_texts(Database& database, const TrendsQuery& query, TrendsResult& result);

}  // namespace nhs::store
