#pragma once

#include <filesystem>

#include "core/result.h"

namespace nhs::cli {

/// The program `age` (C2SP age v1, Debian's package `age`), which encrypts to public keys; docs/adr says why
/// it is this one. Bytes go through it as they come: neither side is ever whole in memory. All fail with
/// unavailable (69) where it is not installed, or something else is in its place that encrypts nothing, and
/// with bad_data (65) and age's own words when it fails.

/// Encrypts to every recipient of a file (`age -R`: age1…, ssh-ed25519, ssh-rsa; a line each).
///
/// from: an open file, read from its beginning.  to: a file that is there; what it holds is replaced.
Result<void> encrypt_with_age(const std::filesystem::path& recipients, int from,
                              const std::filesystem::path& to);

/// Decrypts with a private key (`age -i`). What was damaged or cut short fails, and the file then holds only
/// a part.
Result<void> decrypt_with_age(const std::filesystem::path& identity, const std::filesystem::path& from,
                              const std::filesystem::path& to);

/// Whether a file begins as what age made does. False for one that cannot be read.
bool is_made_by_age(const std::filesystem::path& file);

}  // namespace nhs::cli
