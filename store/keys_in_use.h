#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "store/act.h"

namespace nhs::store {

/// Stands for the fingerprint of a key that nobody noted, because it was renewed by a program that did not
/// yet.
inline constexpr const char* kUnknownKey = "unknown";

/// A key before the one in force, by which something is still matched: what was hashed with it and cannot be
/// hashed anew.
struct EarlierKeyInUse {
  std::string fingerprint;     ///< or kUnknownKey
  std::int64_t forgotten = 0;  ///< lines of the forget list
  std::int64_t removed = 0;    ///< lines of the ledger
  std::int64_t others = 0;     ///< posts and accounts
  bool lost = false;           ///< somebody said that there is no copy of it any more
};

/// Those of a database, by their fingerprints; none where there is none. The file is of this program's
/// schema. Changes nothing. Fails with no_permission (77), bad_data (65), io (74).
Result<std::vector<EarlierKeyInUse>> keys_in_use(const std::filesystem::path& database);

/// The same of those that the forget list and the ledger are matched by (`others` is 0): at once, however
/// many posts there are.
Result<std::vector<EarlierKeyInUse>> keys_of_lists(const std::filesystem::path& database);

/// Whether anybody who is on the forget list or in the ledger would be taken in again without this key.
inline bool keeps_anybody_out(const EarlierKeyInUse& key) {
  return !key.lost && key.forgotten + key.removed > 0;
}

/// Of keys in use, those that are not among these fingerprints.
std::vector<EarlierKeyInUse> not_held(const std::vector<EarlierKeyInUse>& in_use,
                                      const std::vector<std::string>& held);

/// Notes that a key is lost, with its line in the audit: what is matched by it alone is matched no more, and
/// nobody is kept from writing for that. Gives what that is. The caller has the right to write (WriterLock).
/// Fails with no_input (66) for a key by which nothing is matched.
Result<EarlierKeyInUse> note_lost_key(const std::filesystem::path& database, const std::string& fingerprint,
                                      const Act& act);

}  // namespace nhs::store
