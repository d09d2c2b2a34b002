#include "store/backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "store/content_checks.h"
#include "store/migrations.h"
#include "store/read_access.h"
#include "store/snapshot.h"
#include "store/target_file.h"
#include "store/temporary_files.h"

namespace nhs::store {
namespace {

namespace fs = std::filesystem;

/// A backup holds what the database holds, and lies where nobody looks after its group.
constexpr mode_t kBackupMode = 0600;

/// Only what this program made goes, and not what somebody has open.
Result<void> check_older_backup(const fs::path& target) {
  std::error_code error;
  if (fs::exists(target.string() + "-wal", error))
    return fail(ExitStatus::cannot_create,
                fmt::format("{}: a log lies beside it: this is a database in use; name another file",
                            target.string()));
  if (fs::file_size(target, error) == 0 && !error) return {};
  const auto known = attempt(target, [&]() -> Result<FileState> {
    Database there(target, Access::read);
    there.leave_no_log();
    return identify(there, target);
  });
  if (known && *known != FileState::empty) return {};
  return fail(ExitStatus::cannot_create,
              fmt::format("{}: this is no backup of ours, and only such a one is replaced; name another file",
                          target.string()));
}

Result<void> check_target(const fs::path& database, const fs::path& target, const BackupOptions& options) {
  std::error_code error;
  if (fs::is_directory(target, error))
    return fail(ExitStatus::usage,
                fmt::format("{}: this is a folder; name the file that the backup is to be", target.string()));
  if (auto free = check_none_of(target, files_of(database)); !free) return free;
  if (auto free = check_none_of(target, options.in_use); !free) return free;
  const auto there = is_plain_file(target);
  if (!there) return tl::unexpected(there.error());
  if (!*there) return {};
  return options.replace ? check_older_backup(target) : Result<void>{is_there_already(target)};
}

/// The check of the full-text index is put as a statement that writes, though it changes nothing.
bool may_be_written(const fs::path& file) {
  std::error_code error;
  // With a log beside it, it is a database in use rather than a backup.
  return !fs::exists(file.string() + "-wal", error) &&
         ::faccessat(AT_FDCWD, file.c_str(), W_OK, AT_EACCESS) == 0 &&
         ::faccessat(AT_FDCWD, fs::absolute(file).parent_path().c_str(), W_OK, AT_EACCESS) == 0;
}

Result<void> check_ours(Database& database, const fs::path& file) {
  const auto state = identify(database, file);
  if (!state) return tl::unexpected(state.error());
  if (*state != FileState::empty) return {};
  return fail(ExitStatus::no_input, fmt::format("{}: there is nothing in this file", file.string()));
}

Result<void> check_sound(const BackupFile& copy, const fs::path& target) {
  for (const HealthCheck& each : copy.checks)
    if (each.verdict == Verdict::fails)
      return fail(ExitStatus::io,
                  fmt::format("{}: not made, for the copy is not sound ({}: {}); look the database over with "
                              "`nhsvalues doctor --full`",
                              target.string(), each.name, each.found));
  return {};
}

Result<PassingBackup> copied(const fs::path& database, const fs::path& target, const BackupOptions& options) {
  keep_temporary_files_beside(target);
  auto copy = FileInTheMaking::begin(target, kBackupMode);
  if (!copy) return tl::unexpected(copy.error());
  try {
    Database source(database, Access::read);
    if (auto ours = check_ours(source, database); !ours) return tl::unexpected(ours.error());
    if (auto written = write_snapshot(source, database, copy->path(), "the backup", options.tell_bytes);
        !written)
      return tl::unexpected(written.error());
  } catch (const SQLite::Exception& failure) {
    return tl::unexpected(explained_to_reader(failure, database));
  }
  if (options.verify) {
    auto made = look_into_backup(copy->path(), options.tell_check);
    if (!made) return tl::unexpected(made.error());
    if (auto sound = check_sound(*made, target); !sound) return tl::unexpected(sound.error());
    return PassingBackup{*std::move(copy), std::move(made->contents)};
  }
  auto held = attempt(copy->path(), [&]() -> Result<Contents> {
    Database made(copy->path(), Access::read);
    return contents_of(made, copy->path());
  });
  if (!held) return tl::unexpected(held.error());
  return PassingBackup{*std::move(copy), *std::move(held)};
}

}  // namespace

Result<Contents> back_up(const fs::path& database, const fs::path& target, const BackupOptions& options) {
  if (auto readable = check_readable(database); !readable) return tl::unexpected(readable.error());
  if (auto free = check_target(database, target, options); !free) return tl::unexpected(free.error());
  auto copy = copied(database, target, options);
  if (!copy) return tl::unexpected(copy.error());
  if (auto placed = copy->file.put_in_place(); !placed) return tl::unexpected(placed.error());
  return std::move(copy->contents);
}

Result<PassingBackup> back_up_in_passing(const fs::path& database, const fs::path& target,
                                         const BackupOptions& options) {
  if (auto readable = check_readable(database); !readable) return tl::unexpected(readable.error());
  return copied(database, target, options);
}

Result<BackupFile> look_into_backup(const fs::path& file,
                                    const std::function<void(const std::string& what)>& tell) {
  std::error_code error;
  if (!fs::exists(file, error) && !error)
    return fail(ExitStatus::no_input, fmt::format("{}: there is no such file", file.string()));
  if (auto readable = check_readable(file); !readable) return tl::unexpected(readable.error());
  keep_temporary_files_beside(file);
  const auto look = [&]() -> Result<BackupFile> {
    const bool writable = may_be_written(file);
    Database database(file, writable ? Access::write : Access::read);
    // Of a copy made otherwise, which may want one.
    database.leave_no_log();
    if (auto ours = check_ours(database, file); !ours) return tl::unexpected(ours.error());
    BackupFile backup;
    backup.checks = check_contents(database, file, Depth::full,
                                   writable ? SearchIndex::by_words : SearchIndex::by_posts, tell);
    if (all_well(backup.checks)) backup.contents = contents_of(database, file);
    return backup;
  };
  return attempt(file, look, FileRole::backup);
}

}  // namespace nhs::store
