#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/post.h"
#include "core/pseudonymous_post.h"
#include "privacy/key.h"

namespace nhs::privacy {

/// The identities of a post, as they were before sealing.
struct Identity {
  std::string id;
  std::string url;
  std::string author;
  /// Empty where it is not known. Where none was sealed it is the DID in an id of Bluesky's, which is the
  /// network's word only where the network itself was asked: a file may say anything.
  std::string account = {};
};

/// Turns posts into what may lie on disk, and back for those who hold the key. Thread-safe: all calls are
/// const.
class Pseudonymiser {
 public:
  /// organisations: accounts that are not people (`@leedscares@mastodon.social`), whose @mentions stay in
  /// texts.
  explicit Pseudonymiser(Key key, std::vector<std::string> organisations = {});

  /// Hashes and seals the identities, masks the text. The text is repaired first (core/text.h).
  /// A post without an id is known by its text. Where an export wrote `h:…` for an identity, the hash is
  /// taken and `sealed` holds an empty field. `sealed_local_id` is empty when there is none; `text_key` is 0
  /// for a text without words, and the same for a text and for its masked form.
  PseudonymousPost pseudonymise(const Post& post) const;

  /// Hash of the canonical id; an `h:…` text stands for the hash that it spells.
  KeyedHash post_key(std::string_view network, std::string_view id) const;
  /// Hash of the permalink, so that the same page by http or https, with or without tracking parameters, is
  /// one; `h:…` as above.
  KeyedHash url_key(std::string_view url) const;
  /// Hash of the account, compared without case, with or without the leading `@`; `h:…` as above.
  KeyedHash author_key(std::string_view network, std::string_view account) const;

  /// Every hash that an account may be known by: the one above, then those under each key before.
  std::vector<KeyedHash> author_keys(std::string_view network, std::string_view account) const;
  /// The same of a post and of a page.
  std::vector<KeyedHash> post_keys(std::string_view network, std::string_view id) const;
  std::vector<KeyedHash> url_keys(std::string_view url) const;
  /// Those under keys before, of a post as `pseudonymise` finds them; empty when there never was another key.
  std::vector<EarlierKeys> earlier_keys(const Post& post) const;

  /// Encrypts with a fresh nonce. Equal texts give different bytes.
  Sealed seal(std::string_view clear) const;
  /// Nothing when the bytes were sealed by another key or were changed.
  std::optional<std::string> unseal(std::string_view sealed) const;
  std::optional<Identity> unseal_identity(const Sealed& sealed) const;

  /// PseudonymousPost::text_key of a masked text.
  std::int64_t text_key(std::string_view masked_text) const;

  std::string fingerprint() const { return key_.fingerprint(); }

 private:
  Key key_;
  std::vector<std::string> organisations_;
};

/// `h:` and 43 characters of base64url: how a hash is written in exports.
std::string to_text(const KeyedHash& hash);
/// Nothing when the text is not such a hash.
std::optional<KeyedHash> hash_from_text(std::string_view text);

}  // namespace nhs::privacy
