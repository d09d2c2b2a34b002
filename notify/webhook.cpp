#include "notify/webhook.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

#include "notify/message_json.h"

namespace nhs::notify {

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data(), &size) == nullptr)
    throw std::runtime_error("OpenSSL cannot sign");
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", hash[i]);
  return hex;
}

net::HttpRequest webhook_request(const config::NotifyTarget& target, const std::string& secret,
                                 const store::AlertMessage& message, UtcTime now) {
  net::HttpRequest request{target.url};
  request.method = net::Method::post;
  request.body =
      target.body.empty() ? message_json(message) : config::filled_body(target.body, parts_of(message));
  // A redirect could lead elsewhere, with what we signed.
  request.follow_redirects = false;
  const std::string seconds = std::to_string(now.time_since_epoch().count());
  request.headers = {
      {"Content-Type", "application/json"},
      {"Idempotency-Key", message.key},
      {"X-NHSvalues-Timestamp", seconds},
      {"X-NHSvalues-Signature", "sha256=" + hmac_sha256(secret, seconds + "." + request.body)}};
  return request;
}

}  // namespace nhs::notify
