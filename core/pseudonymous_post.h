#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/masked.h"
#include "core/time.h"

namespace nhs {

/// A keyed hash (HMAC-SHA-256): equal for equal identities, and worth nothing without the key.
using KeyedHash = std::array<std::uint8_t, 32>;

/// Bytes that only the key opens (AES-256-GCM).
using Sealed = std::string;

/// A post's hashes under a key that was in force before (privacy/key.h).
struct EarlierKeys {
  KeyedHash key{};
  std::optional<KeyedHash> url_key = std::nullopt;
  std::optional<KeyedHash> author_key = std::nullopt;
  std::optional<KeyedHash> account_key = std::nullopt;
};

/// A post as it may lie on disk: identities hashed or sealed, personal data in the text masked.
/// Made by `privacy/`, kept by `store/`.
struct PseudonymousPost {
  std::string network;
  /// Of (network, canonical id). Nothing is taken in twice under one key.
  KeyedHash key{};
  /// Of the permalink: the same post by another way. Nothing when it has no page of its own.
  std::optional<KeyedHash> url_key;
  /// Of (network, author), or of the account where nobody says what it goes by. Nothing when the author is
  /// not known.
  std::optional<KeyedHash> author_key;
  /// Of what stays when that changes (Post::account), hashed as an author is. Nothing where it is not known.
  std::optional<KeyedHash> account_key;
  /// The same under each key before, the newest first: what it may be known by since then.
  std::vector<EarlierKeys> earlier{};
  /// Of the bare name by which a file calls the author, under each key, where its permalink tells which
  /// account it is: who was forgotten, or objects, by that name is heeded. It may be other people's too, and
  /// tells nothing else.
  std::vector<KeyedHash> bare_names{};
  /// Of the post that this one answers.
  std::optional<KeyedHash> reply_key;
  /// First eight bytes of a keyed hash of the folded text: equal for copies of a text.
  std::int64_t text_key = 0;
  /// Canonical id, permalink, author and, where it is known, account.
  Sealed sealed;
  /// The id by which the showing server knows it.
  Sealed sealed_local_id;
  /// Masked.
  std::string text;
  /// What was masked in it.
  MaskedCounts masked{};
  std::optional<UtcTime> created_at;
  std::optional<UtcTime> edited_at;
  std::string language;
  std::vector<std::string> tags;
  /// As in Post.
  std::optional<bool> quotable;
};

}  // namespace nhs
