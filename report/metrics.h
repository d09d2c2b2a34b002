#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/source_state.h"
#include "report/source_health.h"
#include "store/alert.h"
#include "store/retention.h"
#include "store/safety.h"
#include "store/store_status.h"

namespace nhs::report {

/// What happened to a source since the daemon started.
struct SourceTally {
  std::int64_t polls = 0;
  FetchCounts fetches;
  std::array<std::int64_t, 5> failures{};  ///< failed runs, by FailureClass
  std::int64_t added = 0;
  std::int64_t updated = 0;
  std::int64_t removed = 0;
};

/// What was counted since the daemon started.
struct DaemonTally {
  std::map<std::string, SourceTally> sources;
  std::int64_t classified = 0;    ///< posts taken in
  double classify_seconds = 0.0;  ///< for these
};

/// All that metrics are made of. What could not be read is nothing, and its metrics are left out: a number
/// that is missing is seen, an old one is not.
struct MetricsReading {
  UtcTime now;
  UtcTime started_at;
  std::string version;
  std::string config_hash;
  bool config_refused = false;   ///< the file in its present state
  bool restart_pending = false;  ///< for a key that only a start changes
  bool degraded = false;         ///< nothing is asked, for it could not be kept
  bool unreadable = false;       ///< of what the database tells something could not be read
  std::vector<WatchedSource> sources;
  DaemonTally tally;
  std::optional<store::StoreStatus> status;
  std::optional<store::Safety> safety;
  std::optional<store::KeptAlerts> alerts;
  std::optional<store::RetentionState> retention;
  std::optional<std::int64_t> database_bytes;
  std::optional<std::int64_t> log_bytes;  ///< the write-ahead log
  std::optional<std::int64_t> free_bytes;
};

/// All metrics in the text format of Prometheus, version 0.0.4 (prometheus.io/docs/instrumenting/
/// exposition_formats). Labels hold names of sources, of the configuration's topics none, and words of ours:
/// never a handle, and nothing of a post. Pure.
std::string metrics_text(const MetricsReading& reading);

/// The Content-Type of that.
inline constexpr std::string_view kMetricsContentType = "text/plain; version=0.0.4; charset=utf-8";

/// The table of docs/metrics.md: name, type, labels and meaning of each, in the order of the output. Pure.
std::string metrics_markdown();

}  // namespace nhs::report
