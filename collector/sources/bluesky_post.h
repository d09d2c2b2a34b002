#pragma once

#include <optional>
#include <string>

#include "core/json.h"
#include "core/post.h"
#include "core/time.h"

namespace nhs::collector {

/// A post of Bluesky's search results, read.
struct DecodedBlueskyPost {
  /// What the search sorts by: the earlier of the author's date and the moment the network first saw the
  /// post. Nothing when neither can be believed.
  std::optional<UtcTime> sorted_at;
  /// Nothing when it cannot be read.
  std::optional<Post> post;
  /// Why it cannot, in words for people, without its content.
  std::string cause;
};

/// Reads an `app.bsky.feed.defs#postView`. Authors write records themselves, so nothing in one is relied on:
/// `createdAt` counts only as far as `indexedAt` bears it out, and a facet only where its byte offsets fall
/// on characters of the text. Links that apps have shortened in the text are written out.
///
/// Tags are those of facets and of `tags`, and any other that stands in the text. The author is `@handle`,
/// because that is what people know and ask to be forgotten by, though it may change; where the network
/// cannot vouch for the handle (`handle.invalid`), the DID, which is the account in any case.
/// `!no-unauthenticated` among the author's labels makes a post unquotable.
///
/// now: the time of the answer. Pure and thread-safe.
DecodedBlueskyPost decode_bluesky_post(JsonView view, UtcTime now);

}  // namespace nhs::collector
