#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/time.h"

namespace nhs::test {

/// How a server makes its ids: Mastodon's snowflakes, GoToSocial's ULIDs, or the flakes of Pleroma and
/// Akkoma.
enum class IdStyle : std::uint8_t { snowflake, ulid, flake };

/// The id of a post of that moment. Both styles begin with the time, and servers take the time at which a
/// post was written, not that at which it reached them. Snowflake: milliseconds << 16 | the serial's low 16
/// bits, in decimal. ULID: 48 bits of milliseconds and 80 more, in Crockford's base 32. Flake: 64 bits of
/// milliseconds and 64 more, in base 62.
std::string local_id(IdStyle style, UtcTime created_at, std::uint64_t serial);

/// Older ids first: by length, then bytes.
struct OlderId {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  }
};

}  // namespace nhs::test
