#include "tests/support/mastodon_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "core/json.h"
#include "tests/support/tag_rss.h"

namespace nhs::test {
namespace {

constexpr std::string_view kTimelinePath = "/api/v1/timelines/tag/";
constexpr std::string_view kStatusesPath = "/api/v1/statuses";
constexpr std::string_view kFeedPath = "/tags/";
constexpr std::size_t kStatusesByDefault = 20;
constexpr std::size_t kFeedItems = 20;
constexpr std::size_t kWorthCompressing = 1024;

Reply json_reply(int status, std::string body) {
  Reply reply;
  reply.status = status;
  reply.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
  reply.body = std::move(body);
  return reply;
}

Reply error(int status, std::string_view message) {
  JsonWriter json;
  json.begin_object().key("error").text(message).end_object();
  return json_reply(status, std::string(json.str()));
}

/// The number as Ruby's to_i.abs reads it, at most the largest page.
std::size_t asked_limit(const SeenRequest& request, std::size_t largest) {
  const auto asked = request.parameter("limit");
  if (!asked) return std::min(kStatusesByDefault, largest);
  long number = 0;
  std::from_chars(asked->data(), asked->data() + asked->size(), number);
  return std::min(static_cast<std::size_t>(std::labs(number)), largest);
}

/// Rails counts an empty parameter as none.
std::optional<std::string> id_parameter(const SeenRequest& request, const std::string& name) {
  auto id = request.parameter(name);
  if (id && id->empty()) id.reset();
  return id;
}

/// A path as it stands in a URL.
std::string percent_encoded(std::string_view path) {
  std::string encoded;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain =
        byte > 0x20 && byte < 0x7F && std::string_view("%?#<>\"").find(c) == std::string_view::npos;
    encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return encoded;
}

std::string page_json(const std::vector<const Status*>& statuses) {
  std::size_t size = 2;
  for (const Status* status : statuses) size += status->json.size() + 1;
  std::string json;
  json.reserve(size);
  for (const Status* status : statuses) {
    json += json.empty() ? '[' : ',';
    json += status->json;
  }
  return statuses.empty() ? "[]" : json + ']';
}

/// As GoToSocial, Pleroma and Mastodon give theirs.
std::string_view version(IdStyle ids) {
  if (ids == IdStyle::ulid) return "0.20.1+git";
  return ids == IdStyle::flake ? "2.7.2 (compatible; Pleroma 2.9.1)" : "4.5.2";
}

}  // namespace

Reply MastodonApi::answer(const SeenRequest& request, const std::string& base_url) {
  Reply reply = error(404, "Record not found");
  if (request.path.starts_with("/api/")) {
    reply = api(request, base_url);
  } else if (request.path.starts_with(kFeedPath) && request.path.ends_with(".rss")) {
    const std::size_t length = request.path.size() - kFeedPath.size() - std::string_view(".rss").size();
    reply = feed(request, request.path.substr(kFeedPath.size(), length));
  }
  const auto encodings = request.headers.find("accept-encoding");
  reply.gzip = reply.body.size() >= kWorthCompressing && encodings != request.headers.end() &&
               encodings->second.find("gzip") != std::string::npos;
  return reply;
}

Reply MastodonApi::api(const SeenRequest& request, const std::string& base_url) {
  const bool admitted = !quirks.rate_limit || quirks.rate_limit->admits(std::chrono::system_clock::now());
  Reply reply = error(429, "Gormod o geisiadau");
  if (admitted) {
    const auto refused = refusal(request);
    if (refused) {
      reply = *refused;
    } else if (request.path == "/api/v2/instance") {
      reply = quirks.describes_itself ? instance() : error(404, "Record not found");
    } else if (request.path.starts_with(kTimelinePath)) {
      reply = timeline(request, request.path.substr(kTimelinePath.size()), base_url);
    } else if (request.path.starts_with(kStatusesPath)) {
      reply = statuses(request);
    } else {
      reply = error(404, "Record not found");
    }
  }
  if (quirks.rate_limit) {
    for (auto& header : quirks.rate_limit->headers()) reply.headers.push_back(std::move(header));
  }
  return reply;
}

std::optional<Reply> MastodonApi::refusal(const SeenRequest& request) const {
  constexpr std::string_view who = "This method requires an authenticated user";
  const auto header = request.headers.find("authorization");
  const std::string given = header == request.headers.end() ? "" : header->second;
  if (given.empty()) {
    if (quirks.tag_timelines_hidden && request.path.starts_with(kTimelinePath)) return error(422, who);
    if (!quirks.token.empty()) return error(401, who);
  } else if (!quirks.token.empty() && given != "Bearer " + quirks.token) {
    return error(401, "The access token is invalid");
  }
  return std::nullopt;
}

Reply MastodonApi::timeline(const SeenRequest& request, const std::string& tag,
                            const std::string& base_url) const {
  PageQuery query;
  query.limit = asked_limit(request, quirks.page_limit);
  query.max_id = id_parameter(request, "max_id");
  query.since_id = id_parameter(request, "since_id");
  query.min_id = id_parameter(request, "min_id");
  if (quirks.min_id_is_since_id && query.min_id) query.since_id = std::exchange(query.min_id, std::nullopt);

  const bool visitor = !request.headers.contains("authorization");
  if (quirks.tag_timelines_off || (quirks.tag_timelines_empty_for_visitors && visitor))
    return json_reply(200, "[]");

  const auto page = timelines.page(tag, query);
  if (!page && quirks.unknown_tag_is_404) return error(404, "Record not found");
  if (!page || page->empty()) return json_reply(200, "[]");
  Reply reply = json_reply(200, page_json(*page));
  const std::string header = links(request, *page, query.limit, base_url);
  if (!header.empty()) reply.headers.emplace_back("Link", header);
  return reply;
}

std::string MastodonApi::links(const SeenRequest& request, const std::vector<const Status*>& page,
                               std::size_t limit, const std::string& base_url) const {
  // Of the parameters only `limit` is carried over: any[], all[] and none[] get lost on the real servers too.
  const auto asked = request.parameter("limit");
  const std::string base =
      base_url + percent_encoded(request.path) + "?" + (asked ? "limit=" + *asked + "&" : "");
  std::string header;
  if (page.size() == limit) header = fmt::format("<{}max_id={}>; rel=\"next\"", base, page.back()->names.id);
  if (!quirks.min_id_is_since_id)
    header += fmt::format("{}<{}min_id={}>; rel=\"prev\"", header.empty() ? "" : ", ", base,
                          page.front()->names.id);
  return header;
}

Reply MastodonApi::feed(const SeenRequest& request, const std::string& tag) {
  PageQuery query;
  query.limit = kFeedItems;
  const auto page = timelines.page(tag, query);
  if (!page) return error(404, "Record not found");
  return feeds.answer(request, tag_rss(tag, domain_, *page), "application/rss+xml; charset=utf-8");
}

/// One by its path (404 where it is gone), or several by `id[]` (those that are gone are absent; since 4.3).
Reply MastodonApi::statuses(const SeenRequest& request) const {
  std::vector<const Status*> found;
  if (request.path.size() > kStatusesPath.size() + 1) {
    const Status* status = timelines.with_id(request.path.substr(kStatusesPath.size() + 1));
    return status == nullptr ? error(404, "Record not found") : json_reply(200, status->json);
  }
  const auto [begin, end] = request.query.equal_range("id[]");
  for (auto at = begin; at != end; ++at)
    if (const Status* status = timelines.with_id(at->second)) found.push_back(status);
  return json_reply(200, page_json(found));
}

Reply MastodonApi::instance() const {
  JsonWriter json;
  json.begin_object().key("domain").text(domain_).key("title").text("A server on loopback");
  json.key("version").text(version(ids_));
  json.key("configuration").begin_object().key("timelines_access").begin_object();
  const bool closed =
      quirks.tag_timelines_hidden || quirks.tag_timelines_empty_for_visitors || !quirks.token.empty();
  const char* const access = quirks.tag_timelines_off ? "disabled" : closed ? "authenticated" : "public";
  json.key("hashtag_feeds").begin_object();
  for (const char* origin : {"local", "remote"}) json.key(origin).text(access);
  json.end_object().end_object().end_object().end_object();
  return json_reply(200, std::string(json.str()));
}

}  // namespace nhs::test
