#pragma once

#include <filesystem>
#include <string>

#include "core/result.h"

namespace nhs::notify {

/// Appends a line of JSON to a file, whole and on the disk, or says why not (io, 74). A file is made 0640. A
/// whole line of this key among the last 256 KiB is not written twice: whoever was killed between writing and
/// noting it tries again. What another kill left of a line is ended first, and does not count.
///
/// key: stands in the line.  line: without its end.
Result<void> append_once(const std::filesystem::path& file, const std::string& key, const std::string& line);

}  // namespace nhs::notify
