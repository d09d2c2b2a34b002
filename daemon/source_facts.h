#pragma once

#include <vector>

#include "config/config.h"
#include "report/source_health.h"
#include "store/store_status.h"

namespace nhs::daemon {

/// The sources of a configuration as rules of alerts and metrics know them: what each may spend, without
/// asking for its secret, and who disabled it.
std::vector<report::WatchedSource> source_facts(const config::Config& config,
                                                const std::vector<store::DisabledSource>& disabled,
                                                UtcTime now);

}  // namespace nhs::daemon
