#pragma once

#include <filesystem>
#include <string>

#include "core/result.h"

namespace nhs::config {

/// All of a file that people write, at most 1 MiB. Fails with configuration (78) and the file's name.
Result<std::string> file_text(const std::filesystem::path& file);

}  // namespace nhs::config
