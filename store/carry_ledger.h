#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/carry_over.h"
#include "store/database.h"
#include "store/stored_post.h"

namespace nhs::store {

/// Part of carry_over: the ledger of what networks removed (rechecks.h). Functions throw SQLite::Exception.

struct LedgerLine {
  KeyedHash key{};
  std::string network;
  Removal removal;
  std::string made_with;  ///< empty for the key in force
};

/// Appends the ledger's lines, as far as they can be read.
void read_ledger(Database& present, const HashesAnew& anew, std::vector<LedgerLine>& lines);

/// Enters these lines, and removes their posts, whatever edit of them the backup has; how many it still had.
/// Within the caller's transaction on `restored`, whose rollups and search index stay right.
std::int64_t carry_ledger(const std::vector<LedgerLine>& lines, Database& restored);

}  // namespace nhs::store
