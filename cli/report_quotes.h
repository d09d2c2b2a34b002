#pragma once

#include <vector>

#include "cli/context.h"
#include "core/result.h"
#include "store/queries.h"

namespace nhs::cli {

/// The posts of a query that a report may quote: they have a text, raised no concern, and hold no words by
/// which one would be raised today. The list of concerns leaves out what was old when it was first held
/// against the rules; a report on that time must not quote it all the same.
Result<std::vector<store::StoredPost>> posts_to_quote(const ReadingSession& session, store::PostsQuery query);

}  // namespace nhs::cli
