#pragma once

#include <string>
#include <utility>
#include <vector>

namespace nhs::daemon {

/// Where journald takes entries.
inline constexpr const char* kJournalSocket = "/run/systemd/journal/socket";

/// A way to journald, by its native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL): a datagram an entry.
/// Thread-safe.
class Journal {
 public:
  explicit Journal(const std::string& socket = kJournalSocket);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// False where nobody takes it.
  bool send(const std::vector<std::pair<std::string, std::string>>& fields) const;

 private:
  int descriptor_;
};

}  // namespace nhs::daemon
