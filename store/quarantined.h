#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

namespace nhs::store {

/// So many unreadable items of a source are kept.
inline constexpr std::int64_t kMaxQuarantined = 1000;

struct QuarantineQuery {
  std::optional<std::string> source;  ///< nothing for all
  std::int64_t limit = 20;
};

/// Items that a source showed and nobody could read.
struct QuarantinedItem {
  std::string source;
  std::string cause;
  std::int64_t items = 0;  ///< that it stands for, when it was seen last
  std::int64_t times = 0;  ///< that it was seen
  UtcTime first_at;
  UtcTime last_at;
};

struct QuarantineCount {
  std::string source;
  std::int64_t kept = 0;   ///< rows, at most kMaxQuarantined
  std::int64_t times = 0;  ///< that these were seen
};

struct Quarantine {
  std::vector<QuarantinedItem> items;   ///< seen last come first
  std::vector<QuarantineCount> counts;  ///< of every source that has some, by name
};

}  // namespace nhs::store
