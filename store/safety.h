#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "store/keys_in_use.h"

namespace nhs::store {

class Database;

/// What of people's safety and rights is yet to be done, as the database knows it.
struct Safety {
  std::int64_t open_concerns = 0;  ///< posts that nobody has acknowledged
  std::optional<UtcTime> oldest_concern = {};
  /// Stored posts are yet to be held against concern rules that changed.
  bool concerns_unfinished = false;
  /// Since when bytes of what was erased may still be in the files; nothing when none are.
  std::optional<UtcTime> erasing_since = {};
  std::vector<EarlierKeyInUse> earlier_keys = {};  ///< that the forget list and the ledger are matched by
  std::string key_fingerprint;                     ///< of the key that the database was made with
};

/// Within the caller's transaction. Throws SQLite::Exception.
Safety read_safety(Database& database);

/// What tells that a post was public when it was taken in.
enum class SignOfPublic : std::uint8_t {
  some,    ///< a hashtag that is watched, or an address
  none,    ///< neither: it may be an answer to a survey
  unknown  ///< withdrawn or purged, so that nobody can tell any more
};

/// Posts of a network that a source brought.
struct BroughtPosts {
  std::string source;
  std::string network;
  SignOfPublic sign = SignOfPublic::some;
  std::int64_t posts = 0;
  std::int64_t with_author = 0;  ///< of these
};

/// What sources other than these brought, `import` among them, by name. A walk over their sightings. Within
/// the caller's transaction. Throws SQLite::Exception.
///
/// topics: the hashtags that are watched.
std::vector<BroughtPosts> brought_by_others(Database& database, const std::vector<std::string>& than,
                                            const std::vector<std::string>& topics);

}  // namespace nhs::store
