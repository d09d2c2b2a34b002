#include "tests/support/bluesky_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "core/json.h"
#include "core/text.h"

namespace nhs::test {
namespace {

constexpr std::string_view kXrpc = "/xrpc/";
constexpr std::size_t kPostsByDefault = 25;
constexpr std::size_t kLargestPage = 100;
constexpr std::size_t kMostUris = 25;

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t j = 0; j < 3; ++j)
      three = three << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j)
      text += i + j > bytes.size() ? '=' : digits[three >> (18 - 6 * j) & 63U];
  }
  return text;
}

/// Milliseconds since 1970 and a record key, as a place in the order of hits.
std::string place_cursor(UtcTime sorted_at, const std::string& uri) {
  return base64(fmt::format(R"({{"sort":[{}000,"{}"]}})", sorted_at.time_since_epoch().count(),
                            uri.substr(uri.rfind('/') + 1)));
}

/// With milliseconds, as apps write it.
std::string datetime(UtcTime time) {
  const std::string utc = format_utc(time);
  return utc.substr(0, utc.size() - 1) + ".000Z";
}

/// A lexicon datetime, or a day.
std::optional<UtcTime> moment_in(const SeenRequest& request, const std::string& name) {
  const auto text = request.parameter(name);
  if (!text) return std::nullopt;
  if (const auto time = parse_rfc3339(*text)) return time;
  return parse_rfc3339(*text + "T00:00:00Z");
}

std::string did_of(const std::string& handle) {
  return fmt::format("did:plc:{:024x}", std::hash<std::string>{}(handle));
}

std::vector<std::string> tag_keys_of(const BlueskyPost& post) {
  std::vector<std::string> keys;
  for (const std::string& tag : hashtags_in(post.text)) keys.push_back(tag_key(tag));
  for (const std::string& tag : post.tags) keys.push_back(tag_key(tag));
  return keys;
}

/// Facets for the hashtags of the text, by bytes of UTF-8.
void put_facets(JsonWriter& json, const std::string& text) {
  json.key("facets").begin_array();
  std::size_t from = 0;
  for (const std::string& tag : hashtags_in(text)) {
    const std::size_t start = text.find("#" + tag, from);
    from = start + tag.size() + 1;
    json.begin_object().key("index").begin_object();
    json.key("byteStart").integer(static_cast<std::int64_t>(start));
    json.key("byteEnd").integer(static_cast<std::int64_t>(from)).end_object();
    json.key("features").begin_array().begin_object();
    json.key("$type").text("app.bsky.richtext.facet#tag").key("tag").text(tag);
    json.end_object().end_array().end_object();
  }
  json.end_array();
}

/// The tag in `#tag`, the only kind of question that is understood here.
std::optional<std::string> tag_in_query(const SeenRequest& request) {
  const std::string query{trimmed(request.parameter("q").value_or(""))};
  const bool one_tag = query.size() > 1 && query.front() == '#' && query.find(' ') == std::string::npos;
  return one_tag ? std::optional<std::string>{query.substr(1)} : std::nullopt;
}

std::size_t page_size(const SeenRequest& request, std::size_t largest) {
  std::size_t size = kPostsByDefault;
  if (const auto asked = request.parameter("limit"))
    std::from_chars(asked->data(), asked->data() + asked->size(), size);
  return std::min({size, kLargestPage, largest});
}

}  // namespace

Reply BlueskyApi::answer(const SeenRequest& request, const std::string& base_url) {
  const UtcTime now = clock_();
  if (quirks.blocked) {
    Reply reply;
    reply.status = 403;
    reply.headers.emplace_back("Content-Type", "text/html");
    reply.body =
        "<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>";
    return reply;
  }
  if (request.path.rfind(kXrpc, 0) != 0) return xrpc_failure(404, "XRPCNotSupported", "XRPCNotSupported");
  if (auto refused = rate_refusal(now)) return *std::move(refused);
  const std::string method = request.path.substr(kXrpc.size());
  Reply reply;
  if (method == "com.atproto.server.createSession") {
    reply = sessions.create(request, base_url, now);
  } else if (method == "com.atproto.server.refreshSession") {
    reply = sessions.refresh(request, base_url, now);
  } else if (method == "com.atproto.server.describeServer") {
    reply = xrpc_reply(200, R"({"did": "did:web:pds.example", "availableUserDomains": [".example"]})");
  } else if (method == "app.bsky.feed.searchPosts" || method == "app.bsky.feed.getPosts") {
    if (auto refused = sessions.refusal(request, now))
      reply = *std::move(refused);
    else if (quirks.upstream_down)
      reply = xrpc_failure(502, "UpstreamFailure", "Upstream Failure");
    else
      reply = method == "app.bsky.feed.getPosts" ? posts_by_uri(request) : search(request);
  } else {
    reply = xrpc_failure(501, "MethodNotImplemented", "Method Not Implemented");
  }
  for (auto& header : rate_headers()) reply.headers.push_back(std::move(header));
  return reply;
}

