#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "store/database.h"

namespace nhs::store {

/// What was carried over into a restored database.
struct CarriedOver {
  std::int64_t withdrawn = 0;  ///< posts that the backup still had, withdrawn again
  std::int64_t remembered =
      0;  ///< withdrawn posts that the backup did not know of: their rows, without content
  std::int64_t set_aside = 0;     ///< by ignore rules, or because their authors object
  std::int64_t forgotten = 0;     ///< posts of the backup that were erased again
  std::int64_t not_quotable = 0;  ///< whose authors do not want to be quoted
  std::int64_t purged = 0;        ///< whose texts and authors had gone for their age (retention.h)
  std::int64_t acts = 0;          ///< lines of the audit that the backup did not know
  /// The present database could not be read to its end, or not at all, or there was none: posts may be back
  /// that had been withdrawn or forgotten.
  bool incomplete = false;
};

/// Hashes that were made with a key before, and what the same identity is hashed to now.
using HashesAnew = std::map<KeyedHash, KeyedHash>;

/// What of the present database stands under a key before: a backup of back then, whose posts are hashed anew
/// when it is restored, is not recognised by it otherwise.
std::set<KeyedHash> hashes_under_earlier_keys(Database& present);

/// The hash itself where it has no other.
inline const KeyedHash& renewed(const HashesAnew& anew, const KeyedHash& hash) {
  const auto found = anew.find(hash);
  return found == anew.end() ? hash : found->second;
}

/// Nothing stays nothing.
inline std::optional<KeyedHash> renewed(const HashesAnew& anew, const std::optional<KeyedHash>& hash) {
  if (!hash) return std::nullopt;
  return renewed(anew, *hash);
}

/// The one place that says what an old backup must not undo. From the present database to the one that is to
/// replace it: posts that were withdrawn, that ignore rules set aside, that were purged, or whose authors do
/// not want to be quoted; which ignore rules the daemon brought; which references were given, so that none is
/// given twice; what people changed, as the audit has it; which sources are switched off; who and what is
/// forgotten, and who objects to being counted. Whatever else people were promised for good belongs here.
///
/// A post that came back by a newer edit than the present database knows of stays. The two are made with one
/// key, or with keys that took each other's place, and `anew` says what became of hashes; `restored` is of
/// this program's schema, `present` of any. Within the caller's transaction on `restored`, whose rollups stay
/// right. Throws SQLite::Exception for a failure of `restored`, and for one of `present` that is no damage.
CarriedOver carry_over(Database& present, Database& restored, const HashesAnew& anew = {});

}  // namespace nhs::store
