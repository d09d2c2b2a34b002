#pragma once

#include <optional>
#include <string>

#include "core/time.h"

namespace nhs {

/// Where the collection of one topic from one source stands. Kept in the same transaction as the posts it led
/// to.
struct SourceState {
  std::string source;  ///< the name in the configuration
  std::string topic;   ///< without `#`
  /// The source's own notes on how far it has come; sealed while it lies in the store.
  std::string cursor;
  std::optional<UtcTime> last_attempt_at;
  std::optional<UtcTime> last_success_at;
  /// When it last had nothing left to ask.
  std::optional<UtcTime> caught_up_at;
  std::optional<UtcTime> last_rescan_at;
  /// Our own plan: when it is to be asked next.
  std::optional<UtcTime> next_poll_at;
  /// The server's own word: it does not want to be asked before this.
  std::optional<UtcTime> asked_to_wait_until;
  /// Failed runs in a row.
  int failures = 0;
  /// Why the last run failed, in words for people; empty after a success.
  std::string last_error;
};

/// A span in which posts may have been missed for good.
struct Gap {
  std::string source;
  UtcTime from;
  UtcTime to;
  std::string cause;
};

}  // namespace nhs
