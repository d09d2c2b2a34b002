#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/source_state.h"
#include "store/database.h"
#include "store/names.h"

namespace nhs::store {

/// Where collection stands. Writing needs the caller's transaction; all throw SQLite::Exception.

void write_source_state(Database& database, Names& names, const SourceState& state);

/// A gap that is known already changes nothing.
void write_gap(Database& database, Names& names, const Gap& gap);

std::optional<SourceState> read_source_state(Database& database, const std::string& source,
                                             const std::string& topic);

/// All of them by source and topic, without their cursors.
std::vector<SourceState> read_source_states(Database& database);

/// Gaps as far as they lie in [from, to), oldest first.
///
/// sources: of these alone; empty for all.
std::vector<Gap> read_gaps(Database& database, UtcTime from, UtcTime to,
                           const std::vector<std::string>& sources = {});

}  // namespace nhs::store
