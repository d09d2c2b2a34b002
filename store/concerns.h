#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/act.h"
#include "store/carry_over.h"
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

/// What other rules make of a post whose text stayed the same; added to `changes`.
void review_concerns(Database& database, std::int64_t post_id, const ConcernRules& rules, const Said& said,
                     UtcTime now, ConcernChanges& changes);

/// Deletes all concerns of a post, read or not. Must come with whatever takes a post's text.
void forget_concerns(Database& database, std::int64_t post_id);

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
void carry_concerns(Database& present, Database& restored, const HashesAnew& anew);

}  // namespace nhs::store
