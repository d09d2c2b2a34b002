#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/pseudonymous_post.h"

namespace nhs::bench {

/// What a store costs at the least: the rows that it made, put straight into a file with the same tables,
/// indexes and full-text index, by prepared statements, in the same order and transactions of the same size.
/// The other file has SQLite's settings of the store but checks no references. Throws std::runtime_error for
/// a failure of SQLite.
class RawRows {
 public:
  /// stored: a database that a store writes. copy: a copy of its file as it is now.
  RawRows(const std::filesystem::path& stored, const std::filesystem::path& copy);
  ~RawRows();
  RawRows(const RawRows&) = delete;
  RawRows& operator=(const RawRows&) = delete;

  /// Puts in what the store has got since the last call, and what else it noted of posts that were known.
  /// Counts only the time of writing.
  void follow(const std::vector<KeyedHash>& known);

  std::chrono::duration<double> spent() const { return spent_; }

 private:
  using Connection = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;
  using Statement = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;
  using Value = std::unique_ptr<sqlite3_value, void (*)(sqlite3_value*)>;
  struct Row {
    sqlite3_stmt* insert;
    std::vector<Value> values;
  };
  /// How a table is read, for a range of ids, and written.
  struct Table {
    Statement select;
    Statement insert;
  };

  Connection open(const std::filesystem::path& file, int flags) const;
  Statement prepare(sqlite3* connection, const std::string& sql) const;
  Table table(const std::string& name, const std::string& condition) const;
  std::int64_t highest(const std::string& table) const;
  void read(const Table& table, std::int64_t first, std::int64_t last);
  void write();

  Connection stored_;
  Connection copy_;
  Table authors_, tags_, posts_, values_, groups_, post_tags_, sightings_, texts_, known_sightings_;
  std::int64_t author_, tag_, post_;  ///< the last that the copy has
  std::vector<Row> rows_;
  std::chrono::duration<double> spent_{};
};

}  // namespace nhs::bench
