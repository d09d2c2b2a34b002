#include "net/request_rules.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <memory>
#include <string_view>
#include <utility>

namespace nhs::net {
namespace {

FetchError not_http(std::string cause) { return {FetchFailure::not_http, std::move(cause)}; }

}  // namespace

bool is_one_line(const std::string& text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
}

std::optional<UrlParts> parts_of(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), &curl_url_cleanup);
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
    return std::nullopt;
  const auto part = [&](CURLUPart which) {
    char* text = nullptr;
    curl_url_get(parsed.get(), which, &text, 0);
    const std::unique_ptr<char, decltype(&curl_free)> owned(text, &curl_free);
    return std::string(text == nullptr ? "" : text);
  };
  const std::string port = part(CURLUPART_PORT);
  return UrlParts{part(CURLUPART_SCHEME), part(CURLUPART_HOST) + (port.empty() ? "" : ":" + port)};
}

bool may_ask_over(const std::string& scheme, bool plain_http) {
  return scheme == "https" || (plain_http && scheme == "http");
}

std::optional<FetchError> refusal_of(const HttpRequest& request, const ClientOptions& options) {
  const auto parts = parts_of(request.url);
  if (!parts || !is_one_line(request.url)) return not_http("not a web address; write https://HOST/PATH");
  if (parts->scheme == "http" && !options.allow_plain_http)
    return not_http(
        fmt::format("{}: plain http is not allowed; write https://, or set network.allow_plain_http = true "
                    "for a server of your own",
                    parts->host));
  if (!may_ask_over(parts->scheme, options.allow_plain_http))
    return not_http(fmt::format("{}: cannot be asked; write https://HOST/PATH", parts->scheme));
  for (const auto& [name, value] : request.headers)
    if (name.empty() || !is_one_line(name) || !is_one_line(value))
      return not_http(fmt::format("{}: a request header has no name, or a line break in it", parts->host));
  if (!is_one_line(request.bearer) || !is_one_line(request.authorization))
    return not_http(fmt::format("{}: the credential holds a line break; it must be one line", parts->host));
  return std::nullopt;
}

}  // namespace nhs::net
