#include "collector/sources/json_token.h"

#include <algorithm>

#include "collector/sources/json_values.h"
#include "collector/sources/web_address.h"
#include "core/json.h"

namespace nhs::collector {
namespace {

using std::chrono::seconds;

constexpr seconds kRenewBefore{60};
/// RFC 6749 lets a server leave out how long a token is good for; an hour is usual.
constexpr std::int64_t kUsualLife = 3600;
constexpr std::int64_t kLongestLife = 30 * 86400;
constexpr std::size_t kLongestAccessToken = 16'384;

/// RFC 4648, section 4.
std::string base64(std::string_view bytes) {
  static constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      text += i + k <= bytes.size() ? letters[group >> (18U - 6U * k) & 63U] : '=';
  }
  return text;
}

bool is_header_safe(const std::string& token) {
  return !token.empty() && token.size() <= kLongestAccessToken &&
         std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

}  // namespace

net::HttpRequest token_request(const config::JsonService& service, const std::string& credential) {
  const std::size_t colon = std::min(credential.find(':'), credential.size());
  const std::string id = credential.substr(0, colon);
  const std::string secret = credential.substr(std::min(colon + 1, credential.size()));
  net::HttpRequest request{service.token.url};
  request.method = net::Method::post;
  request.follow_redirects = false;
  request.headers.emplace_back("Accept", "application/json");
  request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  for (const auto& [name, value] : service.request.headers)
    if (value.size() == 1 && !value[0].is_placeholder) request.headers.emplace_back(name, value[0].text);
  request.body = "grant_type=client_credentials";
  if (!service.token.scope.empty()) request.body += "&scope=" + percent_encoded(service.token.scope);
  if (service.token.in_body)
    request.body += "&client_id=" + percent_encoded(id) + "&client_secret=" + percent_encoded(secret);
  else
    request.authorization = "Basic " + base64(credential);
  return request;
}

bool take_token(JsonProgress& progress, const std::string& body, UtcTime now) {
  const auto document = JsonDocument::parse(body);
  if (!document) return false;
  const JsonView root = document->root();
  std::string token = plain_text(root["access_token"]);
  if (!is_header_safe(token)) return false;
  progress.token = std::move(token);
  const auto life = static_cast<std::int64_t>(
      std::clamp(root["expires_in"].number().value_or(double{kUsualLife}), 0.0, double{kLongestLife}));
  progress.token_until = now + std::max(seconds{life} - kRenewBefore, kRenewBefore);
  progress.wants_token = false;
  return true;
}

}  // namespace nhs::collector
