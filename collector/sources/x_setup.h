#pragma once

#include <string>

#include "collector/sources/make_sources.h"
#include "config/config.h"
#include "core/result.h"

namespace nhs::collector {

/// An X source as a `[[source]]` describes it, with what it may spend: days and months of UTC, as X bills;
/// nothing where the configuration names no sum. Fails with configuration (78) where a topic is too long to
/// search for.
Result<MadeSource> make_x(const config::SourceConfig& source, const config::Config& config,
                          std::string bearer);

}  // namespace nhs::collector
