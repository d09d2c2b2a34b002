#pragma once

#include <filesystem>
#include <vector>

#include "config/config.h"

namespace nhs::cli {

/// What no command may write its results over: the database and what is beside it, the key, the
/// configuration.
std::vector<std::filesystem::path> files_in_use(const config::Config& config);

}  // namespace nhs::cli
