#include "collector/sources/x_post.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "collector/sources/author_spelling.h"
#include "collector/sources/plausible_date.h"
#include "collector/sources/post_text.h"
#include "collector/sources/web_address.h"
#include "collector/sources/x_text.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

/// A post has some ten links at most, and addresses longer than this are not for reading.
constexpr std::size_t kMostLinks = 200;
constexpr std::size_t kLongestAddress = 2'048;

/// Usernames have at most 15 characters; what is far longer is none.
constexpr std::size_t kLongestUsername = 64;

/// A long post's tags are some dozens; more are not meant for readers.
constexpr std::size_t kMostTags = 200;

DecodedXPost unreadable(XId id, std::string cause) {
  DecodedXPost decoded;
  decoded.id = id;
  decoded.cause = std::move(cause);
  return decoded;
}

/// A member that has one name in each vocabulary.
JsonView either(JsonView object, std::string_view tweet_name, std::string_view post_name) {
  const JsonView first = object[tweet_name];
  return first.exists() && !first.is_null() ? first : object[post_name];
}

/// The id of the post that this one refers to in this way; empty when there is none.
std::string referenced(JsonView post, std::string_view type) {
  const JsonView list = either(post, "referenced_tweets", "referenced_posts");
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list.at(i)["type"].text() == std::optional<std::string_view>{type})
      return list.at(i)["id"].text_or_empty();
  return {};
}

/// The oldest version's id: the smallest, since greater ids are newer.
XId first_version(JsonView post, XId newest) {
  XId first = newest;
  const JsonView history = either(post, "edit_history_tweet_ids", "edit_history_post_ids");
  for (std::size_t i = 0; i < history.size(); ++i)
    if (const auto id = parse_x_id(history.at(i).text().value_or(""))) first = std::min(first, *id);
  return first;
}

bool shows_own_media(std::string_view address) {
  const std::string host = host_of(address);
  if (host != "x.com" && host != "twitter.com") return false;
  const std::string_view path = path_of(address);
  return path.find("/photo/") != std::string_view::npos || path.find("/video/") != std::string_view::npos;
}

bool shows_post(std::string_view address, std::string_view id) {
  if (id.empty()) return false;
  const std::string host = host_of(address);
  if (host != "x.com" && host != "twitter.com") return false;
  const std::string_view path = path_of(address);
  const std::string end = fmt::format("/status/{}", id);
  return path.size() >= end.size() && path.substr(path.size() - end.size()) == end;
}

void add_links(ShortLinks& links, JsonView entities, std::string_view quoted) {
  const JsonView urls = entities["urls"];
  for (std::size_t i = 0; i < urls.size() && links.size() < kMostLinks; ++i) {
    const std::string address{trimmed(repaired(urls.at(i)["expanded_url"].text_or_empty()))};
    if (address.empty() || address.size() > kLongestAddress) continue;
    const bool says_nothing = shows_own_media(address) || shows_post(address, quoted);
    links.emplace(urls.at(i)["url"].text_or_empty(), says_nothing ? std::string{} : address);
  }
}

void add_tags(std::vector<std::string>& tags, JsonView entities) {
  const JsonView hashtags = entities["hashtags"];
  for (std::size_t i = 0; i < hashtags.size() && tags.size() < kMostTags; ++i)
    if (std::string tag{trimmed(repaired(hashtags.at(i)["tag"].text_or_empty()))}; !tag.empty())
      tags.push_back(std::move(tag));
}

/// BCP 47. X marks what is no language with codes of its own (`qme` for pictures alone, `qht` for tags …),
/// all from the range that ISO 639 leaves to private use, and still writes two codes in their old form.
std::string language_of(JsonView post) {
  std::string language{trimmed(repaired(post["lang"].text_or_empty()))};
  const bool private_use = language.size() == 3 && language[0] == 'q';
  if (private_use || language == "und" || language == "zxx" || language == "mul" || language == "mis")
    return {};
  if (language == "in") return "id";
  if (language == "iw") return "he";
  return language;
}

std::string author_of(JsonView post, const XAuthors& authors) {
  const auto author = authors.find(post["author_id"].text().value_or(""));
  return author == authors.end() ? std::string{} : author->second;
}

Post post_of(JsonView json, XId id, const XAuthors& authors, UtcTime now) {
  // `text` of a long post is cut; the whole stands beside it, with links and tags of its own.
  const JsonView note = either(json, "note_tweet", "note_post");
  const std::string_view whole = note["text"].text().value_or("");
  const std::string quoted = referenced(json, "quoted");
  ShortLinks links;
  std::vector<std::string> tags;
  for (const JsonView entities : {note["entities"], json["entities"]}) {
    add_links(links, entities, quoted);
    add_tags(tags, entities);
  }
  const XId first = first_version(json, id);
  const std::string username = author_of(json, authors);

  Post post;
  post.network = "x";
  post.id = std::to_string(first);
  post.local_id = std::to_string(id);
  post.url = username.empty() ? fmt::format("https://x.com/i/web/status/{}", id)
                              : fmt::format("https://x.com/{}/status/{}", username, id);
  if (!username.empty()) post.author = "@" + username;
  if (const auto account = parse_x_id(json["author_id"].text().value_or("")))
    post.account = fmt::format("id:{}", *account);
  post.text = post_text("", x_text(repaired(whole.empty() ? json["text"].text_or_empty() : whole), links));
  post.created_at = plausible_date(time_of_x_id(first), now);
  if (first != id) post.edited_at = time_of_x_id(id);
  post.language = language_of(json);
  post.tags = tags_as_written(tags, post.text);
  post.in_reply_to = referenced(json, "replied_to");
  return post;
}

}  // namespace

XAuthors x_authors(JsonView includes) {
  XAuthors authors;
  const JsonView users = includes["users"];
  for (std::size_t i = 0; i < users.size(); ++i) {
    std::string username{trimmed(repaired(users.at(i)["username"].text_or_empty()))};
    if (!username.empty() && username.size() <= kLongestUsername)
      authors.emplace(users.at(i)["id"].text_or_empty(), std::move(username));
  }
  return authors;
}

DecodedXPost decode_x_post(JsonView post, const XAuthors& authors, UtcTime now) {
  if (!post.is_object()) return unreadable(0, "a post is not a JSON object");
  const auto id = parse_x_id(post["id"].text().value_or(""));
  if (!id) return unreadable(0, "a post has no usable id");
  if (time_of_x_id(*id) > now + kClockSkew) return unreadable(0, "a post's id says that it is of the future");
  DecodedXPost decoded;
  decoded.id = *id;
  if (!referenced(post, "retweeted").empty()) {
    decoded.verdict = XVerdict::repost;
    return decoded;
  }
  if (post["withheld"]["copyright"].boolean().value_or(false)) {
    decoded.verdict = XVerdict::withheld;
    return decoded;
  }
  if (!post["text"].text()) return unreadable(*id, "a post has no text");
  decoded.verdict = XVerdict::keep;
  decoded.post = post_of(post, *id, authors, now);
  return decoded;
}

}  // namespace nhs::collector
