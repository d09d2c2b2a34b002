#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/values.h"
#include "store/trend.h"

namespace nhs::store {

/// The counting posts of a day, by one property at a time. All but `unclassified` are of classified posts.
struct DayCounts {
  std::int64_t classified = 0;
  std::int64_t unclassified = 0;
  SentimentCounts sentiment;
  std::array<std::array<std::int64_t, count_of<Direction>>, count_of<Value>> values{};
  std::array<std::int64_t, count_of<Kind>> kinds{};
  std::array<std::int64_t, count_of<Group>> groups{};
  std::vector<std::int64_t> networks;  ///< by DaysCounted::networks
};

struct DaysCounted {
  std::vector<std::string> networks;  ///< all that are known, by name
  std::vector<DayCounts> days;        ///< from the first asked for, every one
};

/// Counts each of the days [since, until) in three readings of the rollups, where trends would take one for
/// each kind, group and network. On a connection of its own. Fails as Reader does.
Result<DaysCounted> count_days(const std::filesystem::path& file, LocalDay since, LocalDay until);

}  // namespace nhs::store