std::string BlueskyApi::publish(const BlueskyPost& post) {
  const UtcTime now = clock_();
  Kept kept;
  kept.post = post;
  kept.uri = fmt::format("at://{}/app.bsky.feed.post/3m{:011}", did_of(post.author), posts_.size());
  kept.indexed_at = post.indexed_at.value_or(now);
  kept.found_at = post.found_at.value_or(now + quirks.index_lag);
  kept.sorted_at = std::min(post.created_at, kept.indexed_at);
  kept.tag_keys = tag_keys_of(post);
  posts_.push_back(std::move(kept));
  return posts_.back().uri;
}

void BlueskyApi::change(const std::string& uri, const std::string& text) {
  Kept& changed = kept(uri);
  changed.post.text = text;
  changed.tag_keys = tag_keys_of(changed.post);
  ++changed.version;
}

void BlueskyApi::remove(const std::string& uri) { kept(uri).gone = true; }

std::vector<std::string> BlueskyApi::found_now(const std::string& tag) const {
  std::vector<std::string> uris;
  for (const Kept* hit : hits(tag))
    if (!hit->gone) uris.push_back(hit->uri);
  return uris;
}

Reply BlueskyApi::search(const SeenRequest& request) const {
  const auto tag = tag_in_query(request);
  if (!tag) return xrpc_failure(400, "BadQueryString", "Could not parse the query");
  std::vector<const Kept*> found = hits(*tag);
  if (!quirks.ignores_window) {
    const auto since = moment_in(request, "since");
    const auto until = moment_in(request, "until");
    found.erase(std::remove_if(found.begin(), found.end(),
                               [&](const Kept* hit) {
                                 return (since && hit->sorted_at < *since) ||
                                        (until && hit->sorted_at >= *until);
                               }),
                found.end());
  }
  const auto begin = offset_of(request.parameter("cursor").value_or(""), found);
  if (!begin) return xrpc_failure(400, "InvalidRequest", "Invalid cursor format");
  const std::size_t end = std::min(found.size(), *begin + page_size(request, quirks.page_limit));
  std::string posts;
  for (std::size_t i = *begin; i < end; ++i) {
    if (found[i]->gone) continue;
    if (!posts.empty()) posts += ',';
    posts += view(*found[i]);
  }
  const bool goes_on = end < found.size() && (!quirks.deepest_hit || end < *quirks.deepest_hit);
  const std::string cursor =
      goes_on ? fmt::format(R"("cursor": "{}", )", cursor_to(end, found)) : std::string{};
  return xrpc_reply(200, fmt::format(R"({{{}"hitsTotal": {}, "posts": [{}]}})", cursor, found.size(), posts));
}

Reply BlueskyApi::posts_by_uri(const SeenRequest& request) const {
  const auto asked = request.query.equal_range("uris");
  if (static_cast<std::size_t>(std::distance(asked.first, asked.second)) > kMostUris)
    return xrpc_failure(400, "InvalidRequest", "Error: uris must not have more than 25 elements");
  std::string posts;
  for (auto uri = asked.first; uri != asked.second; ++uri)
    for (const Kept& kept : posts_) {
      if (kept.uri != uri->second || kept.gone) continue;
      if (!posts.empty()) posts += ',';
      posts += view(kept);
    }
  return xrpc_reply(200, fmt::format(R"({{"posts": [{}]}})", posts));
}

std::optional<Reply> BlueskyApi::rate_refusal(UtcTime now) {
  if (!quirks.rate_limit) return std::nullopt;
  if (now >= window_end_) {
    window_end_ = now + quirks.rate_window;
    requests_in_window_ = 0;
  }
  if (++requests_in_window_ <= *quirks.rate_limit) return std::nullopt;
  Reply reply = xrpc_failure(429, "RateLimitExceeded", "Rate Limit Exceeded");
  reply.headers = rate_headers();
  reply.headers.emplace_back("Retry-After", std::to_string((window_end_ - now).count()));
  return reply;
}

