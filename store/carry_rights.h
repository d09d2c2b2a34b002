#pragma once

#include "store/carry_over.h"
#include "store/database.h"

namespace nhs::store {

/// What people asked about their posts holds in a restored database, too: the forget list, with what it
/// erases there, and who objects to being counted, or no longer does. Within the caller's transaction on
/// `restored`; throws SQLite::Exception. Adds to `carried`.
void carry_rights(Database& present, Database& restored, const HashesAnew& anew, CarriedOver& carried);

}  // namespace nhs::store
