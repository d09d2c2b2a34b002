#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/pseudonymous_post.h"
#include "core/result.h"
#include "store/act.h"

namespace nhs::store {

/// What becomes of one hash: any that the same identity may have had, and the one it has from now on.
struct HashAnew {
  std::vector<KeyedHash> before;
  KeyedHash after{};
};

/// What becomes of what a post keeps of its identities. Absent is what was not sealed, so that nobody can
/// hash it.
struct IdentityAnew {
  Sealed sealed;
  std::optional<HashAnew> key;
  std::optional<HashAnew> url_key;
  std::optional<HashAnew> author_key;
  std::optional<HashAnew> account_key = std::nullopt;
};

/// How one key takes the place of another, said by who holds both.
struct Rekeying {
  std::string from;  ///< fingerprints
  std::string to;
  /// Nothing when it was sealed by no key at hand.
  std::function<std::optional<IdentityAnew>(const std::string& network, const Sealed& sealed)> post;
  std::function<std::optional<Sealed>(const Sealed& sealed)> reseal;
  /// PseudonymousPost::text_key of a stored text, before and after.
  std::function<std::pair<std::int64_t, std::int64_t>(const std::string& text)> text_key;
  /// Fingerprints of rules, which are keyed, too.
  std::map<std::string, std::string> fingerprints;
  std::function<void(std::int64_t done, std::int64_t of)> tell = {};
  /// Told of each hash that could be made anew, those before and the one after.
  std::function<void(const HashAnew& hash)> tell_hash = {};
};

/// Hashes that stand under a key before, because nothing sealed says of what they are.
struct UnderEarlierKeys {
  std::int64_t posts = 0;
  std::int64_t addresses = 0;
  std::int64_t authors = 0;
  std::int64_t answered = 0;   ///< that say which post another one answers
  std::int64_t texts = 0;      ///< that tell copies
  std::int64_t forgotten = 0;  ///< lines of the forget list
  std::int64_t removed = 0;    ///< lines of the ledger
  std::int64_t all() const { return posts + addresses + authors + answered + texts + forgotten + removed; }
};

struct Rekeyed {
  std::int64_t posts = 0;       ///< looked at
  std::int64_t unreadable = 0;  ///< of these, sealed by no key at hand: as they were
  UnderEarlierKeys left;
};

/// Seals everything anew and hashes anew what can be, with its line in the audit, in one transaction:
/// whenever it is broken off, all is of the one key or all of the other, and the database says of which. It
/// is on the disk when this returns, and nothing of before stands in its log. The caller has the right to
/// write (WriterLock). Fails with configuration (78) when the database was made with another key than `from`;
/// try_again (75) while somebody reads for long; io (74) without room for a log of the database's size.
Result<Rekeyed> rekey(const std::filesystem::path& file, const Rekeying& how, const Act& act);

/// The same of a copy that nobody else has open, without its line in the audit, which is the caller's to
/// write.
Result<Rekeyed> rekey_copy(const std::filesystem::path& copy, const Rekeying& how, UtcTime at);

}  // namespace nhs::store
