#pragma once

#include <functional>
#include <string>

#include "config/config.h"
#include "core/result.h"
#include "store/act.h"
#include "store/rekeying.h"

namespace nhs::intake {

struct KeyRotation {
  store::Rekeyed rekeyed;
  std::string from;  ///< fingerprints
  std::string to;
  bool gone_on = false;  ///< with a rotation that had been broken off, and its key
};

/// Puts a new key in the place of a database's: first in the key file, the old one behind it, then in the
/// database, in one transaction. A file with both fits the database before and after, so whatever breaks this
/// off leaves a pair that matches; the next call goes on with the key that is in the file already. The caller
/// has the right to write (WriterLock). Fails as key_of_database, privacy::Key::renew and store::rekey do.
Result<KeyRotation> rotate_key(const config::Config& config, const store::Act& act,
                               const std::function<void(std::int64_t done, std::int64_t of)>& tell);

}  // namespace nhs::intake
