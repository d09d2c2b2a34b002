#include "store/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

#include "store/post_store.h"

namespace nhs::store {
namespace {

// Long enough for a checkpoint or another writer's batch; a person waits no longer for an answer.
constexpr int kBusyTimeoutMs = 5000;

// Shapes of SQL come from filters, which people combine at will; more than this is not worth the memory.
constexpr std::size_t kMaxCachedStatements = 256;

// A connection stays on one thread, so SQLite need not lock it against others at every call.
int flags_of(Access access) {
  return SQLite::OPEN_NOMUTEX | (access == Access::read ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE);
}

}  // namespace

Query::~Query() {
  // The failure of the last step, if any, has been thrown already; reset only repeats it.
  statement_->tryReset();
  statement_->clearBindings();
  if (home_ != nullptr) home_->push_back(std::move(statement_));
}

std::optional<std::int64_t> Query::maybe_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

std::optional<UtcTime> Query::maybe_time(int column) const {
  if (is_null(column)) return std::nullopt;
  return time(column);
}

std::optional<KeyedHash> Query::maybe_hash(int column) const {
  const SQLite::Column value = statement_->getColumn(column);
  KeyedHash hash{};
  if (value.isNull() || value.getBytes() != static_cast<int>(hash.size())) return std::nullopt;
  const auto* bytes = static_cast<const std::uint8_t*>(value.getBlob());
  std::copy(bytes, bytes + hash.size(), hash.begin());
  return hash;
}

// An absolute path, because SQLite would take a name that starts with `file:` for a URI.
Database::Database(const std::filesystem::path& file, Access access)
    : connection_(std::filesystem::absolute(file).string(), flags_of(access), kBusyTimeoutMs) {
  // Whoever closes last, reader or writer, would delete the log and its index, and without these two files
  // members of the group, who may not create them, cannot read (SQLITE_READONLY).
  int persist = 1;
  sqlite3_file_control(connection_.getHandle(), "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
  execute(
      "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;PRAGMA cache_size "
      "= -16000");
  // Hashes are random, so batches touch the same pages again and again; a rarer checkpoint writes them once.
  execute(access == Access::read ? "PRAGMA query_only = ON"
                                 : "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8000");
}

void Database::prepare_file(bool fresh) {
  // Can only be chosen before the first page is written; retention gives room back by it.
  if (fresh) execute("PRAGMA auto_vacuum = INCREMENTAL");
  execute("PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864");
}

Query Database::query(const std::string& sql) {
  const auto known = spares_.find(sql);
  if (known != spares_.end() && !known->second.empty()) {
    std::unique_ptr<SQLite::Statement> statement = std::move(known->second.back());
    known->second.pop_back();
    return Query{std::move(statement), &known->second};
  }
  auto statement = std::make_unique<SQLite::Statement>(connection_, sql);
  if (known != spares_.end()) return Query{std::move(statement), &known->second};
  if (spares_.size() >= kMaxCachedStatements) return Query{std::move(statement), nullptr};
  return Query{std::move(statement), &spares_[sql]};
}

Error explained(const SQLite::Exception& failure, const std::filesystem::path& file) {
  const auto error = [&](ExitStatus status, std::string_view what) {
    return Error{status, fmt::format("{}: {}", file.string(), what)};
  };
  switch (failure.getErrorCode() & 0xff) {
    case SQLITE_FULL:
      return error(ExitStatus::io, "there is no room left for it; free some space on its disk and try again");
    case SQLITE_READONLY:
      return error(
          ExitStatus::io,
          "it, or the folder it is in, cannot be written to; check their owner and permissions, and that "
          "the disk is not mounted read-only");
    case SQLITE_IOERR:
      return error(ExitStatus::io,
                   "the disk failed while it was read or written; check the disk and the system log");
    case SQLITE_CORRUPT:
      return error(ExitStatus::io, "the database is damaged; stop the daemon and put a backup in its place");
    case SQLITE_CANTOPEN:
      return error(
          ExitStatus::io,
          "it, or the -wal and -shm files beside it, cannot be opened; check the permissions of the folder");
    case SQLITE_NOTADB:
      return error(ExitStatus::bad_data, "this file is not a database; name another one with --db");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return error(ExitStatus::try_again, "another program has kept it locked for too long; try again");
    default:
      // SQLite's words name tables and columns, never what was bound.
      return error(ExitStatus::internal,
                   fmt::format("SQLite refused a statement ({}: {}); please report this",
                               failure.getErrorCode(), failure.what()));
  }
}

Error explained_to_reader(const SQLite::Exception& failure, const std::filesystem::path& file) {
  const int code = failure.getErrorCode() & 0xff;
  if (code != SQLITE_READONLY && code != SQLITE_CANTOPEN) return explained(failure, file);
  return {
      ExitStatus::no_permission,
      fmt::format("{}: the files beside it that end in -wal and -shm are missing or may not be read; start "
                  "nhsvaluesd, or have its owner run `nhsvalues status`, which makes them",
                  file.string())};
}

std::string sqlite_version_text() { return fmt::format("SQLite/{}", sqlite3_libversion()); }

}  // namespace nhs::store
