#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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
  /// Since when it is due without an answer that says; nothing after one.
  std::optional<UtcTime> unclear_since = std::nullopt;
  /// Of the view that is stored.
  std::optional<UtcTime> edited_at = std::nullopt;
  std::vector<std::string> tags = {};
};

/// What is to be put down of a post that was asked for.
struct RecheckRuling {
  std::int64_t ref = 0;
  Sight sight = Sight::unclear;
  /// When it is to be asked for next, if it stays.
  UtcTime due_at{};
  /// When the source first called it gone; nothing while it shows it.
  std::optional<UtcTime> gone_at = std::nullopt;
  /// The source is sure that it is gone: so do we remove it, if the source speaks for the network or no other
  /// that can be asked still shows it.
  bool removed = false;
  /// The source is where the post is at home, so that its word alone is enough.
  bool at_home = false;
};

}  // namespace nhs
