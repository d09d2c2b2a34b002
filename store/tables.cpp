#include "store/tables.h"

namespace nhs::store {

bool has_table(Database& database, const std::string& name) {
  return database.integer("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", name).has_value();
}

bool has_column(Database& database, const std::string& table, const std::string& name) {
  return database.integer("SELECT 1 FROM pragma_table_xinfo(?) WHERE name = ?", table, name).has_value();
}

}  // namespace nhs::store
