#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "core/result.h"
#include "store/database.h"
#include "store/ignore_rules.h"

namespace nhs::store {

/// With which ignore rules stored posts are in line, and how far others are that are being put in force. What
/// writes needs the caller's transaction, unless it says otherwise; all throw SQLite::Exception.

/// Whoever brings rules says so first: one statement at most, so that no transaction is needed. Fails with
/// configuration (78) for an import with others than the daemon brought last.
Result<void> agree_on_ignore_rules(Database& database, const std::filesystem::path& file,
                                   const IgnoreRules& rules, bool by_daemon);

/// Must come with every batch that is saved: a writer that keeps to other rules than the stored posts are in
/// line with must not pretend they still are.
void own_up_to_other_ignore_rules(Database& database, const IgnoreRules& rules);

/// Whether every stored post is.
bool all_in_line_with(Database& database, const IgnoreRules& rules);

/// The last post that is; 0 for none.
std::int64_t settled_to(Database& database, const IgnoreRules& rules);

/// Nothing: every post is.
void note_settled_to(Database& database, const IgnoreRules& rules, std::optional<std::int64_t> last);

/// What an old backup must not undo. After this its posts pass for in line with the rules that `present` was
/// in line with only if the backup was so too.
///
/// set_aside_any: posts were set aside in it as they are in `present`.
void carry_ignore_history(Database& present, Database& restored, bool set_aside_any);

}  // namespace nhs::store
