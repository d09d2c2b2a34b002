#pragma once

#include <compare>
#include <cstdint>
#include <map>

#include "store/database.h"
#include "store/findings.h"

namespace nhs::store {

/// What the rollup counts posts by.
struct RollupCell {
  std::int64_t day = 0;
  std::int64_t network_id = 0;
  std::int64_t model_id = 0;
  std::int64_t sentiment = -1;  ///< -1: unclassified
  Findings findings = 0;

  auto operator<=>(const RollupCell&) const = default;
};

/// What a transaction changes in the rollup, gathered, so that a cell is written once however many posts fall
/// in it.
class RollupChanges {
 public:
  void add(const RollupCell& cell) { ++changes_[cell]; }
  void subtract(const RollupCell& cell) { --changes_[cell]; }

  /// Writes what was gathered, within the caller's transaction.
  void write(Database& database) const;

 private:
  std::map<RollupCell, std::int64_t> changes_;
};

/// Counts everything afresh, within the caller's transaction.
void recount_rollup(Database& database);

/// True when the rollup equals a recount, and every post's findings equal its rows in post_value.
bool rollup_holds(Database& database);

}  // namespace nhs::store
