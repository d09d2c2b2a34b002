#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/result.h"
#include "store/durable_file.h"
#include "store/health.h"

namespace nhs::store {

struct BackupOptions {
  bool replace = false;  ///< an older backup that is there
  /// Besides the database's own files, what must not be replaced in any case.
  std::vector<std::filesystem::path> in_use = {};
  bool verify = true;
  std::function<void(std::int64_t done, std::int64_t of)> tell_bytes = {};
  std::function<void(const std::string& what)> tell_check = {};
};

/// Copies the database as it is at this moment, while anybody reads and writes: into one file, 0600, which
/// takes its name only once it is whole, on the disk, and was found sound. The key is not in it. Fails with
/// usage (64) where the target is in use, cannot_create (73) where a file is there, or with replace one that
/// is no older backup of any database of ours, no_input (66), no_permission (77), bad_data (65) for a
/// stranger's database, io (74) without room, or when the copy is not sound. Blocks nobody.
Result<Contents> back_up(const std::filesystem::path& database, const std::filesystem::path& target,
                         const BackupOptions& options);

/// A backup without a name of its own, which goes with this.
struct PassingBackup {
  FileInTheMaking file;
  Contents contents;
};

/// The same for a moment: the copy lies beside `target`, is called after it and this process, and never takes
/// its name, whatever has that.
Result<PassingBackup> back_up_in_passing(const std::filesystem::path& database,
                                         const std::filesystem::path& target, const BackupOptions& options);

/// What a backup holds, and whether it is sound. Changes nothing. Fails with no_input (66), no_permission
/// (77), and bad_data (65) for what is no database of ours, one of a newer version, or empty.
struct BackupFile {
  Contents contents;
  std::vector<HealthCheck> checks;
};
Result<BackupFile> look_into_backup(const std::filesystem::path& file,
                                    const std::function<void(const std::string& what)>& tell = {});

}  // namespace nhs::store
