#pragma once

#include <string>
#include <string_view>

#include "config/alerts.h"
#include "core/time.h"
#include "net/http.h"
#include "store/alert.h"

namespace nhs::notify {

/// What a webhook is sent: a POST of JSON, `Idempotency-Key` with the message's key, and over body and time
/// of sending together a signature (HMAC-SHA256, RFC 2104), so that a receiver can tell who sent it, and that
/// nobody sends it again later: `X-NHSvalues-Timestamp: SECONDS` and `X-NHSvalues-Signature: sha256=HEX`, of
/// `SECONDS.BODY`. Pure.
net::HttpRequest webhook_request(const config::NotifyTarget& target, const std::string& secret,
                                 const store::AlertMessage& message, UtcTime now);

/// In hexadecimal digits.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

}  // namespace nhs::notify
