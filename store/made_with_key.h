#pragma once

#include <filesystem>
#include <string>

#include "core/result.h"

namespace nhs::store {

/// The fingerprint of the key that a database was made with; empty where there is no database yet, or nothing
/// in it. Changes nothing, but for undoing the rest of a making that was broken off. Fails with no_permission
/// (77), bad_data (65) for a stranger's file, io (74).
Result<std::string> made_with_key(const std::filesystem::path& database);

}  // namespace nhs::store
