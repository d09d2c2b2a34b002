#pragma once

#include <filesystem>

#include "core/result.h"

namespace nhs::store {

/// Whether this process may read the file, before SQLite says less clearly that it may not. Fails with
/// no_input (66) when there is no such file, no_permission (77) with the group to join.
Result<void> check_readable(const std::filesystem::path& file);

}  // namespace nhs::store
