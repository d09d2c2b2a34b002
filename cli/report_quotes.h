#pragma once

#include <vector>

#include "classifier/concerns.h"
#include "cli/context.h"
#include "core/result.h"
#include "store/stored_post.h"

namespace nhs::cli {

/// Finds posts that a report may quote: they have a text, raised no concern, and hold no words by which one
/// would be raised today. The list of concerns leaves out what was old when it was first held against the
/// rules; a report on that time must not quote it all the same. Keeps the session, which must outlive it.
class PostsToQuote {
 public:
  explicit PostsToQuote(const ReadingSession& session);

  /// Those among the posts of a query; fewer than its limit maybe.
  Result<std::vector<store::StoredPost>> among(store::PostsQuery query) const;

 private:
  const ReadingSession& session_;
  classifier::ConcernFinder concerns_;
};

}  // namespace nhs::cli
