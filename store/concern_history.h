#pragma once

#include <cstdint>
#include <optional>

#include "store/concern.h"
#include "store/database.h"

namespace nhs::store {

/// Against which concern rules stored texts were held, and how far they are with others. All work within the
/// caller's transaction and throw SQLite::Exception.

/// Notes that history is to be held against the rules, unless it was already or is being. True when posts are
/// left that were not. Those saved from now on are held against the rules in force as they come.
bool begin_holding_history(Database& database, const ConcernRules& rules);

/// A transaction's worth of that: looks at the next `limit` posts with a text. True when there are more.
bool hold_history_against(Database& database, const ConcernRules& rules, UtcTime now, std::int64_t limit,
                          ConcernChanges& changes);

/// Whoever brings rules says so, before posts are written. False for an import that keeps to others than the
/// daemon's: it leaves history alone.
bool agree_on_concern_rules(Database& database, const ConcernRules& rules, bool by_daemon);

/// Posts from one to another one, by their rows.
struct PostRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

/// Must come with every batch that is saved, and with which posts got a text by it: where they were held
/// against others than history was, they are to be looked at again, and no other post is.
void own_up_to_other_concern_rules(Database& database, const ConcernRules& rules,
                                   const std::optional<PostRange>& written);

/// Whether history is yet to be held against rules that changed.
bool history_is_being_held(Database& database);

}  // namespace nhs::store
