#include "collector/sources/bluesky_post.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "collector/sources/author_spelling.h"
#include "collector/sources/feed_date.h"
#include "collector/sources/plausible_date.h"
#include "collector/sources/post_text.h"
#include "collector/sources/tidy_text.h"
#include "collector/sources/web_address.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

/// DIDs are at most 2 KB long and record keys 512 bytes (AT Protocol, at-uri scheme).
constexpr std::size_t kLongestUri = 3'072;
constexpr std::size_t kLongestLink = 2'048;
constexpr std::size_t kLongestHandle = 253;
/// A post of 300 characters has no room for more.
constexpr std::size_t kMostFacets = 300;

/// `at://DID/app.bsky.feed.post/RKEY`, taken apart.
struct PostUri {
  std::string did;
  std::string key;
};

bool is_uri_part(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 &&
           (is_word_character(byte) || c == ':' || c == '.' || c == '-' || c == '~' || c == '%');
  });
}

std::optional<PostUri> post_uri(std::string_view uri) {
  constexpr std::string_view scheme = "at://";
  constexpr std::string_view collection = "/app.bsky.feed.post/";
  if (uri.size() > kLongestUri || uri.substr(0, scheme.size()) != scheme) return std::nullopt;
  const auto middle = uri.find(collection);
  if (middle == std::string_view::npos) return std::nullopt;
  const std::string_view did = uri.substr(scheme.size(), middle - scheme.size());
  const std::string_view key = uri.substr(middle + collection.size());
  if (did.substr(0, 4) != "did:" || !is_uri_part(did) || !is_uri_part(key)) return std::nullopt;
  return PostUri{std::string{did}, std::string{key}};
}

/// A stretch of the text that means something: a tag, a link.
struct Facet {
  std::size_t start;
  std::size_t end;
  JsonView features;
};

bool is_between_characters(std::string_view text, std::int64_t offset) {
  if (offset < 0 || offset > static_cast<std::int64_t>(text.size())) return false;
  const auto at = static_cast<std::size_t>(offset);
  // UTF-8's continuation bytes are 10xxxxxx.
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

/// The facets that lie on whole characters, in order, none over another.
std::vector<Facet> facets_in(JsonView record, std::string_view text) {
  std::vector<Facet> facets;
  const JsonView all = record["facets"];
  for (std::size_t i = 0; i < std::min(all.size(), kMostFacets); ++i) {
    const auto start = all.at(i)["index"]["byteStart"].integer().value_or(-1);
    const auto end = all.at(i)["index"]["byteEnd"].integer().value_or(-1);
    if (start < end && is_between_characters(text, start) && is_between_characters(text, end))
      facets.push_back(
          {static_cast<std::size_t>(start), static_cast<std::size_t>(end), all.at(i)["features"]});
  }
  std::stable_sort(facets.begin(), facets.end(),
                   [](const Facet& a, const Facet& b) { return a.start < b.start; });
  std::vector<Facet> apart;
  for (const Facet& facet : facets)
    if (apart.empty() || facet.start >= apart.back().end) apart.push_back(facet);
  return apart;
}

/// The member of the facet's first feature of this kind; empty when there is none.
std::string feature(const Facet& facet, std::string_view kind, std::string_view member) {
  for (std::size_t i = 0; i < facet.features.size(); ++i)
    if (facet.features.at(i)["$type"].text() == kind) return tidy_text(facet.features.at(i)[member]);
  return {};
}

std::string_view without_ending(std::string_view text, std::string_view ending) {
  const bool ends = text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
  return ends ? text.substr(0, text.size() - ending.size()) : text;
}

/// Apps leave out the scheme and show `host/begin...`; words of a writer's own choosing are no such thing.
bool is_shortened(std::string_view shown, std::string_view link) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (link.substr(0, scheme.size()) != scheme) continue;
    if (shown.substr(0, scheme.size()) != scheme) link.remove_prefix(scheme.size());
    break;
  }
  for (const std::string_view dots : {"...", "\u2026"}) shown = without_ending(shown, dots);
  return !shown.empty() && link.substr(0, shown.size()) == shown;
}

