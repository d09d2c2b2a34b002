#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"

namespace nhs::cli {

/// Whether a file may be made here. Fails with usage (64) for a file in use, cannot_create (73) where one is
/// there that is not to be replaced, or what is no plain file.
Result<void> check_place(const std::filesystem::path& file, const std::vector<std::filesystem::path>& in_use,
                         bool replace);

/// Writes what names nobody whose posts are kept: for everybody in the group to read (0640), there whole or
/// not at all. Fails with io (74).
Result<void> write_shared(const std::filesystem::path& file, const std::string& text);

}  // namespace nhs::cli
