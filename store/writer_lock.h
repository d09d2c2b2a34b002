#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "core/result.h"

namespace nhs::store {

/// The configuration that a writer goes by.
struct WriterConfiguration {
  std::string hash;    ///< empty for a writer that has not said
  std::string remark;  ///< what of the file as it is now does not hold, and why; empty when all of it does
};

/// What who collects calls itself: a daemon, and one that ends when it has caught up.
inline constexpr const char* kDaemon = "nhsvaluesd";
inline constexpr const char* kDaemonOnce = "nhsvaluesd --once";

/// Whether a writer, as it calls itself or as current_writer names it, is one of these.
bool is_collector(std::string_view writer);

/// The right to write to a database: one process at a time has it, and it ends with the process, however that
/// ends. Held as a lock on `DATABASE.lock`, which names the holder; the database file itself is never opened
/// beside SQLite, because closing it would drop SQLite's own locks.
class WriterLock {
 public:
  /// Fails with try_again (75) and names the process that has it; with no_permission (77) and
  /// the database's owner when this user may not write there; with io (74) when nobody can, for the disk is
  /// read-only or gives no locks; with cannot_create (73) when the file cannot be made otherwise. who:
  /// kDaemon, kDaemonOnce, or a command such as `nhsvalues import`.
  static Result<WriterLock> take(const std::filesystem::path& database, const char* who);

  /// Looks whether the file that is locked is still the one of that name, which somebody may have removed or
  /// put another in place of: then it no longer keeps anybody out. It is taken anew, with what it says, and
  /// true says that it had to be. Fails with try_again (75) when another process has it by now, which it
  /// names; with another status when it cannot be taken at present, and the next look may.
  Result<bool> hold_on();

  /// Leaves word why nothing can be stored at present, for those who look on; empty: all is well again. Kept
  /// in the lock's file, in room taken beforehand: the database cannot be written to, and its disk may be
  /// full.
  void note_trouble(const std::string& trouble);

  /// The same of the configuration that the holder goes by.
  void note_configuration(const WriterConfiguration& configuration);

  /// The same of the rules of alerts that the holder has looked at, by the configuration that it goes by.
  void note_looked_at(const std::set<std::string>& rules);

  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;
  ~WriterLock();

 private:
  WriterLock(std::filesystem::path database, int descriptor)
      : database_(std::move(database)), descriptor_(descriptor) {}
  std::filesystem::path database_;
  int descriptor_;
};

/// Who holds it now, as they named themselves: `nhsvaluesd (process 123)`; nothing when nobody does. Looks on
/// without taking the lock, which could keep a daemon from starting (proc(5), /proc/locks). Thread-safe.
std::optional<std::string> current_writer(const std::filesystem::path& database);

/// Who collected last, or does now: kDaemon or kDaemonOnce; empty where that is not known. Thread-safe.
std::string last_collector(const std::filesystem::path& database);

/// What the process that holds it says keeps it from storing anything; empty when nothing does, or nobody
/// holds it. Thread-safe.
std::string trouble_of_writer(const std::filesystem::path& database);

/// By which configuration the process that holds it goes; empty where nobody holds it. Thread-safe.
WriterConfiguration configuration_of_writer(const std::filesystem::path& database);

/// Which rules of alerts the process that holds it has looked at; nothing where it does not say, as when they
/// are too many for the lock's file, or nobody holds it. Thread-safe.
std::optional<std::set<std::string>> looked_at_by_writer(const std::filesystem::path& database);

}  // namespace nhs::store
