#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace nhs {

/// The source of all that `nhsvalues import` brings; a configured one cannot have this name.
inline constexpr std::string_view kImportedSource = "import";
/// And of their network, where neither they nor who imported them named one.
inline constexpr std::string_view kImportedNetwork = "import";

/// from inclusive, to exclusive.
struct TimeSpan {
  UtcTime from;
  UtcTime to;

  bool operator==(const TimeSpan&) const = default;
};

/// Why asking failed; each class is waited out in its own way (collector/schedule.h).
enum class FailureClass : std::uint8_t {
  transient,    ///< worth trying again soon: no connection, 5xx
  content,      ///< an answer that cannot be read: a broken body, a proxy's page
  needs_token,  ///< the server wants to know who asks, or refuses the token: nothing to gain by asking soon
  permanent,    ///< gone, or we ask wrongly
  money,        ///< the account's credit or quota is used up
};

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
  /// The last of these that are waited out alike (collector/schedule.h): what the next rest is counted by.
  int failures_alike = 0;
  /// Why the last run failed, in words for people; empty after a success.
  std::string last_error;
  /// Of the last failed run; nothing after a success.
  std::optional<FailureClass> failure;
  /// Since when no run has succeeded; nothing after a success.
  std::optional<UtcTime> failing_since;
  /// What a person should know although runs go well, in words; empty when there is nothing.
  std::string notice;
  /// Successful runs in a row that brought nothing new: the longer, the slower it is asked.
  int quiet_runs = 0;
  /// What a walk that was broken off has yet to read; nothing when everything up to now was read.
  std::optional<TimeSpan> unread;
  /// Units of the allowance that a request under way may cost; counted as spent when its answer was never
  /// kept.
  std::int64_t reserved = 0;
};

/// What asking came to, counted.
struct FetchCounts {
  std::int64_t asked = 0;      ///< requests
  std::int64_t answered = 0;   ///< of these, with a page that could be read, or "nothing changed"
  std::int64_t throttled = 0;  ///< of these, with the wish to wait
  std::int64_t failed = 0;     ///< the rest
  /// Posts left out because their author asks not to be collected, as often as they were seen but for
  /// re-scans.
  std::int64_t opted_out = 0;
  /// Units of the source's allowance (collector/allowance.h) used up.
  std::int64_t spent = 0;
  /// Of these, for posts that were asked for again.
  std::int64_t spent_on_rechecks = 0;
};

/// An item of a page that could not be read, or several for one reason. Holds nothing of their content.
struct Unreadable {
  /// Equal for the same item, so that it counts once however often it is seen: a hash of its bytes.
  std::string item;
  /// In words for people.
  std::string cause;
  int items = 1;
};

/// A span in which posts may have been missed for good.
struct Gap {
  std::string source;
  UtcTime from;
  UtcTime to;
  std::string cause;
};

}  // namespace nhs
