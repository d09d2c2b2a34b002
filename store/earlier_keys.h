#pragma once

#include <string>
#include <vector>

#include "store/database.h"
#include "store/keys_in_use.h"
#include "store/rekeying.h"

namespace nhs::store {

/// What stands under keys before: `under_earlier_key` and `author_under_earlier_key`. All work within the
/// caller's transaction and throw SQLite::Exception.

/// What of a post it is. Bits that stand in the database.
inline constexpr std::int64_t kEarlierPost = 1;
inline constexpr std::int64_t kEarlierAddress = 2;
inline constexpr std::int64_t kEarlierAnswer = 4;
inline constexpr std::int64_t kEarlierText = 8;

UnderEarlierKeys count_under_earlier_keys(Database& database);

/// The keys before by which anything is still matched, by their fingerprints.
std::vector<EarlierKeyInUse> earlier_keys_in_use(Database& database);

/// The same of those that the forget list and the ledger are matched by, without a walk over the posts.
std::vector<EarlierKeyInUse> earlier_keys_of_lists(Database& database);

/// Another key takes the place of this one.
void note_earlier_key(Database& database, const std::string& fingerprint, UtcTime until);

/// The fingerprint of the key that a post's hash was made with, or an author's.
std::string made_with(Database& database, std::int64_t post_id, std::int64_t what);
std::string author_made_with(Database& database, std::int64_t author_id);

/// SQL for the key that a line of a table was made with, in a database of whatever version: before this was
/// noted, that is known of lines since the last renewal alone.
///
/// at: the column that says when the line was written.
std::string made_with_or_unknown(Database& database, const std::string& table, const std::string& at);

/// What of a post is hashed by the key in force from now on.
void no_longer_under_earlier_key(Database& database, std::int64_t post_id, std::int64_t what);

/// A view of a stored post came that has a hash which the post is known by under a key before: it goes over
/// to the key in force.
void take_over(Database& database, std::int64_t post_id, const PseudonymousPost& view,
               const EarlierKeys& known_by);

/// The same of a page's address, where that alone is known.
void take_over_address(Database& database, std::int64_t post_id, const KeyedHash& address,
                       const KeyedHash& before);

/// The same of an author, where none is known under the key in force.
void take_over_author(Database& database, const PseudonymousPost& view);

}  // namespace nhs::store
