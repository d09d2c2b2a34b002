#pragma once

#include <cstdint>
#include <filesystem>

#include "core/result.h"
#include "store/database.h"

namespace nhs::store {

/// Of the log beside a database, in bytes.
struct LogBounds {
  /// From this size on the writer waits a moment for readers, so that all of it can be written back and its
  /// file shrunk. Above what the log keeps between checkpoints (journal_size_limit).
  std::int64_t wait_from = 128LL * 1024 * 1024;
  /// At this size nothing more is written until whoever reads has ended.
  std::int64_t most = 512LL * 1024 * 1024;
};

/// Keeps the write-ahead log from growing for as long as somebody reads. SQLite writes the log back after
/// every 32 MiB, but only as far as no reader still needs what stands in the file, and begins it anew only
/// when nobody reads from it at all: readers that follow each other without a pause, or a single one that
/// goes on for hours, would make it grow for ever. It never grows beyond `most` and one transaction.
class WriteAheadLog {
 public:
  /// database: the writing connection; outlives this.
  WriteAheadLog(Database& database, const std::filesystem::path& file, LogBounds bounds = {});

  /// Before a transaction: fails with try_again (75) when the log is at its bound. Throws SQLite::Exception.
  Result<void> make_way();

  /// Writes all of the log back and makes its file empty; false when somebody who reads stands in the way,
  /// after waiting a moment for them.
  bool empty_out();

  std::int64_t bytes() const;

 private:
  void write_back();
  /// False when somebody stood in the way.
  bool checkpoint();

  Database& database_;
  std::filesystem::path file_;
  std::filesystem::path log_;
  LogBounds bounds_;
  std::int64_t next_wait_;
};

}  // namespace nhs::store
