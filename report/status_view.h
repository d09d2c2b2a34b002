#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "report/terminal.h"
#include "store/queries.h"

namespace nhs::report {

/// A source as the configuration has it.
struct WatchedSource {
  std::string name;
  std::chrono::seconds every{300};
};

/// What `status` knows beside the store's own account.
struct StatusSurroundings {
  std::string database;
  std::string program_version;
  UtcTime now;
  /// Who writes to the database now: `nhsvaluesd (process 123)`; nothing when nobody does.
  std::optional<std::string> writer;
  /// So that one that was never asked is not silently missing, and one that is no longer watched is not
  /// missed. Empty without a configuration: then every stored source counts as watched.
  std::vector<WatchedSource> configured_sources;
};

/// How a source does, in words: "caught up 3 min ago", "failing (2 runs): cause".
std::string source_in_words(const SourceState& state, UtcTime now);

/// `3 min ago`, `2 days ago`, `just now`.
std::string ago(UtcTime then, UtcTime now);
/// `in 5 min`; `due` for what is, or should have been.
std::string ahead(UtcTime then, UtcTime now);

/// Things that want somebody's attention, a line each; empty when all is well. A source is overdue when its
/// next poll lies back by more than an hour and more than three times its `every`.
std::vector<std::string> status_warnings(const store::StoreStatus& status, const StatusSurroundings& around);

std::string status_table(const store::StoreStatus& status, const StatusSurroundings& around,
                         const TimeZone& zone, const Terminal& terminal);

/// The shape `nhsvalues.status/1`.
std::string status_json(const store::StoreStatus& status, const StatusSurroundings& around);

}  // namespace nhs::report
