#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "store/database.h"
#include "store/filter.h"
#include "store/stored_post.h"

namespace nhs::store {

/// The full-text index, `post_search`: a post stands in it exactly when it has a text, whether it counts or
/// not, under its `place`, a number that follows time. So the index is walked in order of time, and a page of
/// the newest matches reads little more than these. Functions throw SQLite::Exception.

/// `place` of `post`: by time, then id; undated posts lie below all others. In [2^31 s before 1970, 2^32 s
/// after].
std::int64_t search_place(std::optional<UtcTime> created_at, std::int64_t post_id);

/// A place tells a second, and the post within it by the lowest bits of its id: so many ids, as in the
/// definition of `place` (migrations.cpp).
inline constexpr std::int64_t kIdsOfAPlace = std::int64_t{1} << 30;

/// No dated post lies below, and no undated one above.
inline constexpr std::int64_t kPlaceOfFirstDated = -(std::int64_t{1} << 61);

/// What a transaction changes in the index, gathered and written in order of place: FTS5 writes out what it
/// holds in memory each time a place is lower than the one before.
class SearchChanges {
 public:
  /// text: as it stands in the index. From another one FTS5 would take words that are not there, and keep
  /// those that are.
  void remove(std::int64_t place, const std::string& text);
  void add(std::int64_t place, const std::string& text);

  /// Writes what was gathered, within the caller's transaction.
  void write(Database& database) const;

 private:
  struct Change {
    std::optional<std::string> stood;
    std::optional<std::string> stands;
  };
  std::map<std::int64_t, Change> changes_;
};

/// Fills the index afresh from the posts, within the caller's transaction; whatever is wrong with it, and if
/// tables that FTS5 keeps it in are gone.
void rebuild_search(Database& database);

/// True when the index can be asked, and a text stands in it exactly for each post that has one; not whether
/// it is the same.
bool search_lists_all(Database& database);

/// True when the index says exactly what the texts say. Needs a connection that may write.
bool search_holds(Database& database);

/// Fails with usage (64) for an expression that a person wrote and SQLite does not take.
Result<void> check_query(Database& database, const Filter& filter);

/// Gives posts that a search for words found the part of their texts that matches.
void add_snippets(Database& database, const SearchQuery& query, std::vector<StoredPost>& posts);

}  // namespace nhs::store