bool is_link(std::string_view address) {
  return address.size() <= kLongestLink && !host_of(address).empty() &&
         std::none_of(address.begin(), address.end(),
                      [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
}

std::string with_whole_links(std::string_view text, const std::vector<Facet>& facets) {
  std::string whole;
  std::size_t done = 0;
  for (const Facet& facet : facets) {
    const std::string link = feature(facet, "app.bsky.richtext.facet#link", "uri");
    const std::string_view shown = text.substr(facet.start, facet.end - facet.start);
    if (!is_link(link) || !is_shortened(shown, link)) continue;
    whole.append(text.substr(done, facet.start - done)).append(link);
    done = facet.end;
  }
  return whole.append(text.substr(done));
}

std::vector<std::string> named_tags(JsonView record, const std::vector<Facet>& facets) {
  std::vector<std::string> tags;
  for (const Facet& facet : facets)
    if (std::string tag = feature(facet, "app.bsky.richtext.facet#tag", "tag"); !tag.empty())
      tags.push_back(std::move(tag));
  for (std::size_t i = 0; i < record["tags"].size(); ++i)
    if (std::string tag = tidy_text(record["tags"].at(i)); !tag.empty()) tags.push_back(std::move(tag));
  return tags;
}

std::string author_name(JsonView author, const std::string& did) {
  const std::string handle = tidy_text(author["handle"]);
  const bool vouched_for = !handle.empty() && handle.size() <= kLongestHandle && handle != "handle.invalid";
  return vouched_for ? "@" + handle : did;
}

/// Labels can be taken back (`neg`).
bool asks_not_to_be_shown(JsonView labels) {
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels.at(i)["val"].text() == "!no-unauthenticated" && !labels.at(i)["neg"].boolean().value_or(false))
      return true;
  return false;
}

std::optional<UtcTime> earlier(std::optional<UtcTime> a, std::optional<UtcTime> b) {
  return a && b ? std::min(*a, *b) : (a ? a : b);
}

DecodedBlueskyPost unreadable(DecodedBlueskyPost decoded, std::string cause) {
  decoded.cause = std::move(cause);
  return decoded;
}

}  // namespace

DecodedBlueskyPost decode_bluesky_post(JsonView view, UtcTime now) {
  DecodedBlueskyPost decoded;
  if (!view.is_object()) return unreadable(std::move(decoded), "a post is not a JSON object");
  const JsonView record = view["record"];
  decoded.sorted_at = earlier(plausible_date(parse_feed_date(record["createdAt"].text_or_empty()), now),
                              plausible_date(parse_feed_date(view["indexedAt"].text_or_empty()), now));
  const std::string uri = tidy_text(view["uri"]);
  const auto parts = post_uri(uri);
  if (!parts) return unreadable(std::move(decoded), "a post has no usable uri");
  if (!record.is_object()) return unreadable(std::move(decoded), "a post has no record");
  const auto text = record["text"].text();
  if (!text) return unreadable(std::move(decoded), "a post has no text");

  const std::vector<Facet> facets = facets_in(record, *text);
  Post post;
  post.network = "bluesky";
  post.id = post.local_id = uri;
  post.url = fmt::format("https://bsky.app/profile/{}/post/{}", parts->did, parts->key);
  // Whose post it is its address says; a handle that is shown for another DID is not that account's.
  const std::string shown_did = tidy_text(view["author"]["did"]);
  const bool is_theirs = shown_did.empty() || shown_did == parts->did;
  post.author = is_theirs ? author_name(view["author"], parts->did) : parts->did;
  if (is_theirs) post.account = parts->did;
  post.text = post_text("", repaired(with_whole_links(*text, facets)));
  post.created_at = decoded.sorted_at;
  post.language = tidy_text(record["langs"].size() > 0 ? record["langs"].at(0) : JsonView{});
  post.tags = tags_as_written(named_tags(record, facets), post.text);
  post.in_reply_to = tidy_text(record["reply"]["parent"]["uri"]);
  post.quotable = !asks_not_to_be_shown(view["author"]["labels"]);
  decoded.post = std::move(post);
  return decoded;
}

}  // namespace nhs::collector
