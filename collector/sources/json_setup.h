#pragma once

#include <string>

#include "collector/sources/make_sources.h"
#include "config/config.h"

namespace nhs::collector {

/// The source of a `[[source]]` of kind `json`. Fails with configuration (78) when the file that describes
/// its service cannot be read or has faults, or when its credential is not of the form that this needs.
Result<MadeSource> make_json(const config::SourceConfig& source, const config::Config& config,
                             std::string secret);

}  // namespace nhs::collector
