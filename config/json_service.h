#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/json_pointer.h"
#include "config/service_template.h"

namespace nhs::config {

/// A service that answers in JSON, as its file describes it: what to ask, and where in its answers the posts
/// are. docs/generic-json.md tells what each part means; service_file.h reads it.

/// Places that are tried in turn: the first that has a value counts.
using JsonPointers = std::vector<JsonPointer>;

enum class BodyType : std::uint8_t { json, form };

struct JsonRequest {
  ServiceTemplate url;
  bool post = false;
  /// Name, and value.
  std::vector<std::pair<std::string, ServiceTemplate>> headers;
  ServiceTemplate body;
  BodyType body_type = BodyType::json;
};

/// OAuth 2.0 client credentials (RFC 6749, 4.4); the source's credential is `id:secret`.
struct JsonToken {
  std::string url;  ///< empty for a service without
  std::string scope;
  bool in_body = false;  ///< id and secret go into the body, not into an Authorization header
};

struct JsonItems {
  JsonPointer path;
  JsonPointer root;  ///< within each element
};

enum class TextFormat : std::uint8_t { text, html, markdown, html_escaped };

struct JsonMap {
  JsonPointers id;
  JsonPointers local_id;
  JsonPointers url;
  std::string url_prefix;
  JsonPointers heading;
  std::vector<TextFormat> heading_formats;  ///< one for all, or one for each pointer
  JsonPointers text;
  std::vector<TextFormat> text_formats;
  bool whole_text = false;  ///< all pointers' texts one after the other, not the first
  JsonPointers author;
  std::string author_prefix;
  JsonPointers created_at;
  JsonPointers edited_at;
  std::string time_format = "auto";
  JsonPointers language;
  JsonPointers tags;
  JsonPointers in_reply_to;
};

/// A side table: `ref` in an item names the element of `list` whose `key` is the same.
struct JsonJoin {
  std::string name;
  JsonPointer list;  ///< from the document's root
  JsonPointer key;   ///< within an element of the list
  JsonPointer ref;   ///< within an item
};

enum class PagingMode : std::uint8_t {
  none,         ///< one page is all there is
  token,        ///< the answer names the next page
  next_url,     ///< the answer has the next page's address
  link_header,  ///< so has its header `Link` (RFC 8288)
  page,         ///< pages have numbers
  offset,       ///< the number of items that lie before
  until_time,   ///< older than the oldest item
  until_id,     ///< before the last item's local id
};

enum class PageOrder : std::uint8_t { newest_first, oldest_first, any };

struct JsonPaging {
  PagingMode mode = PagingMode::none;
  JsonPointer next;
  std::int64_t first = 1;
  std::int64_t size = 0;  ///< items of a full page; 0 when that is not known
  int max_pages = 20;     ///< of a run
  PageOrder order = PageOrder::newest_first;
};

enum class CatchUpMode : std::uint8_t {
  none,        ///< every walk starts at the first page and ends at what is known
  since_time,  ///< the service can be asked for what is newer than a moment
  since_id,    ///< or than an id
};

struct JsonCatchUp {
  CatchUpMode mode = CatchUpMode::none;
  std::string time_format = "rfc3339";
  std::chrono::seconds overlap{900};
};

struct JsonLimit {
  std::chrono::seconds min_interval{0};
  std::int64_t requests_per_day = 0;  ///< 0 for no limit
  std::string timezone = "UTC";       ///< where that day begins
};

struct JsonErrors {
  /// Any of these having a value means that the answer is an error.
  JsonPointers pointers;
  // Of an error's body:
  std::vector<JsonCondition> quota;      ///< the quota is used up
  std::vector<JsonCondition> throttled;  ///< we ask too fast
  std::vector<JsonCondition> auth;       ///< the credential is not accepted
  std::vector<int> empty_codes;
  std::vector<int> auth_codes;
};

struct JsonFilter {
  bool require_tag = true;
  std::vector<JsonCondition> require;    ///< of all items but these nothing is kept
  std::vector<JsonCondition> leave_out;  ///< of these nothing is kept
  std::vector<JsonCondition> gone;       ///< these are no longer public
  std::vector<JsonCondition> unquoted;   ///< the authors of these ask not to be found
};

struct JsonService {
  std::string name;
  std::string network;
  JsonRequest request;
  JsonToken token;
  JsonItems items;
  JsonMap map;
  std::vector<JsonJoin> joins;
  JsonPaging paging;
  JsonCatchUp catch_up;
  JsonLimit limit;
  JsonErrors errors;
  JsonFilter filter;
};

}  // namespace nhs::config
