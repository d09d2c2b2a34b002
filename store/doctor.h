#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/result.h"
#include "store/act.h"
#include "store/health.h"

namespace nhs::store {

/// What is known of the key file, which the store never reads.
struct KeyAtHand {
  std::filesystem::path file;
  std::string fingerprint;                 ///< empty when it could not be read
  std::vector<std::string> previous = {};  ///< fingerprints of the keys that it holds for matching only
  std::string trouble;                     ///< why it could not be read
  bool forbidden = false;                  ///< this user may not read it, which is no trouble
};

struct ExamineOptions {
  bool full = false;  ///< indexes too: minutes for millions of posts
  /// The caller has the right to write: the words of the full-text index are then compared too when `full`.
  bool may_write = false;
  KeyAtHand key;
  UtcTime now;
  /// Told which check comes next, in words; an empty text at the end.
  std::function<void(const std::string& what)> tell = {};
};

/// Looks a database over while anybody writes to it: what stands in it, and what is around it (permissions,
/// log, room, schema, key, kept copies). Changes nothing. Fails with no_input (66), no_permission (77), and
/// bad_data (65) for what is no database of ours.
Result<std::vector<HealthCheck>> examine(const std::filesystem::path& file, const ExamineOptions& options);

/// Makes anew what follows from the rest: findings from the values, what counts of labelled posts, rollups,
/// the search index; each in a transaction of its own, with its line in the audit, so that one that fails
/// takes none of the others back. What had to be done, in words. The caller has the right to write
/// (WriterLock). Fails with io (74) on a damaged file, which only a backup mends, and with bad_data (65) on
/// one of another schema version.
Result<std::vector<std::string>> repair(const std::filesystem::path& file, const Act& act);

}  // namespace nhs::store
