#include "cli/report_quotes.h"

namespace nhs::cli {

PostsToQuote::PostsToQuote(const ReadingSession& session)
    : session_(session), concerns_(concern_rules_in_force(session.config.concerns)) {}

Result<std::vector<store::StoredPost>> PostsToQuote::among(store::PostsQuery query) const {
  query.filter.without_concerns = true;
  auto posts = session_.reader.posts(query);
  if (!posts) return posts;
  std::erase_if(*posts, [&](const store::StoredPost& post) {
    return post.text.empty() || !concerns_.find(post.text).empty();
  });
  return posts;
}

}  // namespace nhs::cli
