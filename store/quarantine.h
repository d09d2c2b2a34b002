#pragma once

#include <string>
#include <vector>

#include "core/source_state.h"
#include "store/database.h"
#include "store/names.h"
#include "store/quarantined.h"

namespace nhs::store {

/// Items that could not be read. All throw SQLite::Exception.

/// Within the caller's transaction. An item that is known counts once more, with what is now said of it; of a
/// source with more than kMaxQuarantined items those go that were not seen for longest.
void write_unreadable(Database& database, Names& names, const std::string& source,
                      const std::vector<Unreadable>& unreadable, UtcTime now);

Quarantine read_quarantine(Database& database, const QuarantineQuery& query);

}  // namespace nhs::store
