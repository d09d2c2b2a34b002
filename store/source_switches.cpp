#include "store/source_switches.h"

#include "store/audit.h"
#include "store/tables.h"

namespace nhs::store {

bool switch_source(Database& database, Names& names, const std::string& source, bool on, const Act& act) {
  const std::int64_t id = names.source(source);
  const std::int64_t changed =
      on ? database.run("DELETE FROM disabled_source WHERE source_id = ?", id)
         : database.run(
               "INSERT INTO disabled_source (source_id, since, person) VALUES (?, ?, ?) ON CONFLICT DO "
               "NOTHING",
               id, act.at, act.person);
  if (changed == 0) return false;
  write_audit(database, act, on ? Action::enable_source : Action::disable_source, std::nullopt, source);
  return true;
}

std::vector<DisabledSource> read_disabled_sources(Database& database) {
  std::vector<DisabledSource> disabled;
  Query rows = database.query(
      "SELECT source.name, since, person FROM disabled_source JOIN source ON source.id = source_id "
      "ORDER BY source.name");
  while (rows.next()) disabled.push_back({rows.bytes(0), rows.time(1), rows.bytes(2)});
  return disabled;
}

void carry_switches(Database& present, Database& restored) {
  if (!has_table(present, "disabled_source")) return;
  const std::vector<DisabledSource> off = read_disabled_sources(present);
  Names names(restored);
  restored.run("DELETE FROM disabled_source");
  for (const DisabledSource& each : off)
    restored.run("INSERT INTO disabled_source (source_id, since, person) VALUES (?, ?, ?)",
                 names.source(each.source), each.since, each.person);
}

}  // namespace nhs::store
