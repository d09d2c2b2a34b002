#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.h"

namespace nhs::privacy {

/// The content of a small file that only its owner may read. A file under $CREDENTIALS_DIRECTORY is trusted
/// to systemd, which may give it to a group. Fails with no_input (66) when there is none, no_permission (77)
/// when it may not be read, configuration (78) when it is no regular file (a link is none), when others may
/// read it, or when it is over 4 KiB.
Result<std::string> read_secret_file(const std::filesystem::path& file);

/// Writes a file anew, 0600, of the same owner, where one is: whoever reads it finds the old content whole or
/// the new, after a power cut too. Fails with configuration (78) for a credential of systemd and a symbolic
/// link, which are not ours to replace; cannot_create (73); io (74) when it is written, but may not outlast a
/// power cut.
Result<void> replace_secret_file(const std::filesystem::path& file, std::string_view content);

/// Writes a new file, 0600, whole or not at all, and on the disk when this returns: by root in somebody
/// else's folder, a file of that owner's. Never follows or replaces what has that name. Fails with
/// cannot_create (73), and io (74) as above.
Result<void> create_secret_file(const std::filesystem::path& file, std::string_view content);

/// Flushes one that is there, and its name: what was written when flushing failed outlasts a power cut once
/// this succeeds. Fails with io (74).
Result<void> sync_secret_file(const std::filesystem::path& file);

}  // namespace nhs::privacy
