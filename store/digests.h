#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "store/act.h"
#include "store/alert.h"
#include "store/database.h"

namespace nhs::store {

/// Puts a digest into the outbox, for each of these targets that it never went to, and in the audit that
/// somebody sent it. Asked for again it stays as it was first written, so that everybody reads the same and
/// nobody reads it twice; what was given up is tried anew. Only where its words were taken out, for a post
/// that it named was erased, do those whom it did not reach get it as it is now. Its number in the outbox.
/// Fails with try_again (75) where a post that it names is not held any more. Needs the caller's transaction;
/// throws SQLite::Exception.
///
/// message: with its digest and its HTML; time and event are given here.
Result<std::int64_t> write_digest(Database& database, AlertMessage message,
                                  const std::vector<std::string>& targets, const Act& act);

}  // namespace nhs::store
