#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/pseudonymous_post.h"
#include "core/recheck.h"
#include "store/database.h"
#include "store/names.h"
#include "store/store_status.h"
#include "store/stored_post.h"

namespace nhs::store {

/// Which stored posts are asked for again, when, and what was said; and the ledger of what networks removed.
/// Every source is asked for what it showed itself. A server that is not a post's home may have dropped
/// nothing but its copy, so its word waits for that of the others. Functions throw SQLite::Exception.

/// A source that can be asked for its posts again.
struct RecheckedSource {
  std::string source;
  /// How long after it first showed a post it is asked for it.
  std::chrono::seconds first_after{3600};
};

/// A post that is due, as it lies on disk.
struct DueRecheck {
  std::int64_t ref = 0;
  Sealed sealed;
  Sealed sealed_local_id;
  std::optional<UtcTime> created_at;
  std::optional<UtcTime> gone_at;
  std::optional<UtcTime> unclear_since;
  std::optional<UtcTime> edited_at;
  std::vector<std::string> tags;
};

/// The posts of a source that are due, and when it last showed any that it was asked for.
struct DueRechecks {
  std::vector<DueRecheck> posts;
  std::optional<UtcTime> present_at;
};

/// No plan lies further ahead (collector/recheck_policy.h: thirty days at most): a later one was made by a
/// clock that was ahead, and its post is due.
inline constexpr std::chrono::hours kLongestPlan{31 * 24};

/// From now on these sources are asked, and no others. Of one that was not asked until now, what it showed
/// meanwhile is due at once, and what was planned or said before still holds. Within the caller's
/// transaction.
void set_rechecked_sources(Database& database, Names& names, const std::vector<RecheckedSource>& sources,
                           UtcTime now);

/// At most `limit` posts, the longest due first. Where there is room left and one of them was called gone
/// before, `with_witness` adds a post that is not due and that the source showed last time: by it a server
/// that has lost one post is told from one that has lost all.
DueRechecks read_due_rechecks(Database& database, const std::string& source, UtcTime now, std::int64_t limit,
                              bool with_witness);

/// What a source answered of posts that stay; of those that it calls gone, all others that show them are to
/// be asked soon. Within the caller's transaction.
void write_rulings(Database& database, std::int64_t source_id, const std::vector<RecheckRuling>& rulings,
                   UtcTime now);

/// How long a source may keep a post from being removed that another calls gone, without showing it since.
inline constexpr std::chrono::hours kWordAwaited{7 * 24};

/// Whether another source that is asked for this post has a say in its removal: it has shown it since the
/// first called it gone, or did not say yet.
bool others_may_show(Database& database, std::int64_t source_id, const RecheckRuling& ruling, UtcTime now);

/// How often posts of this source will be due before `until`, each again after `every`.
std::int64_t count_rechecks_before(Database& database, const std::string& source, UtcTime now, UtcTime until,
                                   std::chrono::seconds every);

/// Plans to ask this source for a post that it has shown, unless it is planned or the source cannot be asked.
void plan_recheck(Database& database, std::int64_t source_id, std::int64_t post_id, UtcTime due_at);

/// How long after a source showed a post it is asked for it; nothing for one that cannot be asked.
std::optional<std::chrono::seconds> first_recheck_after(Database& database, std::int64_t source_id);

/// Takes from a withdrawn post's row what names its author or leads to it. Within the caller's transaction.
void take_identity(Database& database, std::int64_t post_id);

/// Writes a line for a post that its network has removed. Within the caller's transaction.
void write_ledger(Database& database, std::int64_t post_id, UtcTime gone_at, UtcTime now);

/// True for a post whose network has removed it: no view of it is taken in again, whoever shows it.
bool is_in_ledger(Database& database, const KeyedHash& key);

/// The ledger's line of a post; nothing when its network has not removed it.
std::optional<Removal> read_removal(Database& database, std::int64_t post_id);

std::vector<RecheckStanding> read_recheck_standings(Database& database, UtcTime now);

/// Its SQL, by which a test tells that no index is missing.
std::string select_recheck_standings();

}  // namespace nhs::store
