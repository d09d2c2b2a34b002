#include "store/restore.h"

#include <fmt/format.h>

#include <set>

#include "store/alerts.h"
#include "store/audit.h"
#include "store/content_checks.h"
#include "store/damage.h"
#include "store/disk_room.h"
#include "store/durable_file.h"
#include "store/erasure.h"
#include "store/meta.h"
#include "store/migrations.h"
#include "store/purge.h"
#include "store/replacing.h"
#include "store/retention_state.h"
#include "store/snapshot.h"
#include "store/tables.h"
#include "store/target_file.h"
#include "store/temporary_files.h"

namespace nhs::store {
namespace {

namespace fs = std::filesystem;

/// As PostStore makes it.
constexpr mode_t kDatabaseMode = 0640;

Result<void> check_sound(const std::vector<HealthCheck>& checks, const fs::path& file) {
  for (const HealthCheck& each : checks)
    if (each.verdict == Verdict::fails)
      return fail(ExitStatus::bad_data,
                  fmt::format("{}: not restored, for it is not sound: {}: {}; take another backup",
                              file.string(), each.name, each.found));
  return {};
}

/// How the backup's key gives way to the one at hand; nothing where it is that one.
Result<std::optional<Rekeying>> check_key(const Contents& backup, const fs::path& file,
                                          const RestoreOptions& options) {
  if (backup.key_fingerprint == options.key_fingerprint) return std::nullopt;
  if (!options.rekeying)
    return fail(
        ExitStatus::configuration,
        fmt::format("{}: this backup was made with the key {}, and the key at hand is {}; put the key "
                    "file of that time in its place first",
                    file.string(), backup.key_fingerprint, options.key_fingerprint));
  auto how = options.rekeying(backup.key_fingerprint);
  if (!how) return tl::unexpected(how.error());
  return *std::move(how);
}

/// The database that is to be replaced, as far as it can be read.
struct Present : PlaceTaken {
  bool of_other_key = false;
  bool of_later_key = false;  ///< one that took the place of that at hand
  std::optional<Contents> contents;
  std::string trouble;
};

Result<Present> look_at_present(const fs::path& file, const std::string& fingerprint) {
  Present present;
  std::error_code error;
  if (!fs::exists(file, error)) return present;
  present.has_name = true;
  try {
    Database database(file, Access::read);
    const auto state = identify(database, file);
    if (!state) return tl::unexpected(state.error());
    if (*state == FileState::empty) return present;
    present.there = true;
    present.contents = contents_of(database, file);
    present.of_other_key = present.contents->key_fingerprint != fingerprint;
    if (present.of_other_key) present.trouble = "it was made with another key";
    present.of_later_key =
        present.of_other_key && has_table(database, "earlier_key") &&
        database.integer("SELECT 1 FROM earlier_key WHERE fingerprint = ?", fingerprint).has_value();
  } catch (const SQLite::Exception& failure) {
    const Error wrong = explained(failure, file);
    // What is merely locked, or short of room, or on a disk that fails, is no ruin.
    if (!is_damage(failure)) return tl::unexpected(wrong);
    present.there = true;
    present.damaged = true;
    present.trouble = wrong.message;
  }
  return present;
}

/// With the key of before, nothing that the present database knows of its people could be carried over.
Result<void> check_present(const Present& present, const fs::path& file, const RestoreOptions& options) {
  if (!present.of_later_key) return {};
  return fail(
      ExitStatus::configuration,
      fmt::format(
          "{}: this database was made with the key {}, which took the place of the one at hand, {}: with "
          "that, people who were forgotten since would be back; put the key file of now in its place, "
          "which restores older backups too, or move the database away if that key is lost",
          file.string(), present.contents->key_fingerprint, options.key_fingerprint));
}

/// For the audit: nothing of the backup's name, which may say whose it is.
std::string described(const Contents& backup) {
  return fmt::format("a backup of schema {} with {} posts, the last taken in {}", backup.schema_version,
                     backup.posts, backup.last_seen_at ? format_utc(*backup.last_seen_at) : "never");
}

/// The rules of today for posts of back then.
std::int64_t purge_all(Database& made, const RetentionRules& rules, const Act& act) {
  const auto zone = TimeZone::named(read_meta(made, "timezone").value_or("UTC"));
  std::int64_t purged = 0;
  std::int64_t step = zone ? kPurgedAtOnce : 0;
  while (step > 0) {
    SQLite::Transaction transaction(made.connection(), SQLite::TransactionBehavior::IMMEDIATE);
    step = purge_due(made, *zone, rules, act, kPurgedAtOnce);
    transaction.commit();
    purged += step;
  }
  return purged;
}

Result<void> bring_up_to_date(const fs::path& copy, Restored& restored) {
  return attempt(copy, [&]() -> Result<void> {
    Database made(copy, Access::write);
    const auto state = identify(made, copy);
    if (!state) return tl::unexpected(state.error());
    if (*state == FileState::outdated)
      restored.migrated_from = static_cast<int>(made.integer("PRAGMA user_version").value_or(0));
    migrate(made);
    return {};
  });
}

/// Gives the copy the key at hand. What the present database knows by a key before that one it is to know
/// these posts by, too: for such hashes this gives what they became.
Result<HashesAnew> rekey(const fs::path& copy, const fs::path& database, const Present& present, Rekeying how,
                         UtcTime now, Restored& restored) {
  std::set<KeyedHash> wanted;
  if (present.there && !present.of_other_key) {
    auto read = attempt(database, [&]() -> Result<void> {
      Database old(database, Access::read);
      wanted = hashes_under_earlier_keys(old);
      return {};
    });
    // What cannot be read of a damaged one, carrying over says.
    if (!read && !present.damaged) return tl::unexpected(read.error());
  }
  HashesAnew anew;
  how.tell_hash = [&](const HashAnew& hash) {
    for (const KeyedHash& each : hash.before)
      if (each != hash.after && wanted.count(each) > 0) anew.emplace(each, hash.after);
  };
  auto rekeyed = rekey_copy(copy, how, now);
  if (!rekeyed) return tl::unexpected(rekeyed.error());
  restored.rekeyed = *rekeyed;
  return anew;
}

/// Gives the copy what must not be undone, and writes down that it was restored.
Result<void> complete(const fs::path& copy, const fs::path& database, const Present& present,
                      const HashesAnew& anew, const RestoreOptions& options, const Contents& backup,
                      Restored& restored) {
  const Act act{options.now, options.person};
  return attempt(copy, [&]() -> Result<void> {
    Database made(copy, Access::write);
    restored.carried.incomplete = present.of_other_key || !present.there;
    if (present.there && !present.of_other_key) {
      try {
        Database old(database, Access::read);
        SQLite::Transaction transaction(made.connection(), SQLite::TransactionBehavior::IMMEDIATE);
        restored.carried = carry_over(old, made, anew);
        transaction.commit();
      } catch (const SQLite::Exception& failure) {
        if (!present.damaged || !is_damage(failure)) throw;
        restored.carried = CarriedOver{.incomplete = true};
      }
    }
    if (options.retention) restored.purged = purge_all(made, *options.retention, act);
    const CarriedOver& carried = restored.carried;
    bool erased = false;
    // A backup may also have been taken while something was being erased.
    if (restored.purged + carried.purged + carried.withdrawn + carried.forgotten > 0 || restored.rekeyed ||
        may_hold_erased(made)) {
      erase_from_copy(made);
      erased = true;
    }
    SQLite::Transaction transaction(made.connection(), SQLite::TransactionBehavior::IMMEDIATE);
    // Written anew, it has no traces that a purge would have to remove.
    if (erased && options.retention) note_purged(made, options.now);
    begin_alerts_anew(made);
    write_audit(made, act, Action::restore, std::nullopt,
                described(backup) + (restored.rekeyed ? ", made with a key before and hashed anew" : ""));
    transaction.commit();
    return {};
  });
}

}  // namespace

Result<Restored> restore(const fs::path& backup, const fs::path& database, const RestoreOptions& options) {
  if (auto plain = check_no_links(database); !plain) return tl::unexpected(plain.error());
  keep_temporary_files_beside(database);
  auto looked = look_into_backup(backup, options.tell_check);
  if (!looked) return tl::unexpected(looked.error());
  if (auto sound = check_sound(looked->checks, backup); !sound) return tl::unexpected(sound.error());
  auto rekeying = check_key(looked->contents, backup, options);
  if (!rekeying) return tl::unexpected(rekeying.error());
  const auto present = look_at_present(database, options.key_fingerprint);
  if (!present) return tl::unexpected(present.error());
  if (auto fits = check_present(*present, database, options); !fits) return tl::unexpected(fits.error());
  Restored restored;
  restored.had_none = !present->there;
  restored.agreed = options.agree({looked->contents, present->contents, present->trouble});
  if (!restored.agreed) return restored;

  auto copy = FileInTheMaking::begin(database, kDatabaseMode);
  if (!copy) return tl::unexpected(copy.error());
  const auto write = [&]() -> Result<void> {
    Database source(backup, Access::read);
    source.leave_no_log();
    return write_snapshot(source, backup, copy->path(), "the restored database", options.tell_bytes);
  };
  if (auto written = attempt(backup, write, FileRole::backup); !written)
    return tl::unexpected(written.error());
  if (auto current = bring_up_to_date(copy->path(), restored); !current)
    return tl::unexpected(current.error());
  HashesAnew anew;
  if (*rekeying) {
    auto became = rekey(copy->path(), database, *present, **rekeying, options.now, restored);
    if (!became) return tl::unexpected(became.error());
    anew = *std::move(became);
  }
  if (auto completed = complete(copy->path(), database, *present, anew, options, looked->contents, restored);
      !completed)
    return tl::unexpected(completed.error());
  auto made = look_into_backup(copy->path(), options.tell_check);
  if (!made) return tl::unexpected(made.error());
  if (auto sound = check_sound(made->checks, backup); !sound) return tl::unexpected(sound.error());
  restored.contents = made->contents;
  const fs::path owner = present->has_name ? database : fs::absolute(database).parent_path();
  if (auto given = copy->give_to_owner_of(owner); !given) return tl::unexpected(given.error());
  auto kept = take_place(*std::move(copy), database, *present, options.now);
  if (!kept) return tl::unexpected(kept.error());
  restored.kept = *std::move(kept);
  open_for_readers(database);
  return restored;
}

}  // namespace nhs::store