std::vector<std::pair<std::string, std::string>> BlueskyApi::rate_headers() const {
  if (!quirks.rate_limit) return {};
  return {{"RateLimit-Limit", std::to_string(*quirks.rate_limit)},
          {"RateLimit-Remaining", std::to_string(std::max(0, *quirks.rate_limit - requests_in_window_))},
          {"RateLimit-Reset", std::to_string(window_end_.time_since_epoch().count())},
          {"RateLimit-Policy", fmt::format("{};w={}", *quirks.rate_limit, quirks.rate_window.count())}};
}

std::vector<const BlueskyApi::Kept*> BlueskyApi::hits(const std::string& tag) const {
  const UtcTime now = clock_();
  const std::string key = tag_key(tag);
  std::vector<const Kept*> found;
  for (const Kept& kept : posts_) {
    const bool tagged = std::find(kept.tag_keys.begin(), kept.tag_keys.end(), key) != kept.tag_keys.end();
    if (tagged && kept.found_at <= now) found.push_back(&kept);
  }
  std::sort(found.begin(), found.end(), [](const Kept* a, const Kept* b) {
    return a->sorted_at != b->sorted_at ? a->sorted_at > b->sorted_at : a->uri > b->uri;
  });
  return found;
}

std::optional<std::size_t> BlueskyApi::offset_of(const std::string& cursor,
                                                 const std::vector<const Kept*>& hits) const {
  if (cursor.empty()) return 0;
  if (quirks.v2_cursors) {
    for (const Kept& kept : posts_) {
      if (place_cursor(kept.sorted_at, kept.uri) != cursor) continue;
      const auto below = std::find_if(hits.begin(), hits.end(), [&](const Kept* hit) {
        return hit->sorted_at < kept.sorted_at || (hit->sorted_at == kept.sorted_at && hit->uri < kept.uri);
      });
      return static_cast<std::size_t>(below - hits.begin());
    }
    return std::nullopt;
  }
  std::size_t offset = 0;
  const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), offset);
  if (error != std::errc{} || end != cursor.data() + cursor.size()) return std::nullopt;
  return std::min(offset, hits.size());
}

std::string BlueskyApi::cursor_to(std::size_t offset, const std::vector<const Kept*>& hits) const {
  if (!quirks.v2_cursors) return std::to_string(offset);
  return place_cursor(hits[offset - 1]->sorted_at, hits[offset - 1]->uri);
}

std::string BlueskyApi::view(const Kept& kept) const {
  const std::string did = did_of(kept.post.author);
  const auto renamed = quirks.renamed.find(kept.post.author);
  const std::string handle = renamed == quirks.renamed.end() ? kept.post.author : renamed->second;
  JsonWriter json;
  json.begin_object().key("uri").text(kept.uri);
  json.key("cid").text(fmt::format("bafyrei{:x}v{}", std::hash<std::string>{}(kept.uri), kept.version));
  json.key("author").begin_object().key("did").text(did).key("handle").text(handle);
  json.key("labels").begin_array();
  if (kept.post.no_unauthenticated)
    json.begin_object().key("src").text(did).key("val").text("!no-unauthenticated").end_object();
  json.end_array().end_object().key("record").begin_object().key("$type").text("app.bsky.feed.post");
  json.key("createdAt").text(datetime(kept.post.created_at)).key("text").text(kept.post.text);
  if (!kept.post.language.empty()) json.key("langs").begin_array().text(kept.post.language).end_array();
  put_facets(json, kept.post.text);
  if (!kept.post.tags.empty()) {
    json.key("tags").begin_array();
    for (const std::string& tag : kept.post.tags) json.text(tag);
    json.end_array();
  }
  json.end_object().key("indexedAt").text(datetime(kept.indexed_at));
  json.key("likeCount").integer(0).key("labels").begin_array().end_array();
  return std::string{json.end_object().str()};
}

BlueskyApi::Kept& BlueskyApi::kept(const std::string& uri) {
  const auto found =
      std::find_if(posts_.begin(), posts_.end(), [&](const Kept& post) { return post.uri == uri; });
  if (found == posts_.end()) throw std::logic_error("no post has this uri");
  return *found;
}

}  // namespace nhs::test
