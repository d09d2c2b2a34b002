#pragma once

#include <optional>
#include <string_view>

#include "core/time.h"

namespace nhs::net {

/// A moment in one of the three forms of HTTP (RFC 9110, 5.6.7):
/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
/// Two-digit years are 1970 to 2069. The weekday is not checked: servers get it wrong, and it decides
/// nothing. A leap second counts as the second before. Nothing when it is not such a date. Pure and
/// thread-safe.
std::optional<UtcTime> parse_http_date(std::string_view text);

}  // namespace nhs::net
