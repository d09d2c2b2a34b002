#pragma once

#include <vector>

#include "config/config.h"
#include "report/status_view.h"
#include "store/store_status.h"

namespace nhs::cli {

/// The sources of a configuration as reports know them, with what each may spend. Reads no credential: who
/// asks how the sources do need not be who may ask them.
std::vector<report::WatchedSource> configured_sources(const config::Config& config, UtcTime now);

/// What `status` and `sources list` know beside the store's own account.
report::StatusSurroundings status_surroundings(const config::Config& config, UtcTime now);

/// Says of those that somebody switched off since when, and who did.
void mark_disabled(std::vector<report::WatchedSource>& sources,
                   const std::vector<store::DisabledSource>& disabled);

}  // namespace nhs::cli
