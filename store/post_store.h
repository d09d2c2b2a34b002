#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "store/batch.h"
#include "store/ignore_rules.h"

namespace nhs::store {

/// What other ignore rules changed, in this call.
struct IgnoreChanges {
  int set_aside = 0;  ///< posts that no longer count
  int restored = 0;   ///< posts that count again
};

/// Who brings ignore rules.
enum class RulesFrom : std::uint8_t {
  daemon,  ///< what it has in force holds for the database
  import,  ///< keeps to the daemon's; where no daemon ever wrote, its own hold
};

/// The one writing connection to a database. Not thread-safe: it belongs to the thread that opened it.
/// A batch is in the file whole, with its rollups and cursor, or not at all, whenever the process ends.
class PostStore {
 public:
  /// Opens or creates, and migrates. zone: in which days are counted; another zone than last time recounts
  /// the rollups. key_fingerprint: must be the one the database was made with, else configuration (78). Fails
  /// with bad_data (65) for a stranger's file or one of a newer version, no_permission (77) when the file is
  /// another's, cannot_create (73), io (74), try_again (75) when another process keeps it locked.
  /// The file is made 0640, and keeps its WAL files on closing, so that readers of the group may read it
  /// then.
  static Result<PostStore> open(const std::filesystem::path& file, const std::string& key_fingerprint,
                                const TimeZone& zone);

  PostStore(PostStore&&) noexcept;
  PostStore& operator=(PostStore&&) noexcept;
  ~PostStore();

  /// Writes one batch in one transaction: first its posts, in order, then what is withdrawn. On failure (io:
  /// disk full, read-only, damaged; try_again: locked) nothing of it is stored, and the next batch may
  /// succeed.
  Result<SaveReport> save(const Batch& batch);

  /// Puts ignore rules in force: for what is saved from now on, and for all that is stored. What a rule takes
  /// stops counting but stays whole, and counts again once no rule takes it; what its network withdrew stays
  /// withdrawn. When these rules were in force last time nothing is read. Else all posts are, a thousand in a
  /// transaction; what breaks that off leaves the rollups right, the old rules in force for this connection,
  /// and the rest to be done by the next call: with the same rules it goes on after the last thousand, unless
  /// somebody saved by other ones since. Until the first call no rules are in force. Fails with configuration
  /// (78) when an import brings others than the daemon last did.
  Result<IgnoreChanges> apply_ignore_rules(IgnoreRules rules, UtcTime now,
                                           RulesFrom from = RulesFrom::daemon);

  /// Units of its allowance that a source has used since a moment. Kept by hours of UTC: where the moment
  /// lies within one, the whole hour counts, so that this may tell too much but never too little.
  Result<std::int64_t> spent_since(const std::string& source, UtcTime moment);

  /// The state as last saved, cursor sealed; nothing when this source was never asked for this topic.
  Result<std::optional<SourceState>> source_state(const std::string& source, const std::string& topic);

  /// The sealed local id of the newest post that this source showed and that was created before the moment.
  Result<std::optional<Sealed>> newest_local_id_before(const std::string& source, UtcTime moment);

  /// Counts the rollups afresh from the posts.
  Result<void> rebuild_rollups();

  /// True when the rollups equal a recount from the posts.
  Result<bool> rollups_hold();

 private:
  struct Impl;
  explicit PostStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// `SQLite/3.40.1`, for --version.
std::string sqlite_version_text();

}  // namespace nhs::store
