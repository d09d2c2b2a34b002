#include "store/source_servers.h"

namespace nhs::store {

std::optional<std::string> read_server(Database& database, const std::string& source) {
  return database.text("SELECT server FROM source WHERE name = ?", source);
}

bool bind_source(Database& database, Names& names, const std::string& source, const std::string& server) {
  const std::int64_t id = names.source(source);
  const auto before = read_server(database, source);
  if (before == server) return false;
  database.run("UPDATE source SET server = ? WHERE id = ?", server, id);
  // Databases of before this was kept do not tell; that it was this one is likeliest.
  if (!before) return false;
  database.run("UPDATE sighting SET local_id = NULL WHERE source_id = ?", id);
  for (const char* table : {"recheck", "recheck_source", "source_state"})
    database.run(std::string{"DELETE FROM "} + table + " WHERE source_id = ?", id);
  return true;
}

void forget_unbound_servers(Database& database) {
  database.run(
      "UPDATE source SET server = '' WHERE server IS NULL AND id IN (SELECT source_id FROM source_state)");
}

}  // namespace nhs::store
