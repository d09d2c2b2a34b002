#include "store/erasure.h"

#include "store/disk_room.h"
#include "store/meta.h"
#include "store/transaction.h"

namespace nhs::store {
namespace {

/// In `meta`: since when something erased may stand in the file, and, once the file has been written anew and
/// only the log is left, the same under the other name.
const std::string kErasing = "erasing_since";
const std::string kEmptyingLog = "erasing_from_log_since";

/// In `meta`: since when texts may stand in the file that others took the place of.
const std::string kReplaced = "replaced_since";

void write_anew(Database& database) {
  database.run("INSERT INTO post_search (post_search) VALUES ('optimize')");
  database.execute("VACUUM");
}

/// Whether the file is to be written anew by now.
bool is_due(Database& database, UtcTime now) {
  if (read_meta(database, kErasing)) return true;
  const auto replaced = read_moment(database, kReplaced);
  // What a clock that was ahead noted is not waited for.
  return replaced && (*replaced <= now - kReplacedTextsStay || *replaced > now);
}

}  // namespace

void note_erased(Database& database, UtcTime at) {
  // From now on the file is to be written anew, however far an earlier request has come.
  const auto since = erasing_since(database).value_or(at);
  drop_meta(database, kEmptyingLog);
  write_moment(database, kErasing, since);
}

void note_replaced(Database& database, UtcTime at) {
  if (!read_meta(database, kReplaced)) write_moment(database, kReplaced, at);
}

std::optional<UtcTime> erasing_since(Database& database) {
  const auto since = read_moment(database, kErasing);
  return since ? since : read_moment(database, kEmptyingLog);
}

bool may_hold_erased(Database& database) {
  return erasing_since(database).has_value() || read_meta(database, kReplaced).has_value();
}

Erasing finish_erasing(Database& database, const std::filesystem::path& file, WriteAheadLog& log,
                       std::int64_t largest, UtcTime now) {
  if (is_due(database, now)) {
    const std::int64_t bytes = bytes_of(database);
    if (bytes > largest) return Erasing::too_large;
    // Before, for else the log would grow by the whole file and stay so for as long as somebody reads.
    if (!log.empty_out()) return Erasing::held_by_reader;
    if (!check_room_for(file, 2 * bytes, "writing the database anew")) return Erasing::no_room;
    write_anew(database);
    in_transaction(database, [&] {
      const auto since = erasing_since(database);
      const auto replaced = read_moment(database, kReplaced);
      drop_meta(database, kErasing);
      drop_meta(database, kReplaced);
      // The real clock: whoever finishes all there is calls any moment due.
      write_moment(database, kWrittenAnewKey, SystemClock{}.now());
      write_moment(database, kEmptyingLog, since.value_or(replaced.value_or(now)));
    });
  }
  if (!erasing_since(database)) return Erasing::finished;
  if (!log.empty_out()) return Erasing::held_by_reader;
  in_transaction(database, [&] { drop_meta(database, kEmptyingLog); });
  return Erasing::finished;
}

void erase_from_copy(Database& database) {
  write_anew(database);
  database.integer("PRAGMA wal_checkpoint(TRUNCATE)");
  in_transaction(database, [&] {
    for (const std::string& key : {kErasing, kEmptyingLog, kReplaced}) drop_meta(database, key);
  });
}

}  // namespace nhs::store
