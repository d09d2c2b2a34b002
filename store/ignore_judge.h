#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/database.h"
#include "store/ignore_rules.h"
#include "store/names.h"
#include "store/rollups.h"

namespace nhs::store {

/// Whether any author objects to being counted.
bool anybody_objects(Database& database);

/// Holds stored posts against the ignore rules, and before these against what their authors object to: that
/// goes by the name kObjection. One that a rule takes stops counting as a withdrawn one does
/// (`withdrawn_at`), but keeps all that is known of it and the rule's name (`ignored_by`). Works within the
/// caller's transaction; throws SQLite::Exception.
class IgnoreJudge {
 public:
  enum class Change : std::uint8_t { none, set_aside, restored };

  /// All of these outlive the judge. now: since when a post does not count.
  IgnoreJudge(Database& database, Names& names, IgnoreRules& rules, UtcTime now, RollupChanges& rollup)
      : database_(database), names_(names), rules_(rules), now_(now), rollup_(rollup) {}

  /// Brings one post in line with the rules. A post that its network withdrew stays as it is.
  Change settle(std::int64_t post_id);

  /// The same for the next posts, at most `limit`; how many changed is added up. With rules these are those
  /// after this one, by their ids; without, any that earlier rules took, for each that is settled is one
  /// fewer. Gives the last post it came to, nothing when there was none left.
  std::optional<std::int64_t> settle_after(std::int64_t post_id, std::int64_t limit, int& set_aside,
                                           int& restored);

 private:
  bool shown_only_by(std::int64_t post_id, const std::string& source);

  Database& database_;
  Names& names_;
  IgnoreRules& rules_;
  UtcTime now_;
  RollupChanges& rollup_;
};

/// The SELECT by which IgnoreJudge::settle_after finds posts; binds id and limit, or the limit alone.
const std::string& posts_after_in_order();
const std::string& posts_set_aside_in_any_order();

}  // namespace nhs::store
