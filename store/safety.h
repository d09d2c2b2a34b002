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

/// Posts of a network that a source brought.
struct BroughtPosts {
  std::string source;
  std::string network;
  std::int64_t posts = 0;  ///< withdrawn and purged ones, too
};

/// What sources other than these brought, `import` among them, by name. A walk over their sightings. Within
/// the caller's transaction. Throws SQLite::Exception.
std::vector<BroughtPosts> brought_by_others(Database& database, const std::vector<std::string>& than);

}  // namespace nhs::store
