#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/configuration_text.h"
#include "report/safety_text.h"
#include "report/source_health.h"
#include "report/terminal.h"
#include "store/retention.h"
#include "store/store_status.h"

namespace nhs::report {

/// What `status` knows beside the store's own account.
struct StatusSurroundings {
  std::string database;
  std::string program_version;
  UtcTime now;
  /// Who writes to the database now: `nhsvaluesd (process 123)`; nothing when nobody does.
  std::optional<std::string> writer;
  /// Who collected last ended once it had caught up, as from cron: none has to be at work now.
  bool collects_by_runs = false;
  /// What keeps that, or would keep it, from storing anything, a sentence each; empty when nothing does.
  std::vector<std::string> storage_trouble;
  /// Files that lie beside the database because something was done to it, with the reason.
  std::vector<std::string> kept_copies;
  /// So that one that was never asked is not silently missing, and one that is no longer watched is not
  /// missed. Empty without a configuration: then every stored source counts as watched.
  std::vector<WatchedSource> configured_sources;
  /// How it stands with texts whose time is over; nothing to leave that out.
  std::optional<store::RetentionState> retention = {};
  store::RetentionRules retention_rules = {};
  /// How it stands with people's safety and rights; nothing to leave that out.
  std::optional<SafetyState> safety = {};
  /// Alerts that fire, and messages that did not arrive, a sentence each (alerts_view.h).
  std::vector<std::string> alerts = {};
  /// Which configuration is in force; nothing to leave that out.
  std::optional<ConfigurationState> configuration = {};
  /// How right the machine is, in a sentence (judged_accuracy.h); empty to leave that out.
  std::string accuracy;
};

/// Things that want somebody's attention, a line each; empty when all is well. source_health.h says which
/// sources are overdue and which are silent.
std::vector<std::string> status_warnings(const store::StoreStatus& status, const StatusSurroundings& around);

std::string status_table(const store::StoreStatus& status, const StatusSurroundings& around,
                         const TimeZone& zone, const Terminal& terminal);

/// The shape `nhsvalues.status/1`.
std::string status_json(const store::StoreStatus& status, const StatusSurroundings& around);

}  // namespace nhs::report
