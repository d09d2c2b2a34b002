#include "store/kept_copies.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <system_error>

#include "store/disk_room.h"
#include "store/durable_file.h"
#include "store/meta.h"
#include "store/snapshot.h"

namespace nhs::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOfMigration = ".before-schema-";
constexpr std::string_view kOfRestore = ".before-restore-";
constexpr const char* kUpgradingFrom = "upgrading_from";

/// Only its owner reads a copy: it is for nobody's daily use.
constexpr mode_t kCopyMode = 0600;

int remove_where(const fs::path& database, const std::function<bool(const KeptCopy&)>& goes) {
  int removed = 0;
  for (const KeptCopy& each : kept_copies(database)) {
    if (goes(each)) removed += remove_with_what_is_beside(each.file);
  }
  return removed;
}

enum class Kind : std::uint8_t { none, of_migration, of_restore, left_over };

/// What a kill leaves of a backup or a restoration is all of the database, as much as a copy that was made to
/// stay. Not what is in the making.
Kind kind_of(const fs::path& file, const std::string& database) {
  const std::string name = file.filename().string();
  const auto begins = [&](std::string_view with) { return name.rfind(database + std::string{with}, 0) == 0; };
  if (const auto at = name.rfind(kPartial); at != std::string::npos) {
    // What SQLite made beside it goes with it.
    const bool beside = name.find_first_not_of("0123456789", at + kPartial.size()) != std::string::npos;
    return begins(".") && !beside && is_left_over(file) ? Kind::left_over : Kind::none;
  }
  if (begins(kOfMigration)) return Kind::of_migration;
  return begins(kOfRestore) ? Kind::of_restore : Kind::none;
}

/// Of `2026-11-25-10-00-00`, whatever follows.
std::optional<UtcTime> date_of(std::string moment) {
  if (moment.size() < 19) return std::nullopt;
  moment.resize(19);
  moment[10] = 'T';
  moment[13] = moment[16] = ':';
  return parse_rfc3339(moment + "Z");
}

/// What is to be done before a migration.
struct Before {
  bool copy = true;
  bool look_for_room = true;
};

Before before_migration(Database& database, const fs::path& file, int version) {
  const auto from = read_meta(database, kUpgradingFrom);
  if (!from) return {};
  for (const KeptCopy& each : kept_copies(file)) {
    if (each.file.filename() != fmt::format("{}{}{}", file.filename().string(), kOfMigration, *from))
      continue;
    // Half way, neither version runs on it: whether the rest has room, trying tells.
    if (*from != std::to_string(version)) return {.copy = false, .look_for_room = false};
    return {.copy = SystemClock{}.now() - each.made_at > kCopyServes};
  }
  return {};
}

Result<void> check_room_to_migrate(Database& database, const fs::path& file, bool copy) {
  const std::int64_t bytes = bytes_of(database);
  return check_room_for(file, bytes * (copy ? 3 : 2),
                        "bringing the database up to date, with a copy of what was before");
}

}  // namespace

std::vector<KeptCopy> kept_copies(const fs::path& database) {
  std::vector<KeptCopy> copies;
  std::error_code unseen;
  const std::string name = database.filename().string();
  // Not range-for, whose steps throw where the disk fails.
  for (fs::directory_iterator each{fs::absolute(database).parent_path(), unseen};
       !unseen && each != fs::directory_iterator{}; each.increment(unseen)) {
    const Kind kind = kind_of(each->path(), name);
    struct stat found {};
    if (kind == Kind::none || ::stat(each->path().c_str(), &found) != 0) continue;
    const UtcTime changed{std::chrono::seconds{found.st_mtime}};
    const auto dated = kind == Kind::of_restore
                           ? date_of(each->path().filename().string().substr(name.size() + kOfRestore.size()))
                           : std::nullopt;
    copies.push_back({each->path(), kind == Kind::of_migration, dated.value_or(changed), found.st_size});
  }
  std::sort(copies.begin(), copies.end(), [](const auto& a, const auto& b) { return a.file < b.file; });
  return copies;
}

Result<void> keep_copy_of_schema(Database& database, const fs::path& file, int version) {
  const Before before = before_migration(database, file, version);
  if (before.look_for_room)
    if (auto room = check_room_to_migrate(database, file, before.copy); !room) return room;
  if (!before.copy) return {};
  const fs::path target = fmt::format("{}{}{}", file.string(), kOfMigration, version);
  auto copy = FileInTheMaking::begin(target, kCopyMode);
  if (!copy) return tl::unexpected(copy.error());
  auto written = write_snapshot(database, file, copy->path(),
                                "the copy that is taken before the database is brought up to date");
  if (!written) return written;
  if (auto given = copy->give_to_owner_of(file); !given) return given;
  if (auto placed = copy->put_in_place(); !placed) return placed;
  SQLite::Transaction transaction(database.connection(), SQLite::TransactionBehavior::IMMEDIATE);
  write_meta(database, kUpgradingFrom, std::to_string(version));
  transaction.commit();
  return {};
}

void note_upgraded(Database& database) {
  if (read_meta(database, kUpgradingFrom)) drop_meta(database, kUpgradingFrom);
}

int remove_copies_of_migrations(const fs::path& database) {
  return remove_where(database, [](const KeptCopy& copy) { return copy.of_migration; });
}

int remove_all_copies(const fs::path& database) {
  return remove_where(database, [](const KeptCopy&) { return true; });
}

int remove_old_copies(const fs::path& database, UtcTime now) {
  return remove_where(database, [&](const KeptCopy& copy) { return now - copy.made_at > kKeepCopy; });
}

}  // namespace nhs::store
