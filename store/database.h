#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <variant>
#include <vector>

#include "core/pseudonymous_post.h"
#include "core/result.h"
#include "core/time.h"
#include "store/file_name.h"

struct sqlite3_stmt;

namespace nhs::store {

/// Private to this folder: what SQLiteCpp lacks. database.cpp and temporary_files.cpp are the only files
/// that reach through to SQLite's C interface. SQLite's failures travel as SQLite::Exception inside the
/// folder and become an Error at its edge.

/// Bytes to be bound as a BLOB.
struct Blob {
  std::string_view bytes;
};

/// A value that a filter binds.
using Bound = std::variant<std::int64_t, std::string>;

/// A prepared statement on loan from the database's cache. Given back, reset and unbound, when it goes out of
/// scope, so that no read transaction outlives it.
class Query {
 public:
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// Binds the next parameters, in the order of the question marks. Values are copied.
  template <typename... Values>
  Query& bind(const Values&... values) {
    (bind_next(values), ...);
    return *this;
  }

  /// Begins anew, with other values to be bound.
  Query& again();

  /// Steps to the next row; false after the last.
  bool next() { return statement_->executeStep(); }

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const { return statement_->getColumn(column).getDouble(); }
  /// TEXT or BLOB; empty for NULL.
  std::string bytes(int column) const { return statement_->getColumn(column).getString(); }
  /// The same without a copy of it, until the next row.
  std::string_view view(int column) const;
  UtcTime time(int column) const { return UtcTime{std::chrono::seconds{integer(column)}}; }

  std::optional<std::int64_t> maybe_integer(int column) const;
  std::optional<UtcTime> maybe_time(int column) const;
  std::optional<KeyedHash> maybe_hash(int column) const;

 private:
  friend class Database;
  /// SQLiteCpp makes an object of each column that is read, which a walk over ten million rows feels; `row`
  /// is SQLite's own handle.
  struct Prepared {
    Prepared(SQLite::Database& connection, const std::string& sql);

    SQLite::Statement statement;
    sqlite3_stmt* row;
  };
  using Spares = std::vector<std::unique_ptr<Prepared>>;
  Query(std::unique_ptr<Prepared> prepared, Spares* home)
      : prepared_(std::move(prepared)), statement_(&prepared_->statement), home_(home) {}

  void bind_next(std::int64_t value) { statement_->bind(++bound_, value); }
  template <std::integral Integer>
  void bind_next(Integer value) {
    bind_next(static_cast<std::int64_t>(value));
  }
  template <typename Enum>
  requires std::is_enum_v<Enum>
  void bind_next(Enum value) { bind_next(static_cast<std::int64_t>(value)); }
  void bind_next(double value) { statement_->bind(++bound_, value); }
  void bind_next(const std::string& value) { statement_->bind(++bound_, value); }
  void bind_next(Blob value) {
    statement_->bind(++bound_, value.bytes.data(), static_cast<int>(value.bytes.size()));
  }
  void bind_next(const KeyedHash& value) {
    statement_->bind(++bound_, value.data(), static_cast<int>(value.size()));
  }
  void bind_next(UtcTime value) { bind_next(std::int64_t{value.time_since_epoch().count()}); }
  void bind_next(LocalDay value) { bind_next(std::int64_t{value.time_since_epoch().count()}); }
  void bind_next(std::nullopt_t) { statement_->bind(++bound_); }
  template <typename Value>
  void bind_next(const std::optional<Value>& value) {
    if (value)
      bind_next(*value);
    else
      bind_next(std::nullopt);
  }
  void bind_next(const std::vector<Bound>& values) {
    for (const Bound& each : values) std::visit([this](const auto& value) { bind_next(value); }, each);
  }

  std::unique_ptr<Prepared> prepared_;
  SQLite::Statement* statement_;
  Spares* home_;
  int bound_ = 0;
};

enum class Access : std::uint8_t { read, write };

/// One connection. Not thread-safe.
class Database {
 public:
  /// Opens an existing file and settles what belongs to the connection; nothing in the file changes.
  /// Throws SQLite::Exception.
  Database(const std::filesystem::path& file, Access access);

  /// Settles what belongs to the file: the write-ahead log, and in a fresh file room for shrinking it later.
  void prepare_file(bool fresh);

  /// A statement for this text, from the cache if it is there.
  Query query(const std::string& sql);

  /// Runs a statement to its end; how many rows it changed.
  template <typename... Values>
  std::int64_t run(const std::string& sql, const Values&... values) {
    {
      Query statement = query(sql);
      statement.bind(values...);
      while (statement.next()) continue;
    }
    return connection_.getChanges();
  }

  /// The first column of the first row; nothing without a row, or when it is NULL.
  template <typename... Values>
  std::optional<std::int64_t> integer(const std::string& sql, const Values&... values) {
    Query statement = query(sql);
    statement.bind(values...);
    return statement.next() ? statement.maybe_integer(0) : std::nullopt;
  }
  template <typename... Values>
  std::optional<std::string> text(const std::string& sql, const Values&... values) {
    Query statement = query(sql);
    statement.bind(values...);
    if (!statement.next() || statement.is_null(0)) return std::nullopt;
    return statement.bytes(0);
  }

  /// Runs SQL of our own, several statements at once.
  void execute(const std::string& sql) { connection_.exec(sql); }

  std::int64_t last_inserted() const { return connection_.getLastInsertRowid(); }

  /// For SQLite::Transaction.
  SQLite::Database& connection() { return connection_; }

  /// Copies all of it, as it is at this moment, into an empty file, which has no log afterwards. tell: told
  /// now and then how many pages of how many are done.
  void copy_into(const std::filesystem::path& file,
                 const std::function<void(std::int64_t done, std::int64_t of)>& tell);

  /// Whose the name is by now that this file was opened by: where it is not its own, what is written is lost
  /// with the file. Its own where that cannot be told.
  FileName file_name();

  /// Closing this connection leaves no log and no index behind when nobody else has the file open.
  void leave_no_log();

 private:
  SQLite::Database connection_;
  // After the connection, so that statements go first.
  std::unordered_map<std::string, Query::Spares> spares_;
};

/// `?, ?, ?`, to bind so many values.
std::string question_marks(std::size_t count);

/// How large the database is, its log left out.
std::int64_t bytes_of(Database& database);

/// What a file is to people, who name a database and a backup in different ways.
enum class FileRole : std::uint8_t { database, backup };

/// What SQLite's failure means to people: what, where, what to do.
Error explained(const SQLite::Exception& failure, const std::filesystem::path& file,
                FileRole role = FileRole::database);

/// The same on opening for reading: a log without its index cannot be read by those who may not write beside
/// it.
Error explained_to_reader(const SQLite::Exception& failure, const std::filesystem::path& file);

/// Runs `work` and turns a failure of SQLite into an Error.
template <typename Work>
auto attempt(const std::filesystem::path& file, Work&& work, FileRole role = FileRole::database)
    -> decltype(work()) {
  try {
    return work();
  } catch (const SQLite::Exception& failure) {
    return tl::unexpected<Error>(explained(failure, file, role));
  }
}

}  // namespace nhs::store
