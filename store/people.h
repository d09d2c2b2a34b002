#pragma once

#include "store/act.h"
#include "store/audit.h"
#include "store/database.h"
#include "store/forgetting.h"
#include "store/ignore_rules.h"
#include "store/names.h"

namespace nhs::store {

/// What people may ask about their posts. All work within the caller's transaction and throw
/// SQLite::Exception.

/// What is held of them, withdrawn and set aside posts too. Of a post that several networks or feeds show,
/// and one view of which is theirs, the views without an author are theirs as well.
///
/// It stands in the audit as looked at for this: whose posts are here, and how many, is told by it.
HeldOfThem look_at(Database& database, const Identified& whom, Action action, const Act& act);

/// How many posts that would be, by the same rule.
std::int64_t count_posts_of(Database& database, const Identified& whom);

/// Of each author of theirs whose account is not known, the newest posts, at most 20, that their network
/// itself showed: by one of these the account may be told. Newest first.
std::vector<std::vector<SealedIdentity>> identities_without_account(Database& database,
                                                                    const Identified& whom);

/// Erases all that is held of them, and puts them on the forget list, posts or none. Gives what was held. Of
/// a post that is named by its reference that is its key, and its address where it has one.
HeldOfThem forget(Database& database, Names& names, const Identified& whom, const Act& act);

/// Erases what stands in the database of those on its forget list: after the list came from another one. How
/// many posts.
std::int64_t forget_listed(Database& database, UtcTime at);

/// Keeps these authors' posts out of every count, those that are still to come too; or, with `objects` false,
/// lets them count again where no ignore rule takes them. rules: in force.
Objection object(Database& database, Names& names, IgnoreRules& rules, const Identified& whom, bool objects,
                 const Act& act);

}  // namespace nhs::store
