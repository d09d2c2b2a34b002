#include "collector/sources/careopinion_story.h"

#include <fmt/format.h>

#include <algorithm>

#include "collector/sources/author_spelling.h"
#include "collector/sources/feed_date.h"
#include "collector/sources/markdown_text.h"
#include "collector/sources/plausible_date.h"
#include "collector/sources/post_text.h"
#include "collector/sources/tidy_text.h"
#include "collector/sources/web_address.h"
#include "core/ascii.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

/// Stories have numbers of seven digits; what is far longer is no number.
constexpr std::size_t kLongestStoryId = 64;

/// A number, or one in quotes; empty for anything else. It stands in an address, so it is letters and digits.
std::string story_id(JsonView id) {
  const auto number = id.integer();
  const std::string text = number ? fmt::format("{}", *number) : tidy_text(id);
  const auto usual = [](char c) { return is_letter(c) || is_digit(c) || c == '-'; };
  const bool usable = !text.empty() && text.size() <= kLongestStoryId && text.front() != '-' &&
                      std::all_of(text.begin(), text.end(), usual);
  return usable ? text : std::string{};
}

/// The site's own page of the story. `self` is one of the API's own addresses, which nobody can read.
std::string page_of(JsonView links, std::string_view site, const std::string& id) {
  for (std::size_t i = 0; i < links.size(); ++i) {
    const JsonView link = links.at(i);
    const std::string rel = folded(tidy_text(link["rel"]));
    if (rel != "self" && rel != "alternate" && rel != "opinion" && rel != "story") continue;
    const std::string address = resolved(site, tidy_text(link["href"]));
    if (host_of(address) == host_of(site) && path_of(address).rfind("/api/", 0) != 0) return address;
  }
  return fmt::format("{}/{}", site, id);
}

DecodedStory unreadable(std::string cause) {
  DecodedStory story;
  story.cause = std::move(cause);
  return story;
}

}  // namespace

DecodedStory decode_story(JsonView story, std::string_view site, UtcTime now) {
  // The service puts sentences of apology among the stories.
  if (!story.is_object()) return unreadable("a story is not a JSON object");
  const std::string id = story_id(story["id"]);
  if (id.empty()) return unreadable("a story has no usable id");
  if (!story["title"].text() && !story["body"].text())
    return unreadable("a story has neither title nor body");
  const auto date_in = [&](const char* member) {
    return plausible_date(parse_feed_date(story[member].text_or_empty()), now);
  };
  DecodedStory decoded;
  decoded.published_at = date_in("dateOfPublication");
  if (!decoded.published_at) decoded.published_at = date_in("dateOfSubmission");
  Post post;
  post.network = "careopinion";
  post.id = id;
  post.local_id = id;
  post.url = page_of(story["links"], site, id);
  post.text = post_text(markdown_text(story["title"].text().value_or("")),
                        markdown_text(story["body"].text().value_or("").substr(0, 2 * kMaxPostBytes)));
  post.created_at = decoded.published_at;
  post.tags = tags_as_written({}, post.text);
  decoded.post = std::move(post);
  return decoded;
}

}  // namespace nhs::collector
