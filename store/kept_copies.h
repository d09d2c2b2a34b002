#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "store/database.h"

namespace nhs::store {

/// A copy that lies beside a database because something was done to it, or because what made it was killed.
struct KeptCopy {
  std::filesystem::path file;
  bool of_migration = false;  ///< `.before-schema-N`; else `.before-restore-DATE`, or left by a kill
  UtcTime made_at;  ///< for `.before-restore-DATE` that date: the file itself may be as old as it likes
  std::int64_t bytes = 0;
};

/// After this long nobody goes back to what was before.
inline constexpr std::chrono::seconds kKeepCopy = std::chrono::hours{7 * 24};

/// So long a copy of the same schema serves for an upgrade that is tried again.
inline constexpr std::chrono::seconds kCopyServes = std::chrono::hours{1};

/// Those that are there, by name; of a folder that cannot be read to its end, those that were read. They hold
/// what the database held then: whoever removes posts for good has to remove them as well. Thread-safe.
std::vector<KeptCopy> kept_copies(const std::filesystem::path& database);

/// Copies the database before its schema changes, to `FILE.before-schema-N`. Fails with io (74) when there is
/// no room for it and for the upgrade that follows, which takes about twice the database: begun without, it
/// would leave a file that neither version opens. An upgrade that was broken off goes on with the copy made
/// before it (`upgrading_from` in `meta`).
Result<void> keep_copy_of_schema(Database& database, const std::filesystem::path& file, int version);

/// The upgrade is finished.
void note_upgraded(Database& database);

/// Removes copies: those made before a migration, all, or all that are older than kKeepCopy. What cannot be
/// removed stays for the next time. How many went.
int remove_copies_of_migrations(const std::filesystem::path& database);
int remove_all_copies(const std::filesystem::path& database);
int remove_old_copies(const std::filesystem::path& database, UtcTime now);

}  // namespace nhs::store
