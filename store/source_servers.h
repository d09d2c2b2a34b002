#pragma once

#include <optional>
#include <string>

#include "store/database.h"
#include "store/names.h"

namespace nhs::store {

/// Which server a source asks, as it was noted; nothing where it was not. Throws SQLite::Exception.
std::optional<std::string> read_server(Database& database, const std::string& source);

/// Notes which server a source asks. Where it asked another before, true: what was known by that one's ids,
/// its cursors and the ids to ask again for posts by, is dropped, for they mean other posts here or none. The
/// posts stay; what the new server shows of them can be asked for again.
///
/// server: as the source calls it (collector/source.h), not empty. Needs the caller's transaction; throws
/// SQLite::Exception.
bool bind_source(Database& database, Names& names, const std::string& source, const std::string& server);

/// Once those that are configured are bound: which servers others asked is not known any more, so that a name
/// among them that comes back begins anew. Needs the caller's transaction; throws SQLite::Exception.
void forget_unbound_servers(Database& database);

}  // namespace nhs::store
