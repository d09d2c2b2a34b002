#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include "core/descriptor.h"
#include "core/result.h"

namespace nhs::store {

/// Between a file's name and the number of the process that makes it: `TARGET.partial-123`.
inline constexpr std::string_view kPartial = ".partial-";

/// A file in the making, beside the name that it is to take: it is there whole under that name, or not at
/// all. What is not put in place goes. It is locked (flock) while it is made. Never of a file that SQLite has
/// open in this process: closing a second descriptor would drop SQLite's locks.
class FileInTheMaking {
 public:
  /// Makes an empty file that only its owner may read, or its group too (mode). What processes that were
  /// killed left in this folder goes: of the same target, and copies of databases. Fails with cannot_create
  /// (73).
  static Result<FileInTheMaking> begin(const std::filesystem::path& target, mode_t mode);

  FileInTheMaking(FileInTheMaking&& other) noexcept;
  FileInTheMaking& operator=(FileInTheMaking&& other) noexcept;
  ~FileInTheMaking();

  const std::filesystem::path& path() const { return path_; }

  /// Where root works on somebody's database, what it makes there must be theirs. Fails with io (74).
  Result<void> give_to_owner_of(const std::filesystem::path& like);

  /// Writes it through to the disk and gives it its name; what had the name is gone. Fails with io (74).
  Result<void> put_in_place();

 private:
  FileInTheMaking(std::filesystem::path path, std::filesystem::path target, Descriptor lock)
      : path_(std::move(path)), target_(std::move(target)), lock_(std::move(lock)) {}

  std::filesystem::path path_;  ///< empty once it is in place
  std::filesystem::path target_;
  Descriptor lock_;  ///< the open file that holds the lock
};

/// Files in the making in a folder, abandoned ones too, by name; of a folder that cannot be read to its end,
/// those that were read. Thread-safe.
std::vector<std::filesystem::path> leftovers_in(const std::filesystem::path& folder);

/// Whether a file in the making is nobody's any more, for what made it was killed. False for one of this
/// process. Thread-safe.
bool is_left_over(const std::filesystem::path& part);

/// A file, and what SQLite made beside it; false where the file stays.
bool remove_with_what_is_beside(const std::filesystem::path& path);

/// Writes a folder's names through to the disk: a rename in it then outlasts a power cut. Fails with io (74).
Result<void> flush_folder_of(const std::filesystem::path& file);

}  // namespace nhs::store
