#pragma once

#include <filesystem>

namespace nhs::store {

/// Has SQLite put what it cannot keep in memory, which may be a copy of all texts, into the folder of this
/// file, whose room is checked and whose permissions hold, rather than into TMPDIR. For the whole process:
/// the first folder that may be written to stays. Where none may, SQLite chooses. Thread-safe.
void keep_temporary_files_beside(const std::filesystem::path& file);

}  // namespace nhs::store
