#pragma once

#include <string>

#include "store/database.h"

namespace nhs::store {

/// What a database of whatever version has: those of earlier ones lack some tables, and columns of others.
/// Throw SQLite::Exception.
bool has_table(Database& database, const std::string& name);
bool has_column(Database& database, const std::string& table, const std::string& name);

}  // namespace nhs::store
