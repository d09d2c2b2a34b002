#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"

namespace nhs::privacy {

/// The secret that every hash and every sealed reference of one installation depends on. 256 random bits.
/// Where it took the place of others, these stay beside it, for matching what was hashed with them and nobody
/// can hash anew.
class Key {
 public:
  /// Reads a key file: 64 hexadecimal digits, then a line `previous = …` for each key before, the newest
  /// first; white space around allowed. Fails with configuration (78) when it is no key, or when others than
  /// its owner may read it; no_input (66) when there is none.
  static Result<Key> read(const std::filesystem::path& file);

  /// Makes a new key and writes it, 0600, whole or not at all. Fails with cannot_create (73) when the file is
  /// there.
  static Result<Key> create(const std::filesystem::path& file);

  /// Puts a new key before those of the file, 0600, its owner's as before: at any moment the file holds the
  /// old content or the new. Fails as `read` does, with configuration (78) for a credential of systemd, which
  /// is not ours to write, or when the file holds no more keys; cannot_create (73).
  static Result<Key> renew(const std::filesystem::path& file);

  /// The key of the file that a database was made with: a renewal that was broken off leaves a key before it
  /// that no database knows yet. Those after the one with this fingerprint are left out; itself where none
  /// has it.
  Key as_of(const std::string& fingerprint) const;

  /// Those that were in force before this one, the newest first; they have none themselves.
  const std::vector<Key>& previous() const { return previous_; }

  /// For tests: a key from 32 known bytes.
  static Key from_bytes(const std::array<std::uint8_t, 32>& bytes);

  /// Says which key it is without giving it away: 16 hexadecimal digits, kept in the database.
  std::string fingerprint() const;

  const std::array<std::uint8_t, 32>& hashing_key() const { return hashing_; }
  const std::array<std::uint8_t, 32>& sealing_key() const { return sealing_; }

 private:
  explicit Key(const std::array<std::uint8_t, 32>& secret);
  /// That in force first.
  static Key from_secrets(std::vector<std::array<std::uint8_t, 32>> secrets);
  // Derived from the secret (HMAC with a label), so that no key serves two purposes.
  std::array<std::uint8_t, 32> hashing_{};
  std::array<std::uint8_t, 32> sealing_{};
  std::string fingerprint_;
  std::vector<Key> previous_;
};

/// Where the key is: `configured` if not empty, else the systemd credential `pseudonym.key`, else
/// `pseudonym.key` beside the database.
std::filesystem::path key_path(const std::filesystem::path& configured,
                               const std::filesystem::path& database);

}  // namespace nhs::privacy
