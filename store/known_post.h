#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/batch.h"
#include "store/database.h"
#include "store/search.h"

namespace nhs::store {

/// Which stored post is meant. Functions work within the caller's transaction and throw SQLite::Exception.

/// What has to be known of a stored post to decide about another view of it.
struct KnownPost {
  std::int64_t id;
  bool by_key;  ///< else by its permalink
  bool counts;
  bool gone;  ///< withdrawn by its network; one that neither counts nor is gone is set aside by a rule
  bool quotable;
  bool purged;  ///< kept without a text for its age: no view of it changes anything (retention.h)
  std::string text;
  std::string stated_language;
  std::optional<UtcTime> created_at;
  std::optional<UtcTime> edited_at;
  std::optional<std::int64_t> author;
  bool identified;  ///< what its network calls it is sealed in it

  std::int64_t place() const { return search_place(created_at, id); }
};

/// The post that this is a view of: by what its network calls it, else by its address. One that was known by
/// a hash under a key before goes by the one in force after this.
std::optional<KnownPost> find_known(Database& database, const PseudonymousPost& post);

/// Those that a network calls so, or that have this address on it: a network speaks of its own posts only,
/// another one may still carry the same permalink.
std::vector<KnownPost> find_named(Database& database, const PostKeys& keys);

/// By its row, unless its text is gone.
std::optional<KnownPost> find_with_text(Database& database, std::int64_t id);

}  // namespace nhs::store
