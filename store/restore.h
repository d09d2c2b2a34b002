#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "core/result.h"
#include "store/act.h"
#include "store/backup.h"
#include "store/carry_over.h"
#include "store/rekeying.h"
#include "store/retention.h"

namespace nhs::store {

/// What is asked before a database is replaced.
struct RestoreQuestion {
  Contents backup;
  /// Nothing when there is none, or it cannot be read.
  std::optional<Contents> present;
  /// Why the present database cannot be read; empty when it can.
  std::string present_trouble;
};

struct RestoreOptions {
  std::string key_fingerprint;  ///< of the key at hand
  /// How the key at hand takes the place of another one, by that one's fingerprint; a failure that says what
  /// to do where it cannot. Not there: backups of other keys are refused.
  std::function<Result<Rekeying>(const std::string& fingerprint)> rekeying = {};
  UtcTime now;
  std::string person = own_person();  ///< for the audit (act.h)
  /// What of the backup is too old to come back whole; nothing for no rules.
  std::optional<RetentionRules> retention = std::nullopt;
  /// Whether to go on.
  std::function<bool(const RestoreQuestion& question)> agree;
  std::function<void(std::int64_t done, std::int64_t of)> tell_bytes = {};
  std::function<void(const std::string& what)> tell_check = {};
};

struct Restored {
  bool agreed = false;             ///< else nothing was done
  Contents contents;               ///< of the database now
  int migrated_from = 0;           ///< the backup's schema version, where it was an older one; else 0
  std::optional<Rekeyed> rekeyed;  ///< where the backup was made with a key before the one at hand
  CarriedOver carried;
  bool had_none = false;       ///< no database was in this place, or nothing in it
  std::int64_t purged = 0;     ///< posts that the rules of retention do not let come back whole
  std::filesystem::path kept;  ///< the database before; empty where there was none, or nothing in it
};

/// Puts a backup in the place of the database: a copy of it is made beside, brought up to date, given what
/// the present database knows of withdrawals (carry_over.h), looked over, and only then put in place by one
/// rename; killed at any moment, the old database is whole in its place, or the new one. The old one stays as
/// `FILE.before-restore-DATE` for a week (kept_copies.h). The backup itself stays as it is. That it was done
/// stands in the new one's audit. A backup that was made with a key before the one at hand is sealed and
/// hashed anew in the copy, so that what is known of its posts by the key of now holds for them.
///
/// The caller has the right to write (WriterLock). Fails with configuration (78) when the backup was made
/// with a key that is not at hand, or the present database with one that took the place of that at hand;
/// bad_data (65) for a stranger's file, a newer version, or a backup that is not sound; try_again (75) while
/// somebody reads the database; io (74) without room.
Result<Restored> restore(const std::filesystem::path& backup, const std::filesystem::path& database,
                         const RestoreOptions& options);

}  // namespace nhs::store
