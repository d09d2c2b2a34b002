#pragma once

#include <optional>
#include <string>

#include "store/database.h"

namespace nhs::store {

/// What holds for the whole file, by name (docs/schema.md). Writing needs the caller's transaction; all throw
/// SQLite::Exception.

std::optional<std::string> read_meta(Database& database, const std::string& key);
void write_meta(Database& database, const std::string& key, const std::string& value);
void drop_meta(Database& database, const std::string& key);

/// The same of a moment.
std::optional<UtcTime> read_moment(Database& database, const std::string& key);
void write_moment(Database& database, const std::string& key, UtcTime moment);

}  // namespace nhs::store
