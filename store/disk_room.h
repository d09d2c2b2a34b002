#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/result.h"

namespace nhs::store {

/// So much is kept free before a batch is written: the log may take 64 MiB before it is written back, the
/// same pages then go into the file, and what else runs on that disk, its system log above all, must not fail
/// for us.
inline constexpr std::int64_t kRoomKeptFree = 128LL * 1024 * 1024;

struct DiskRoom {
  std::int64_t free_bytes = 0;  ///< for users other than root
  bool read_only = false;       ///< mounted so
};

/// Of the disk that this file is on, or would be: its folder is there. Fails with io (74). Thread-safe.
Result<DiskRoom> disk_room(const std::filesystem::path& file);

/// Fails with io (74) when less than kRoomKeptFree is free beside the database, or its disk is mounted
/// read-only.
Result<void> check_room(const std::filesystem::path& database);

/// Fails with io (74) when there is no room for another file of so many bytes here.
Result<void> check_room_for(const std::filesystem::path& file, std::int64_t bytes, const std::string& what);

/// How long a file is; nothing where there is none, or it cannot be looked at. Thread-safe.
std::optional<std::int64_t> bytes_of_file(const std::filesystem::path& file);

/// `1.5 MiB`.
std::string bytes_in_words(std::int64_t bytes);

}  // namespace nhs::store
