#pragma once

#include <string>
#include <vector>

#include "store/act.h"
#include "store/database.h"
#include "store/names.h"
#include "store/store_status.h"

namespace nhs::store {

/// Sources that people have switched off. Apart from source_state, which the daemon writes anew with every
/// page. Writing needs the caller's transaction; both throw SQLite::Exception.

/// Nothing changes, and false, when it was so already.
bool switch_source(Database& database, Names& names, const std::string& source, bool on, const Act& act);

/// By name.
std::vector<DisabledSource> read_disabled_sources(Database& database);

/// What an old backup must not undo: what was switched last counts, off or on. Within the caller's
/// transaction on `restored`.
void carry_switches(Database& present, Database& restored);

}  // namespace nhs::store
