#pragma once

#include <string>
#include <vector>

#include "report/terminal.h"
#include "store/queries.h"

namespace nhs::report {

/// What `status` knows beside the store's own account.
struct StatusSurroundings {
  std::string database;
  std::string program_version;
  UtcTime now;
  /// Names of the configured sources, so that one that was never asked is not silently missing.
  std::vector<std::string> configured_sources;
};

/// How a source does, in words: "caught up 3 minutes ago", "failing since …: cause".
std::string source_in_words(const SourceState& state, UtcTime now);

/// `3 minutes ago`, `2 days ago`, `just now`.
std::string ago(UtcTime then, UtcTime now);

/// Things that want somebody's attention, a line each; empty when all is well.
std::vector<std::string> status_warnings(const store::StoreStatus& status, const StatusSurroundings& around);

std::string status_table(const store::StoreStatus& status, const StatusSurroundings& around,
                         const TimeZone& zone, const Terminal& terminal);

/// The shape `nhsvalues.status/1`.
std::string status_json(const store::StoreStatus& status, const StatusSurroundings& around);

}  // namespace nhs::report
