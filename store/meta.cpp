#include "store/meta.h"

namespace nhs::store {

std::optional<std::string> read_meta(Database& database, const std::string& key) {
  return database.text("SELECT value FROM meta WHERE key = ?", key);
}

void write_meta(Database& database, const std::string& key, const std::string& value) {
  database.run("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
               key, value);
}

void drop_meta(Database& database, const std::string& key) {
  database.run("DELETE FROM meta WHERE key = ?", key);
}

}  // namespace nhs::store
