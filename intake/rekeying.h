#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "config/config.h"
#include "core/result.h"
#include "privacy/key.h"
#include "store/rekeying.h"

namespace nhs::intake {

/// How a key takes the place of one before it in what was made with that: whatever any key of the new one's
/// file sealed is read, and a hash by any of them is made anew.
store::Rekeying rekeying(const privacy::Key& before, const privacy::Key& now, const config::Config& config);

/// The same for a backup that was made with the key of this fingerprint, and a database whose key the
/// configured file holds. Fails with configuration (78), and says what to do, when the file does not hold the
/// backup's key, or only as one that the database has not got yet; and as privacy::Key::read does.
Result<store::Rekeying> rekeying_of_backup(const config::Config& config, const std::string& fingerprint,
                                           const std::filesystem::path& backup);

/// That everybody on the forget list and in the ledger is known by a key at hand. Fails with configuration
/// (78) when one is not: whoever it kept out would be taken in again.
Result<void> check_earlier_keys(const config::Config& config, const privacy::Key& of_database);

/// The fingerprints of the keys before it.
std::vector<std::string> previous_fingerprints(const privacy::Key& key);

}  // namespace nhs::intake
