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

std::optional<UtcTime> read_moment(Database& database, const std::string& key) {
  const auto seconds = database.integer("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?", key);
  if (!seconds) return std::nullopt;
  return UtcTime{std::chrono::seconds{*seconds}};
}

void write_moment(Database& database, const std::string& key, UtcTime moment) {
  write_meta(database, key, std::to_string(moment.time_since_epoch().count()));
}

}  // namespace nhs::store
