#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "store/database.h"
#include "store/forgetting.h"
#include "store/write_ahead_log.h"

namespace nhs::store {

/// Keeping the promise that what was erased is not in the file afterwards. Deleting a row does not keep it:
/// the log holds the page as it was, words stay in the full-text index until its parts are merged, and where
/// SQLite once moved rows to another page their old bytes may lie in the room between (balance_nonroot
/// of 3.40 leaves it, whatever PRAGMA secure_delete says). So the index is merged, the file is written anew,
/// and the log is emptied. Functions throw SQLite::Exception.

/// Notes that something was erased, in the transaction that does it.
void note_erased(Database& database, UtcTime at);

/// Notes that a text has gone because another one took its place, or that a post was withdrawn: nobody asked
/// for it, and posts are edited all day, so that its bytes go once a day, or with what is erased before.
void note_replaced(Database& database, UtcTime at);

inline constexpr std::chrono::hours kReplacedTextsStay{24};

/// In `meta`: when the file was last written anew (store/written_anew.h).
inline const std::string kWrittenAnewKey = "written_anew_at";

/// Since when what was erased is to be finished; nothing when it is.
std::optional<UtcTime> erasing_since(Database& database);

/// Whether anything that was erased or replaced may be left in the file.
bool may_hold_erased(Database& database);

/// What is larger is not written anew without being asked to: that takes some seconds a gigabyte, in which
/// nothing else is done. Once a day the search index is merged, free pages are given back and the log is
/// emptied all the same; what may be left are pieces of texts in the room between rows.
inline constexpr std::int64_t kWrittenAnewByItself = std::int64_t{512} << 20;

/// Finishes what is due by now, or says what stands in the way and leaves the rest to the next call. Outside
/// a transaction. Takes some seconds for a gigabyte, and twice the database's room for that time.
///
/// largest: a file of more bytes is left alone.
Erasing finish_erasing(Database& database, const std::filesystem::path& file, WriteAheadLog& log,
                       std::int64_t largest, UtcTime now);

/// The same of a copy that nobody else has open.
void erase_from_copy(Database& database);

}  // namespace nhs::store
