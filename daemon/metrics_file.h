#pragma once

#include <filesystem>
#include <string_view>

#include "config/operations.h"
#include "core/result.h"

namespace nhs::daemon {

/// Puts a text in the place of a file, whole or not at all: who reads it sees the old one or the new. Its
/// folder is made where it is not there (its parent has to be). Fails with io (74).
///
/// By root in somebody else's folder, folder and file become that owner's.
///
/// readers: may read it, whatever the process's umask says; the folder lets them through when it was made
/// here.
Result<void> replace_metrics_file(const std::filesystem::path& file, std::string_view text,
                                  config::MetricsReaders readers);

}  // namespace nhs::daemon
