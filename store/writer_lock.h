#pragma once

#include <filesystem>

#include "core/result.h"

namespace nhs::store {

/// The right to write to a database: one process at a time has it, and it ends with the process, however that
/// ends. Held as a lock on `DATABASE.lock`, which names the holder; the database file itself is never opened
/// beside SQLite, because closing it would drop SQLite's own locks.
class WriterLock {
 public:
  /// Fails with try_again (75) and names the process that has it; with no_permission (77) and
  /// the database's owner when this user may not write there; with cannot_create (73) when the file cannot be
  /// made otherwise. who: `nhsvaluesd`, `nhsvalues import`.
  static Result<WriterLock> take(const std::filesystem::path& database, const char* who);

  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;
  ~WriterLock();

 private:
  explicit WriterLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace nhs::store
