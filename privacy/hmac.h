#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "core/pseudonymous_post.h"

namespace nhs::privacy {

using Secret = std::array<std::uint8_t, 32>;

/// HMAC-SHA-256 (RFC 2104, FIPS 198-1). key: at most 64 bytes, as is. Thread-safe.
KeyedHash hmac_sha256(std::string_view key, std::string_view message);

/// Keyed hash of a list of fields for one purpose. Each field goes in after its length and the label first,
/// so that neither ("ab", "c") and ("a", "bc") nor the same fields under two labels hash alike.
KeyedHash hash_of(const Secret& key, std::string_view label, std::initializer_list<std::string_view> fields);

}  // namespace nhs::privacy
