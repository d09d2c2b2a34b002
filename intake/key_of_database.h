#pragma once

#include "config/config.h"
#include "core/result.h"
#include "privacy/key.h"

namespace nhs::intake {

/// The key of a database that is there, with those before it: of the keys in the configured file the one that
/// the database was made with. Fails with configuration (78) where there is none, or when it is of another
/// database; and as privacy::Key::read does.
Result<privacy::Key> key_of_database(const config::Config& config);

}  // namespace nhs::intake
