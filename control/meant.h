#pragma once

#include <string>
#include <vector>

#include "control/rights.h"
#include "core/result.h"
#include "privacy/pseudonymiser.h"
#include "store/forgetting.h"

namespace nhs::control {

struct Office;

/// Who or what is meant by what people wrote, looked up in the database where it is carried out.
struct Meant {
  store::Identified whom;
  Places without_posts;  ///< the names by which no post is held
};

/// Adds to whom is meant the accounts of authors who were collected before accounts were kept, where the
/// newest of their posts that their network itself showed tells it: they may go by another name since.
Result<void> add_accounts_beneath(const Office& office, const privacy::Pseudonymiser& key,
                                  store::Identified& whom);

/// By accounts and addresses (identities.h). Fails with configuration (78) without the key, and with usage
/// (64), by its place, for a name by which nothing could ever be held: a page of Bluesky that does not tell
/// the account, the `h:…` of a post.
///
/// network: the only one to look on; empty for all that are stored or collected.
Result<Meant> meant_by_names(const Office& office, const std::vector<std::string>& names,
                             const std::string& network);

/// By what lists and exports call posts (listed_post). Wants no key. Fails with no_input (66) where one of
/// them is not there.
Result<Meant> meant_by_references(const Office& office, const std::vector<std::string>& references);

}  // namespace nhs::control
