#pragma once

#include "store/database.h"
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
