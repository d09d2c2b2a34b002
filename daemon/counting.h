#pragma once

#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "collector/archive.h"
#include "core/source_state.h"
#include "report/metrics.h"

namespace nhs::daemon {

/// Counts what goes into the archive, from the daemon's start on, for metrics. On the network's thread.
class Counting {
 public:
  /// since: the start. A state that is kept anew tells of an earlier daemon's last attempt, too.
  explicit Counting(UtcTime since) : since_(since) {}

  /// What was kept of a source, with the state after it and what was asked since the last time.
  void kept(const SourceState& after, const FetchCounts& fetches, const collector::Archived& posts = {});

  /// So many posts were pseudonymised and classified.
  void classified(std::size_t posts, std::chrono::duration<double> took);

  const report::DaemonTally& tally() const { return tally_; }

 private:
  /// What is known of a topic already: a state is kept several times in a round.
  struct Seen {
    std::optional<UtcTime> last_attempt_at;
    int failures = 0;
  };

  const UtcTime since_;
  report::DaemonTally tally_;
  std::map<std::pair<std::string, std::string>, Seen> seen_;
};

}  // namespace nhs::daemon
