#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/pseudonymous_post.h"
#include "privacy/hmac.h"

namespace nhs::privacy {

/// Encrypts with AES-256-GCM: a version byte (authenticated), a nonce, the ciphertext, the tag.
///
/// The nonce is 96 random bits, which is safe for 2^32 texts a key (NIST SP 800-38D, 8.3): far more than a
/// monitor of public posts meets. Thread-safe.
Sealed seal(const Secret& key, std::string_view clear);

/// Nothing when the bytes were sealed by another key, were changed, or are of a version not known here.
std::optional<std::string> unseal(const Secret& key, std::string_view sealed);

/// Fills with bytes nobody can guess.
void fill_with_random(unsigned char* bytes, std::size_t count);

}  // namespace nhs::privacy
