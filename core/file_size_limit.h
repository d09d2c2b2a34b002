#pragma once

#include <string>

namespace nhs {

/// Has the system refuse a write beyond the largest size of a file that this process may make (EFBIG), which
/// else ends the process. For the first lines of main.
void refuse_writes_beyond_limit() noexcept;

/// That there is such a limit, to stand behind why a file could not be written: "; or a file would be larger
/// than 100 KiB, which is this process's limit (ulimit -f, LimitFSIZE=)". Empty where there is none.
/// Thread-safe.
std::string or_beyond_file_size_limit();

}  // namespace nhs
