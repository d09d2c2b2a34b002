#pragma once

#include "config/config.h"
#include "store/retention.h"

namespace nhs::control {

/// The rules that a configuration puts in force.
store::RetentionRules retention_rules(const config::Config& config);

}  // namespace nhs::control
