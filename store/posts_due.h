#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/retention.h"

namespace nhs::store {

/// Which posts' time is over (retention.h). All work within the caller's transaction and throw
/// SQLite::Exception.

struct Network {
  std::int64_t id;
  std::string name;
};

/// By name.
std::vector<Network> networks_in(Database& database);

/// Posts of a network that are as old are due.
UtcTime oldest_kept(const RetentionRules& rules, const std::string& network, UtcTime now);

/// How many of a network are due when those until then are.
std::int64_t posts_due(Database& database, const Network& network, UtcTime until);

/// How many are due by now.
std::int64_t count_due(Database& database, const RetentionRules& rules, UtcTime now);

/// The next of them, oldest first, network by network; at most `limit`, and no more text than a step takes.
std::vector<std::int64_t> next_due(Database& database, const RetentionRules& rules, UtcTime now,
                                   std::int64_t limit);

}  // namespace nhs::store
