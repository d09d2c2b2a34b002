#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/time.h"

namespace nhs {

/// What a network shows of a post that it was asked for again.
enum class Sight : std::uint8_t {
  present,
  gone,     ///< it says that there is no such post, or none for the public
  unclear,  ///< it did not say
};

/// A stored post that is due to be asked for again. Its identities are in clear, so it lives in memory only.
struct PostToRecheck {
  std::int64_t ref = 0;
  std::string id;
  std::string url;
  std::string author;
  /// By which the source that is asked knows it.
  std::string local_id;
  std::optional<UtcTime> created_at = std::nullopt;
  /// When this source first called it gone; nothing while it shows it.
  std::optional<UtcTime> gone_at = std::nullopt;
};

/// What is to be put down of a post that was asked for.
struct RecheckRuling {
  std::int64_t ref = 0;
  Sight sight = Sight::unclear;
  /// When it is to be asked for next; without meaning for one that is removed.
  UtcTime due_at{};
  /// When the source first called it gone; nothing while it shows it.
  std::optional<UtcTime> gone_at = std::nullopt;
  /// Its network has removed it: so do we.
  bool removed = false;
};

}  // namespace nhs
