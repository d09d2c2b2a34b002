#pragma once

#include <string>

#include "report/status_view.h"

namespace nhs::report {

/// What table, warnings and JSON of a status say alike.

/// False for a source that was taken out of the configuration in force, or disabled.
bool is_watched(const SourceState& state, const StatusSurroundings& around);

/// Of one that is not: "disabled", "no longer configured".
std::string why_not_watched(const SourceState& state, const StatusSurroundings& around);

}  // namespace nhs::report
