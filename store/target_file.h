#pragma once

#include <filesystem>
#include <vector>

#include "core/result.h"

namespace nhs::store {

/// The database, and what lies beside it and is part of it while it is used: log, lock, journal.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& database);

/// Fails with configuration (78) when the database, or a file that is part of it, is a symbolic link: whoever
/// could put one there would choose what is read and written. Links to folders on the way are followed.
Result<void> check_no_links(const std::filesystem::path& database);

/// Whether a file may be made under this name: not when it is one of these files, by any path, whether that
/// is there at the moment or not. Fails with usage (64).
Result<void> check_none_of(const std::filesystem::path& target,
                           const std::vector<std::filesystem::path>& in_use);

/// Whether a file is there. Fails with cannot_create (73) for a device, a pipe, a link and whatever else is
/// no plain file: a rename would put a file in its place.
Result<bool> is_plain_file(const std::filesystem::path& target);

/// The refusal (73) of a target that is there and may be replaced when that is asked for.
tl::unexpected<Error> is_there_already(const std::filesystem::path& target);

}  // namespace nhs::store
