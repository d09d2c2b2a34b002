#pragma once

#include "config/config.h"
#include "store/doctor.h"

namespace nhs::cli {

/// The key of the configuration in force, as far as this user may read it.
store::KeyAtHand key_at_hand(const config::Config& config);

}  // namespace nhs::cli
