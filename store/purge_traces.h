#pragma once

#include <filesystem>

#include "store/database.h"
#include "store/retention.h"
#include "store/write_ahead_log.h"

namespace nhs::store {

/// Removes from the files what purged posts left in them (purge.h), a part at a time. How far it is, one
/// connection knows: what a process that ended left, the next one begins anew. Throws SQLite::Exception.
class PurgeTraces {
 public:
  /// All of these outlive it.
  PurgeTraces(Database& database, const std::filesystem::path& file, WriteAheadLog& log)
      : database_(database), file_(file), log_(log) {}

  /// More was purged: there are traces anew.
  void begin_anew() { merging_ = merged_ = erasing_ = false; }

  /// The next part, outside a transaction; finished when nothing was left.
  PurgeStep remove_next(UtcTime now);

 private:
  Database& database_;
  const std::filesystem::path& file_;
  WriteAheadLog& log_;
  bool merging_ = false;
  bool merged_ = false;
  bool erasing_ = false;
};

}  // namespace nhs::store
