#pragma once

#include <compare>
#include <cstdint>
#include <map>

#include "store/database.h"
#include "store/findings.h"
#include "store/properties.h"

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

/// Where a post counts: in the rollup, and in that of its properties.
struct CountedPost {
  RollupCell cell;
  PropertyMembers members;

  bool operator<(const CountedPost& other) const {
    return cell != other.cell ? cell < other.cell : members < other.members;
  }
};

/// By how many posts each changes.
using CountChanges = std::map<CountedPost, std::int64_t>;

/// What a transaction changes in the rollups, gathered, so that a cell is written once however many posts
/// fall in it.
class RollupChanges {
 public:
  void add(const CountedPost& post) { ++changes_[post]; }

  /// Count a post where it now stands in the database, or no longer: to be called after it changes, and
  /// before. Nothing for one that does not count or has no date.
  void add(Database& database, std::int64_t post_id) { change(database, post_id, 1); }
  void subtract(Database& database, std::int64_t post_id) { change(database, post_id, -1); }

  /// Writes what was gathered, within the caller's transaction.
  void write(Database& database) const;

 private:
  void change(Database& database, std::int64_t post_id, std::int64_t by);

  CountChanges changes_;
};

/// SELECT of all that a CountedPost holds, of posts that count and are dated; conditions may follow.
const std::string& counted_posts();
CountedPost counted_post_from(const Query& row);

/// Counts everything afresh, within the caller's transaction.
void recount_rollup(Database& database);

/// Makes `rollup_day`, in which trends read the same counts faster, afresh from `rollup`; within the caller's
/// transaction.
void pack_rollup_afresh(Database& database);

/// True when the rollup equals a recount.
bool rollup_equals_recount(Database& database);

/// False when `rollup_day` is empty: then it is not to be read.
bool has_packed_rollup(Database& database);

/// True when `rollup_day` says what `rollup` says, or nothing.
bool rollup_is_packed(Database& database);

/// True when every post's findings equal its rows in post_value.
bool findings_hold(Database& database);

/// Writes every post's findings afresh from its rows in post_value, within the caller's transaction; how many
/// were wrong. The rollup is then to be counted afresh.
std::int64_t rewrite_findings(Database& database);

/// All of the above hold, and the rollup of properties (property_rollup.h).
bool rollup_holds(Database& database);

}  // namespace nhs::store
