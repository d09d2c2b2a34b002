#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "collector/source.h"
#include "core/recheck.h"
#include "core/result.h"
#include "core/source_state.h"

namespace nhs::collector {

/// What became of a page.
struct Archived {
  int added = 0;
  int updated = 0;
  int unchanged = 0;
  int withdrawn = 0;
  int removed = 0;  ///< because their network has removed them
};

/// Where collected posts go: the collector's view of what lies behind it (pseudonymise, classify, store).
/// Called on the network thread only.
class Archive {
 public:
  virtual ~Archive() = default;

  /// Whether what is asked now could be kept. While it cannot, nothing is asked: it would be paid for and
  /// thrown away. Says in the log when that begins and when it ends.
  virtual bool can_keep() { return true; }

  /// Where a source stands; a fresh state when it was never asked.
  virtual Result<SourceState> state(const std::string& source, const std::string& topic) = 0;

  /// Keeps a page's posts and the state after it, together or not at all. Keeping a page twice changes
  /// nothing.
  ///
  /// fetches: what was asked since the last call, which is counted with them.
  virtual Result<Archived> keep(const PageOfPosts& page, const SourceState& after,
                                const std::optional<Gap>& gap, const FetchCounts& fetches) = 0;

  /// Keeps a state alone, with what was asked since the last call.
  virtual Result<void> keep_state(const SourceState& state, const FetchCounts& fetches) = 0;

  /// Units of its allowance that a source has used up since a moment, for all its topics.
  virtual Result<std::int64_t> spent_since(const std::string& source, UtcTime moment) = 0;

  /// Of these, for posts that were asked for again.
  virtual Result<std::int64_t> spent_on_rechecks_since(const std::string& /*source*/, UtcTime /*moment*/) {
    return 0;
  }

  /// How often its posts will be due to be asked for before `until`, each again after `every`.
  virtual Result<std::int64_t> rechecks_before(const std::string& /*source*/, UtcTime /*now*/,
                                               UtcTime /*until*/, std::chrono::seconds /*every*/) {
    return 0;
  }

  /// Posts of this source that are due to be asked for again, and when it last showed any that was.
  struct Due {
    std::vector<PostToRecheck> posts;
    std::optional<UtcTime> present_at;
  };

  /// At most `limit`, the longest due first; with_witness: and one that is not due, for store/rechecks.h's
  /// reason.
  virtual Result<Due> due_for_recheck(const std::string& /*source*/, std::size_t /*limit*/,
                                      bool /*with_witness*/) {
    return Due{};
  }

  /// Keeps what was said of posts that were asked for again, with those that are there and the state,
  /// together or not at all.
  virtual Result<Archived> keep_recheck(const PageOfPosts& page,
                                        const std::vector<RecheckRuling>& /*rulings*/,
                                        const SourceState& after, const FetchCounts& fetches) {
    return keep(page, after, std::nullopt, fetches);
  }

  /// The local id, as the source knows it, of the newest kept post of this source created before the moment.
  virtual Result<std::optional<std::string>> newest_local_id_before(const std::string& source,
                                                                    UtcTime moment) = 0;
};

}  // namespace nhs::collector
