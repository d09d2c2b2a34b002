#pragma once

#include "store/database.h"
#include "store/queries.h"

namespace nhs::store {

/// Posts that are kept without texts, tags but topics, and authors (retention.h): what can be asked of them.
/// All read within the caller's transaction and throw SQLite::Exception.

/// The filter without what these posts can no longer answer: a search, and a tag that was no topic.
Filter answerable_without_texts(Database& database, Filter filter);

/// Says of each row whether such posts are in it, and what is therefore not known of it.
void mark_without_texts(Database& database, const TrendsQuery& query, TrendsResult& result);

}  // namespace nhs::store
