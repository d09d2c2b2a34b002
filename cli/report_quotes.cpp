#include "cli/report_quotes.h"

#include <utility>

#include "classifier/concerns.h"

namespace nhs::cli {

Result<std::vector<store::StoredPost>> posts_to_quote(const ReadingSession& session,
                                                      store::PostsQuery query) {
  query.filter.without_concerns = true;
  auto posts = session.reader.posts(query);
  if (!posts) return posts;
  const classifier::ConcernFinder concerns{concern_rules_in_force(session.config.concerns)};
  std::erase_if(*posts, [&](const store::StoredPost& post) {
    return post.text.empty() || !concerns.find(post.text).empty();
  });
  return posts;
}

}  // namespace nhs::cli
