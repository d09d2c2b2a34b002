#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace nhs::store {

/// How long what a post says, and what leads to its author, is kept. Then the post is purged: its row stays,
/// with its day, its network, what was found in it and by which model, so that it goes on counting; its text,
/// its author, its sealed address and what people wrote about it go (docs/schema.md, "What is kept without a
/// text").
struct RetentionRules {
  std::int64_t days = 365;
  std::map<std::string, std::int64_t> networks = {};  ///< those with days of their own
  std::vector<std::string> topics = {};  ///< tags that stay: what is watched says nothing of a person

  std::int64_t days_of(const std::string& network) const;
};

/// What purging did next (PostStore::purge_next).
struct PurgeStep {
  std::int64_t posts = 0;  ///< purged in this step
  /// Nothing is left to do: nothing is due, and nothing of what was purged is left in the files.
  bool finished = false;
  /// All is purged, but somebody reads the database: traces stay in its files until they have ended.
  bool somebody_reads = false;
  int copies = 0;  ///< kept copies that were removed, because they held what was purged (kept_copies.h)
};

/// Posts of a network and a month that are purged if nothing changes, each number holding those before it.
struct DueMonth {
  std::string network;
  LocalDay month;  ///< its first day
  std::int64_t now = 0;
  std::int64_t within_7_days = 0;
  std::int64_t within_30_days = 0;
  std::int64_t within_90_days = 0;
};

/// What is kept of a network.
struct KeptOfNetwork {
  std::string network;
  std::int64_t days = 0;    ///< that its posts are kept whole
  std::int64_t due = 0;     ///< posts whose time is over
  std::int64_t whole = 0;   ///< posts that were not purged, the due ones too
  std::int64_t purged = 0;  ///< that count without a text
};

struct RetentionState {
  /// When all that was due had last gone, and nothing of it was left. Nothing before a first time. In the
  /// future where the clock was ahead then; nothing waits for that.
  std::optional<UtcTime> last_at;
  /// When the daemon purges next, or should have.
  std::optional<UtcTime> next_at;
  /// Now lies so far after all that purging noted here that the clock may be wrong (kCredibleRest).
  bool is_clock_doubtful = false;
  /// Until when the daemon purges nothing for that, whatever is due or unfinished.
  std::optional<UtcTime> held_until = std::nullopt;
  bool unfinished = false;  ///< traces of purged posts may be left in the files
  std::int64_t due = 0;     ///< posts whose time is over
  /// Kept copies (kept_copies.h), which go when the next post is purged, for they hold it.
  std::vector<std::filesystem::path> copies = {};
};

/// The whole of it, which takes longer.
struct RetentionOverview {
  RetentionState state;
  std::vector<KeptOfNetwork> networks;  ///< by name
  std::vector<DueMonth> months;  ///< by network and time; only those of which something goes in 90 days
};

/// From the end of one purge to the beginning of the next; and from the first time that a daemon knows the
/// rules to the first purge, so that whoever wants longer ones has a day to say so.
inline constexpr std::chrono::hours kBetweenPurges{24};

/// A daemon notes every day that it purged, or that nothing was due. When the last such note is older than
/// this, either none has run for long or the clock is wrong, and what a wrong clock purges is gone for good.
inline constexpr std::chrono::hours kCredibleRest{40 * 24};

/// So long it is waited, then, for somebody or a time server to put the clock right.
inline constexpr std::chrono::hours kHeldFor{24};

}  // namespace nhs::store
