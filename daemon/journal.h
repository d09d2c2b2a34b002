#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/descriptor.h"

namespace nhs::daemon {

/// Where journald takes entries.
inline constexpr const char* kJournalSocket = "/run/systemd/journal/socket";

/// What became of an entry.
enum class Sent : std::uint8_t {
  taken,
  dropped,  ///< journald is alive and behind: its queue is full
  nowhere   ///< there is no journald, or it does not take this
};

/// A way to journald, by its native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL): a datagram an entry.
/// Never waits for it: collecting goes before its log.
class Journal {
 public:
  explicit Journal(const std::string& socket = kJournalSocket);

  /// The next entry that is taken is followed by one that tells how many were dropped before it.
  Sent send(const std::vector<std::pair<std::string, std::string>>& fields);

 private:
  Sent send_entry(const std::string& entry) const;

  std::int64_t dropped_ = 0;  ///< and not told yet
  Descriptor descriptor_;
};

}  // namespace nhs::daemon
