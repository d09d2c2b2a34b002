#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/act.h"
#include "store/carry_over.h"
#include "store/consent.h"
#include "store/database.h"

namespace nhs::store {

/// Who agreed to be quoted. All work within the caller's transaction and throw SQLite::Exception.

/// As the calls of PostStore.
Result<ConsentRecord> note_consent(Database& database, const TimeZone& zone, std::int64_t ref,
                                   const Consent& consent, const Act& act);
Result<ConsentRecord> withdraw_consent(Database& database, std::int64_t ref, const Act& act,
                                       const std::string& by);

/// Of a post that has another text now: what was agreed to was the earlier one.
void lapse_consents(Database& database, std::int64_t post_id, UtcTime now);

/// Deletes all consents of a post. Must come with whatever takes a post's text.
void forget_consents(Database& database, std::int64_t post_id);

std::vector<ConsentRecord> read_consents(Database& database, const ConsentsQuery& query);

/// A condition on `post`: a public output may print its text.
const std::string& is_consented();

/// A consent that was withdrawn, or lapsed, must not come back with an old backup, nor one be lost by it.
void carry_consents(Database& present, Database& restored, const HashesAnew& anew);

}  // namespace nhs::store
