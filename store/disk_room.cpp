#include "store/disk_room.h"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace nhs::store {

Result<DiskRoom> disk_room(const std::filesystem::path& file) {
  const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
  struct statvfs disk {};
  if (::statvfs(folder.c_str(), &disk) != 0)
    return fail(ExitStatus::io, fmt::format("{}: how much room is left cannot be told: {}", folder.string(),
                                            std::strerror(errno)));
  // bavail: what root may still take does not help the daemon.
  return DiskRoom{static_cast<std::int64_t>(disk.f_bavail) * static_cast<std::int64_t>(disk.f_frsize),
                  (disk.f_flag & ST_RDONLY) != 0};
}

Result<void> check_room(const std::filesystem::path& database) {
  const auto room = disk_room(database);
  if (!room) return tl::unexpected(room.error());
  if (room->read_only)
    return fail(ExitStatus::io, fmt::format("{}: its disk is mounted read-only; see the system log for why",
                                            database.string()));
  if (room->free_bytes < kRoomKeptFree)
    return fail(
        ExitStatus::io,
        fmt::format("{}: only {} are free on its disk, and {} are kept free; make room there",
                    database.string(), bytes_in_words(room->free_bytes), bytes_in_words(kRoomKeptFree)));
  return {};
}

Result<void> check_room_for(const std::filesystem::path& file, std::int64_t bytes, const std::string& what) {
  const auto room = disk_room(file);
  if (!room) return tl::unexpected(room.error());
  // A disk that is filled to its last byte helps nobody.
  const std::int64_t needed = bytes + std::min<std::int64_t>(bytes / 10, kRoomKeptFree);
  if (room->free_bytes >= needed) return {};
  return fail(ExitStatus::io,
              fmt::format("{}: there is no room for {}: it takes {}, and {} are free; make room there",
                          file.string(), what, bytes_in_words(needed), bytes_in_words(room->free_bytes)));
}

std::optional<std::int64_t> bytes_of_file(const std::filesystem::path& file) {
  std::error_code unseen;
  const auto size = std::filesystem::file_size(file, unseen);
  return unseen ? std::nullopt : std::optional{static_cast<std::int64_t>(size)};
}

std::string bytes_in_words(std::int64_t bytes) {
  const auto count = static_cast<double>(bytes);
  if (bytes < 1024 * 1024) return fmt::format("{:.0f} KiB", count / 1024);
  if (bytes < 1024LL * 1024 * 1024) return fmt::format("{:.1f} MiB", count / (1024 * 1024));
  return fmt::format("{:.2f} GiB", count / (1024.0 * 1024 * 1024));
}

}  // namespace nhs::store
