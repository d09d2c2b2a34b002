#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "collector/sources/feed_document.h"
#include "core/post.h"
#include "core/time.h"

namespace nhs::collector {

/// A post, and which of the document's items it was; from 0.
struct FeedPost {
  std::size_t item;
  Post post;
};

/// A document's items as posts, in its order, tagged or not. Identity as make_feed_source says; `id` is never
/// empty and each stands once. Dates that cannot be are left out. Pure and thread-safe.
///
/// feed_url: the feed's own address.  now: the time of the answer.
std::vector<FeedPost> posts_of(const FeedDocument& document, const std::string& network,
                               const std::string& feed_url, UtcTime now);

}  // namespace nhs::collector
