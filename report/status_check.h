#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "report/status_view.h"
#include "store/alert.h"

namespace nhs::report {

/// As monitoring plugins tell it; the numbers are their exit statuses.
enum class CheckState : std::uint8_t { ok = 0, warning = 1, critical = 2, unknown = 3 };

/// From when on it is worth a warning, and when it is critical.
struct CheckLimits {
  /// Since a source's last answer; nothing: its `silent_after`.
  std::optional<std::chrono::seconds> warning = {};
  /// The same; nothing: critical is only when every source is beyond its limit.
  std::optional<std::chrono::seconds> critical = {};
  std::int64_t free_warning = 1024LL * 1024 * 1024;  ///< bytes on the database's disk
  std::int64_t free_critical = 128LL * 1024 * 1024;
};

/// What is looked at beside what `status` shows.
struct CheckedState {
  const store::StoreStatus& status;
  const StatusSurroundings& around;
  const store::KeptAlerts& alerts;
  std::optional<std::int64_t> free_bytes;
};

struct Checked {
  CheckState state = CheckState::ok;
  std::string line;  ///< one, with its end
};

/// One line for Nagios, Icinga and what speaks like them, with performance data behind the bar
/// (monitoring-plugins.org, "Development Guidelines"). docs/commands.md says what is a warning and what is
/// critical. Holds no word of a server's or a post's. Pure.
Checked status_check(const CheckedState& looked, const CheckLimits& limits);

/// The same where nothing can be said, for this reason.
Checked unknown_check(const std::string& reason);

}  // namespace nhs::report
