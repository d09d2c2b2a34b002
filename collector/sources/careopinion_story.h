#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/json.h"
#include "core/post.h"
#include "core/time.h"

namespace nhs::collector {

/// An element of a list of stories, read.
struct DecodedStory {
  /// Nothing where the element is no story.
  std::optional<Post> post;
  /// By which the list is sorted, as far as it can be believed.
  std::optional<UtcTime> published_at;
  /// Why it is no story, in words for people, without its content.
  std::string cause;
};

/// Reads an opinion of Care Opinion's API v2. The text is its title, a blank line, and its body, Markdown
/// made plain. There is no author: the service gives nicknames only, which patients chose not to be known by.
/// The address is a link's that is meant for people, else the story's number on the site.
///
/// site: `https://www.careopinion.org.uk`.  now: the time of the answer.  Pure and thread-safe.
DecodedStory decode_story(JsonView story, std::string_view site, UtcTime now);

}  // namespace nhs::collector
