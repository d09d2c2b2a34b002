#pragma once

#include <string>
#include <vector>

#include "store/act.h"
#include "store/alert.h"
#include "store/database.h"

namespace nhs::store {

/// Puts a digest into the outbox, for each of these targets that it never went to, and in the audit that
/// somebody sent it. Asked for again it stays as it was first written, so that everybody reads the same and
/// nobody reads it twice; what was given up is tried anew. Its number in the outbox. Needs the caller's
/// transaction; throws SQLite::Exception.
///
/// message: with its digest and its HTML; time and event are given here.
std::int64_t write_digest(Database& database, AlertMessage message, const std::vector<std::string>& targets,
                          const Act& act);

}  // namespace nhs::store
