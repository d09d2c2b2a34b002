#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/time.h"
#include "report/terminal.h"
#include "store/alert.h"

namespace nhs::report {

/// A rule of the configuration.
struct ShownRule {
  std::string name;
  std::string kind;
  bool on = true;
  std::string manner;  ///< when it is told, in words: "after 15m, again every 1d"
  std::vector<std::string> to;
  /// By the nhsvaluesd that runs, since it started or was reloaded; true too where that is not known.
  bool looked_at = true;
};

/// What `alerts` shows.
struct AlertsShown {
  std::vector<ShownRule> rules;
  std::vector<std::pair<std::string, std::string>> targets;  ///< name and kind
  store::KeptAlerts kept;
  UtcTime now;
  bool daemon_runs = true;  ///< only nhsvaluesd looks at rules
  bool ever_looked = true;  ///< it did once, now or earlier
};

std::string alerts_table(const AlertsShown& shown, const TimeZone& zone, const Terminal& terminal);

/// The shape `nhsvalues.alerts/1`.
std::string alerts_json(const AlertsShown& shown);

/// What a rule would have told, and when.
struct ExplainedRule {
  ShownRule rule;
  LocalDay since;
  std::vector<store::AlertMessage> messages;
  std::string limits;  ///< what of the past cannot be known; empty for nothing
};

std::string explained_table(const ExplainedRule& explained, const TimeZone& zone, const Terminal& terminal);

/// The shape `nhsvalues.alerts.explain/1`.
std::string explained_json(const ExplainedRule& explained);

/// How the deliveries of a message stand, a line each: "team: delivered just now".
std::vector<std::string> delivery_lines(const store::KeptAlert& alert, UtcTime now);

/// How many of the last week's messages, alerts and digests, could not be delivered.
std::int64_t messages_given_up(const store::KeptAlerts& kept, UtcTime now);

/// For `status`: alerts that fire, and, of the last week's among the messages, those that could not be
/// delivered.
std::vector<std::string> alert_warnings(const store::KeptAlerts& kept, UtcTime now);

}  // namespace nhs::report
