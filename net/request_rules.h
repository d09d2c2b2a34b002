#pragma once

#include <optional>
#include <string>

#include "net/curl_client.h"
#include "net/http.h"

namespace nhs::net {

/// What may be asked, before anybody is. All functions are pure and thread-safe.

/// The parts of an address that messages and rules need; empty when it has none.
struct UrlParts {
  std::string scheme;
  /// With the port where one is written.
  std::string host;
};

/// By curl's own parser: two parsers that disagree are how requests are smuggled past checks.
/// Nothing when it is no address.
std::optional<UrlParts> parts_of(const std::string& url);

/// plain_http: whether http will do.
bool may_ask_over(const std::string& scheme, bool plain_http);

/// Of what goes into a header, of a request or a mail: a line break in it would put words into our mouth, and
/// a NUL would cut it.
bool is_one_line(const std::string& text);

/// Why a request is not even tried; nothing when it may be.
std::optional<FetchError> refusal_of(const HttpRequest& request, const ClientOptions& options);

}  // namespace nhs::net
