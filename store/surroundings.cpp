#include "store/surroundings.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <algorithm>

#include <array>
#include <cerrno>

#include "store/disk_room.h"
#include "store/durable_file.h"
#include "store/file_owner.h"
#include "store/kept_copies.h"
#include "store/migrations.h"
#include "store/write_ahead_log.h"

namespace nhs::store {
namespace {

namespace fs = std::filesystem;

HealthCheck failing(const char* name, std::string found, std::string remedy) {
  return {name, Verdict::fails, std::move(found), std::move(remedy), false};
}

/// Whose it is and who else may do what; what is not there is right.
std::optional<HealthCheck> wrong_with(const fs::path& path, const struct stat& database) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return std::nullopt;
  if (found.st_uid != database.st_uid)
    return failing("permissions",
                   fmt::format("{} belongs to {}, the database to {}: nhsvaluesd cannot write to it",
                               path.string(), user_name(found.st_uid), user_name(database.st_uid)),
                   fmt::format("chown {} {}", user_name(database.st_uid), path.string()));
  if ((found.st_mode & (S_IWGRP | S_IRWXO)) != 0)
    return failing("permissions",
                   fmt::format("{} is open to others than its owner and readers of its group ({:o})",
                               path.string(), found.st_mode & 0777U),
                   fmt::format("chmod 640 {}", path.string()));
  return std::nullopt;
}

HealthCheck check_permissions(const fs::path& file) {
  struct stat database {};
  struct stat folder {};
  const fs::path place = fs::absolute(file).parent_path();
  if (::stat(file.c_str(), &database) != 0 || ::stat(place.c_str(), &folder) != 0)
    return {"permissions", Verdict::not_checked, "the folder may not be looked into", {}, false};
  if (const std::string read_only = why_read_only(file); !read_only.empty()) {
    const std::size_t remedy = read_only.rfind(": ");
    return failing("permissions", read_only.substr(0, remedy), read_only.substr(remedy + 2));
  }
  for (const char* suffix : {"", "-wal", "-shm", ".lock"})
    if (auto wrong = wrong_with(file.string() + suffix, database)) return *std::move(wrong);
  // Readers who may write there would make files beside the database that its owner cannot write to.
  if ((folder.st_mode & (S_IWGRP | S_IWOTH)) != 0 && (folder.st_mode & S_ISVTX) == 0)
    return failing("permissions",
                   fmt::format("others than its owner may write in the folder {} ({:o})", place.string(),
                               folder.st_mode & 0777U),
                   fmt::format("chmod go-w {}", place.string()));
  return {"permissions",
          Verdict::holds,
          fmt::format("{} writes, members of its group read", user_name(database.st_uid)),
          {},
          false};
}

HealthCheck check_log(const fs::path& file) {
  const std::int64_t bytes = bytes_of_file(file.string() + "-wal").value_or(0);
  const LogBounds bounds;
  // Readers that overlap for a while make it larger than the writer likes; that is no fault yet.
  if (bytes < bounds.most / 2)
    return {
        "log", Verdict::holds, fmt::format("{} are to be written back", bytes_in_words(bytes)), {}, false};
  return failing("log",
                 fmt::format("{} wait to be written back; at {} nothing more is stored",
                             bytes_in_words(bytes), bytes_in_words(bounds.most)),
                 "end what has been reading the database for long: another program, or a backup");
}

HealthCheck check_free_space(const fs::path& file) {
  const auto room = disk_room(file);
  if (!room) return {"room", Verdict::not_checked, room.error().message, {}, false};
  if (const auto enough = check_room(file); !enough)
    return failing("room", enough.error().message, "until then nothing is taken in");
  return {"room",
          Verdict::holds,
          fmt::format("{} free on its disk", bytes_in_words(room->free_bytes)),
          {},
          false};
}

HealthCheck check_schema(int version) {
  if (version == schema_version())
    return {
        "schema", Verdict::holds, fmt::format("version {}, which this program writes", version), {}, false};
  return {"schema", Verdict::fails,
          fmt::format("version {}; this program reads and writes {}", version, schema_version()),
          "start nhsvaluesd, or run `nhsvalues import`: either brings it up to date", false};
}

HealthCheck check_key(const std::string& fingerprint, const KeyAtHand& key) {
  if (key.forbidden)
    return {"key",
            Verdict::not_checked,
            fmt::format("{} is for the database's owner alone", key.file.string()),
            {},
            false};
  if (key.fingerprint.empty())
    return failing("key", key.trouble, "put back the key file that the database was made with");
  if (key.fingerprint != fingerprint)
    return failing("key",
                   fmt::format("{} holds the key {}, the database was made with {}", key.file.string(),
                               key.fingerprint, fingerprint),
                   "put back the key file that the database was made with");
  return {"key",
          Verdict::holds,
          fmt::format("{} is the one the database was made with", key.file.string()),
          {},
          false};
}

HealthCheck check_copies(const fs::path& file) {
  HealthCheck check{"copies", Verdict::holds, "none kept beside it", {}, false};
  std::string named;
  const std::vector<KeptCopy> copies = kept_copies(file);
  for (const KeptCopy& each : copies)
    named += fmt::format("{}{} ({})", named.empty() ? "" : ", ", each.file.filename().string(),
                         bytes_in_words(each.bytes));
  if (!named.empty()) check.found = "kept beside it: " + named;
  std::string unfinished;
  for (const fs::path& each : leftovers_in(fs::absolute(file).parent_path()))
    if (std::none_of(copies.begin(), copies.end(), [&](const KeptCopy& kept) { return kept.file == each; }))
      unfinished += (unfinished.empty() ? "" : ", ") + each.filename().string();
  if (!unfinished.empty())
    check.found += "; in the making, or left by what was killed while it made them: " + unfinished;
  return check;
}

}  // namespace

std::vector<HealthCheck> check_surroundings(const fs::path& file, int version, const std::string& fingerprint,
                                            const ExamineOptions& options) {
  return {check_schema(version),   check_key(fingerprint, options.key),
          check_permissions(file), check_log(file),
          check_free_space(file),  check_copies(file)};
}

}  // namespace nhs::store
