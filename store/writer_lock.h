#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/result.h"

namespace nhs::store {

/// The configuration that a writer goes by.
struct WriterConfiguration {
  std::string hash;    ///< empty for a writer that has not said
  std::string remark;  ///< what of the file as it is now does not hold, and why; empty when all of it does
};

/// The right to write to a database: one process at a time has it, and it ends with the process, however that
/// ends. Held as a lock on `DATABASE.lock`, which names the holder; the database file itself is never opened
/// beside SQLite, because closing it would drop SQLite's own locks.
class WriterLock {
 public:
  /// Fails with try_again (75) and names the process that has it; with no_permission (77) and
  /// the database's owner when this user may not write there; with io (74) when nobody can, for the disk is
  /// read-only; with cannot_create (73) when the file cannot be
  /// made otherwise. who: `nhsvaluesd`, `nhsvalues import`.
  static Result<WriterLock> take(const std::filesystem::path& database, const char* who);

  /// Leaves word why nothing can be stored at present, for those who look on; empty: all is well again. Kept
  /// in the lock's file, in room taken beforehand: the database cannot be written to, and its disk may be
  /// full.
  void note_trouble(const std::string& trouble);

  /// The same of the configuration that the holder goes by.
  void note_configuration(const WriterConfiguration& configuration);

  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;
  ~WriterLock();

 private:
  explicit WriterLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

/// Who holds it now, as they named themselves: `nhsvaluesd (process 123)`; nothing when nobody does. Looks on
/// without taking the lock, which could keep a daemon from starting (proc(5), /proc/locks). Thread-safe.
std::optional<std::string> current_writer(const std::filesystem::path& database);

/// What the process that holds it says keeps it from storing anything; empty when nothing does, or nobody
/// holds it. Thread-safe.
std::string trouble_of_writer(const std::filesystem::path& database);

/// By which configuration the process that holds it goes; empty where nobody holds it. Thread-safe.
WriterConfiguration configuration_of_writer(const std::filesystem::path& database);

}  // namespace nhs::store
