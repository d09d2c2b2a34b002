#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/act.h"
#include "store/concern.h"
#include "store/database.h"

namespace nhs::store {

/// Posts that may mean that somebody is at risk, and who answered for them. All work within the caller's
/// transaction and throw SQLite::Exception.

/// What a post says, and since when: when it was published or last edited; nothing when that is not known.
struct Said {
  std::string text;
  std::optional<UtcTime> at;
};

/// Of a post that is new.
void raise_concerns(Database& database, std::int64_t post_id, const ConcernRules& rules, const Said& said,
                    UtcTime now);

/// Of a post that has another text now. What was acknowledged is open again where the words still stand in
/// it, for whoever did so had read another text; what they were edited out of stays open until somebody has
/// seen it.
void raise_concerns_anew(Database& database, std::int64_t post_id, const ConcernRules& rules,
                         const Said& said, UtcTime now);

/// Deletes all concerns of a post, read or not. Must come with whatever takes a post's text.
void forget_concerns(Database& database, std::int64_t post_id);

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

/// As the calls of PostStore.
Result<std::int64_t> acknowledge(Database& database, const std::vector<std::int64_t>& refs,
                                 const std::string& by, const std::string& note, const Act& act);
Result<std::int64_t> undo_acknowledgement(Database& database, const std::vector<std::int64_t>& refs,
                                          const Act& act);

/// Of one post, oldest first.
std::vector<Concern> concerns_of(Database& database, std::int64_t post_id);

Concerns read_concerns(Database& database, const ConcernsQuery& query);

/// A condition on `post`: it raised no concern.
inline constexpr const char* kWithoutConcern = "post.id NOT IN (SELECT post_id FROM concern)";

/// What people did with concerns must survive the restore of an old backup: acknowledgements of the same text
/// hold there, and what is open in either is open.
void carry_concerns(Database& present, Database& restored);

}  // namespace nhs::store
