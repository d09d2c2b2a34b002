#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/pseudonymous_post.h"
#include "store/database.h"

namespace nhs::store {

/// Rows of `author`: one for each name that an account goes by, with the account beneath it where its network
/// tells one. What is written under a row once it has its account was written by that account: where a name
/// passes to another account, what stood under it stays with the one that wrote it. What stood there before
/// (of a time before accounts were kept, or from a file) may be by whoever had the name then. Functions work
/// within the caller's transaction and throw SQLite::Exception.

/// A row, and whether it has just come to its account, whose other rows may object to being counted.
struct AuthorRow {
  std::int64_t id = 0;
  bool joined = false;
  bool had_posts = false;  ///< when it did
};

/// The row of this author, made where there is none. earlier: hashes of the same author and account under
/// keys before; what stands under them goes over to the key in force.
AuthorRow author_row(Database& database, const KeyedHash& key,
                     const std::optional<KeyedHash>& account = std::nullopt,
                     const std::vector<EarlierKeys>& earlier = {});

/// The rows of a hash, be it a name's or an account's, and all others of the same accounts.
std::set<std::int64_t> rows_of_author(Database& database, const KeyedHash& key);

/// Makes all rows of an account object to being counted when one does; those that had not.
std::vector<std::int64_t> share_objection(Database& database, const KeyedHash& account);

/// The same when a row has just joined its account. It goes along with the others where all of them object;
/// the others go along with it only where it had no posts: else it may be the objection of whoever had the
/// name before.
std::vector<std::int64_t> share_objection(Database& database, const KeyedHash& account,
                                          const AuthorRow& joined);

/// SQL for the account of a row, in a database of whatever version.
std::string account_key_in(Database& database);

/// The row that objects to being counted among those of these names; nothing where none does.
std::optional<std::int64_t> objecting_row(Database& database, const std::vector<KeyedHash>& names);

/// The row goes once no post stands under it, unless it objects: that is to be known for ever.
void drop_author_without_posts(Database& database, std::int64_t author);

/// The posts under a row.
std::vector<std::int64_t> posts_by(Database& database, std::int64_t author);

}  // namespace nhs::store
