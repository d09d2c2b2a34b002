#pragma once

#include <memory>
#include <string>

#include "collector/source.h"
#include "config/config.h"

namespace nhs::collector {

/// The source that a `[[source]]` describes. A new network is one line here.
///
/// bearer: the secret that its `credential` names; empty for none.
std::unique_ptr<Source> make_source(const config::SourceConfig& config, std::string bearer);

}  // namespace nhs::collector
