#pragma once

#include <filesystem>
#include <vector>

#include "config/config.h"
#include "core/result.h"

namespace nhs::control {

/// What nothing may write its results over: the database and what is beside it, the key, the configuration.
std::vector<std::filesystem::path> files_in_use(const config::Config& config);

/// Whether the daemon may write where it is told to: metrics, the lines of a `[[notify]]` and its sockets go
/// over no file that is in use or that it reads, and none over another; a socket's name fits its address.
/// Fails with configuration (78) and `FILE: KEY: PATH: …`. By where the files are now, and so after database
/// and configuration are settled.
Result<void> check_outputs(const config::Config& config);

}  // namespace nhs::control
