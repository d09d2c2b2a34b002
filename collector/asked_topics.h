#pragma once

#include <vector>

#include "config/config.h"
#include "core/source_state.h"

namespace nhs::collector {

/// Leaves out what is stored of topics that their source is not asked for any more: nobody asks, so they
/// never answer again, and whoever waits for that is warned for ever. Reads no credential. States stay of
/// sources that are not configured, or whose description cannot be read.
void leave_out_topics_not_asked(std::vector<SourceState>& states, const config::Config& config);

}  // namespace nhs::collector
