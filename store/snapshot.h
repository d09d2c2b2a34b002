#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "store/database.h"

namespace nhs::store {

/// Told now and then how many bytes of about how many are done.
using TellProgress = std::function<void(std::int64_t done, std::int64_t of)>;

/// Writes the database as it is at this moment into an empty file, without a log beside it. By SQLite's
/// backup interface within one read transaction: it holds up no reader and no writer, and what others write
/// meanwhile does not make it begin afresh. While it works, the log cannot be written back (write_ahead_log.h
/// bounds it). Not by VACUUM INTO, which would hold up nobody either and leave free pages out: SQLite 3.40
/// does not keep CHECK constraints in mind on a read-only connection, and then refuses to copy tables with
/// generated columns, so that only the owner could make a backup.
///
/// source: not in a transaction. what: `a backup`, for messages. Fails as SQLite
/// does, and with io (74) when there is no room for it.
Result<void> write_snapshot(Database& source, const std::filesystem::path& source_file,
                            const std::filesystem::path& target, const std::string& what,
                            const TellProgress& tell = {});

}  // namespace nhs::store
