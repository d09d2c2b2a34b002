#include "store/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <stdexcept>
#include <system_error>

#include "core/file_size_limit.h"
#include "store/file_owner.h"
#include "store/post_store.h"
#include "store/temporary_files.h"

namespace nhs::store {
namespace {

// Long enough for a checkpoint or another writer's batch; a person waits no longer for an answer.
constexpr int kBusyTimeoutMs = 5000;

// Shapes of SQL come from filters, which people combine at will; more than this is not worth the memory.
constexpr std::size_t kMaxCachedStatements = 256;

// 4 MiB: some milliseconds.
constexpr int kPagesAStep = 1000;

// A connection stays on one thread, so SQLite need not lock it against others at every call.
int flags_of(Access access) {
  return SQLite::OPEN_NOMUTEX | (access == Access::read ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE);
}

}  // namespace

// The newest statement with this text: SQLite lists them so, and preparing one may have prepared others, for
// FTS5.
Query::Prepared::Prepared(SQLite::Database& connection, const std::string& sql)
    : statement(connection, sql), row(sqlite3_next_stmt(connection.getHandle(), nullptr)) {
  while (row != nullptr && sqlite3_sql(row) != sql) row = sqlite3_next_stmt(connection.getHandle(), row);
  if (row == nullptr) throw std::logic_error("not one statement: " + sql);
}

Query::~Query() {
  // The failure of the last step, if any, has been thrown already; reset only repeats it.
  statement_->tryReset();
  statement_->clearBindings();
  if (home_ != nullptr) home_->push_back(std::move(prepared_));
}

Query& Query::again() {
  statement_->tryReset();
  statement_->clearBindings();
  bound_ = 0;
  return *this;
}

bool Query::is_null(int column) const { return sqlite3_column_type(prepared_->row, column) == SQLITE_NULL; }

std::int64_t Query::integer(int column) const { return sqlite3_column_int64(prepared_->row, column); }

std::string_view Query::view(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(prepared_->row, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(prepared_->row, column))};
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
  // Who only reads may do so on a full disk.
  if (access == Access::write) keep_temporary_files_beside(file);
  // Whoever closes last, reader or writer, would delete the log and its index, and without these two files
  // members of the group, who may not create them, cannot read (SQLITE_READONLY).
  int persist = 1;
  sqlite3_file_control(connection_.getHandle(), "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
  execute(
      "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;PRAGMA cache_size "
      "= -16000");
  // Hashes are random, so batches touch the same pages again and again; a rarer checkpoint writes them once.
  execute(access == Access::read
              ? "PRAGMA query_only = ON"
              : "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8000; PRAGMA secure_delete = ON");
}

void Database::prepare_file(bool fresh) {
  // Can only be chosen before the first page is written; retention gives room back by it.
  if (fresh) execute("PRAGMA auto_vacuum = INCREMENTAL");
  execute("PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864");
}

void Database::copy_into(const std::filesystem::path& file,
                         const std::function<void(std::int64_t done, std::int64_t of)>& tell) {
  SQLite::Database target(std::filesystem::absolute(file).string(), SQLite::OPEN_READWRITE, kBusyTimeoutMs);
  {
    // Held open, so that what others write meanwhile does not make the copy begin afresh.
    SQLite::Transaction snapshot(connection_);
    integer("SELECT 1 FROM sqlite_schema LIMIT 1");
    sqlite3_backup* copy = sqlite3_backup_init(target.getHandle(), "main", connection_.getHandle(), "main");
    if (copy == nullptr) throw SQLite::Exception(target.getHandle());
    int step = SQLITE_OK;
    while (step == SQLITE_OK) {
      step = sqlite3_backup_step(copy, kPagesAStep);
      const int pages = sqlite3_backup_pagecount(copy);
      if (tell && step == SQLITE_OK) tell(pages - sqlite3_backup_remaining(copy), pages);
    }
    sqlite3_backup_finish(copy);
    if (step != SQLITE_DONE) throw SQLite::Exception(sqlite3_errstr(step), step);
  }
  // The header came with the rest, and says that there is a log.
  target.exec("PRAGMA journal_mode = DELETE");
}

FileName Database::file_name() {
  const auto is_moved = [this] {
    int moved = 0;
    return sqlite3_file_control(connection_.getHandle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) ==
               SQLITE_OK &&
           moved != 0;
  };
  if (!is_moved()) return FileName::its_own;
  // SQLite says so of a disk that does not answer, too, be it for a moment.
  std::error_code unseen;
  const auto found = std::filesystem::status(connection_.getFilename(), unseen);
  if (found.type() == std::filesystem::file_type::none || !is_moved()) return FileName::its_own;
  return found.type() == std::filesystem::file_type::not_found ? FileName::nobodys : FileName::anothers;
}

void Database::leave_no_log() {
  int persist = 0;
  sqlite3_file_control(connection_.getHandle(), "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
}

Query Database::query(const std::string& sql) {
  const auto known = spares_.find(sql);
  if (known != spares_.end() && !known->second.empty()) {
    std::unique_ptr<Query::Prepared> prepared = std::move(known->second.back());
    known->second.pop_back();
    return Query{std::move(prepared), &known->second};
  }
  auto prepared = std::make_unique<Query::Prepared>(connection_, sql);
  if (known != spares_.end()) return Query{std::move(prepared), &known->second};
  if (spares_.size() >= kMaxCachedStatements) return Query{std::move(prepared), nullptr};
  return Query{std::move(prepared), &spares_[sql]};
}

std::string question_marks(std::size_t count) {
  std::string marks;
  for (std::size_t i = 0; i < count; ++i) marks += i == 0 ? "?" : ", ?";
  return marks;
}

std::int64_t bytes_of(Database& database) {
  return database.integer("PRAGMA page_count").value_or(0) * database.integer("PRAGMA page_size").value_or(0);
}

Error explained(const SQLite::Exception& failure, const std::filesystem::path& file, FileRole role) {
  const auto error = [&](ExitStatus status, std::string_view what) {
    return Error{status, fmt::format("{}: {}", file.string(), what)};
  };
  const int code = failure.getErrorCode() & 0xff;
  if (code == SQLITE_CANTOPEN || code == SQLITE_READONLY)
    if (const std::string why = why_kept_from_owner(file); !why.empty())
      return {ExitStatus::no_permission, why};
  switch (code) {
    case SQLITE_FULL:
      return error(ExitStatus::io, "there is no room left for it; free some space on its disk and try again");
    case SQLITE_NOMEM:
      return error(ExitStatus::try_again,
                   "there is no memory left for it; give the machine more, or try again later");
    case SQLITE_READONLY:
      return error(
          ExitStatus::io,
          "it, or the folder it is in, cannot be written to; check their owner and permissions, and that "
          "the disk is not mounted read-only");
    case SQLITE_IOERR:
      return error(ExitStatus::io,
                   "the disk failed while it was read or written; check the disk and the system log" +
                       or_beyond_file_size_limit());
    case SQLITE_CORRUPT:
      return error(
          ExitStatus::io,
          "the database is damaged; stop nhsvaluesd and put a backup in its place (nhsvalues restore)");
    case SQLITE_CANTOPEN:
      return error(
          ExitStatus::io,
          "it, or the -wal and -shm files beside it, cannot be opened; check the permissions of the folder");
    case SQLITE_NOTADB:
      return error(ExitStatus::bad_data,
                   fmt::format("this file is not a database; name {}",
                               role == FileRole::backup ? "a backup file" : "another one with --db"));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return error(
          ExitStatus::try_again,
          "another program has kept it locked for too long; close what else has it open for writing, "
          "and try again");
    case SQLITE_PROTOCOL:
      // Who may not write here can do nothing with a log of which only the header came to the disk: SQLite
      // 3.40 takes it for one that somebody is just beginning anew (walBeginShmUnreliable in wal.c).
      return error(
          ExitStatus::try_again,
          "it was being written when its writer was killed; start nhsvaluesd, which puts that right");
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
  if (const std::string why = why_kept_from_owner(file); !why.empty())
    return {ExitStatus::no_permission, why};
  return {
      ExitStatus::no_permission,
      fmt::format("{}: the files beside it that end in -wal and -shm are missing or may not be read; start "
                  "nhsvaluesd, or have its owner run `nhsvalues status`, which makes them",
                  file.string())};
}

std::string sqlite_version_text() { return fmt::format("SQLite/{}", sqlite3_libversion()); }

}  // namespace nhs::store
