#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/act.h"
#include "store/database.h"
#include "store/holdings.h"

namespace nhs::store {

/// What a database holds of an account. All work within the caller's transaction and throw SQLite::Exception.

/// By name.
std::vector<std::string> stored_networks(Database& database);

/// Those of the accounts that are known, in their order; each by every name under which anything is held.
std::vector<HeldAccount> known_accounts(Database& database, const std::vector<AccountKey>& accounts);

/// What is sealed of those of the posts that these authors wrote.
std::vector<SealedPost> sealed_posts(Database& database, const std::vector<HeldAccount>& authors,
                                     const std::vector<std::int64_t>& refs);

/// Both, with its line in the audit.
SealedHoldings reveal_holdings(Database& database, const std::vector<AccountKey>& accounts,
                               const std::vector<std::int64_t>& refs, const Act& act);

}  // namespace nhs::store
