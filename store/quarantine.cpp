#include "store/quarantine.h"

namespace nhs::store {

void write_unreadable(Database& database, Names& names, const std::string& source,
                      const std::vector<Unreadable>& unreadable, UtcTime now) {
  if (unreadable.empty()) return;
  const std::int64_t source_id = names.source(source);
  for (const Unreadable& each : unreadable)
    database.run(
        "INSERT INTO quarantine (source_id, item, cause, first_at, last_at, items, times) "
        "VALUES (?1, ?2, ?3, ?4, ?4, ?5, 1) ON CONFLICT DO UPDATE SET cause = excluded.cause, "
        "last_at = max(last_at, excluded.last_at), items = excluded.items, times = times + 1",
        source_id, Blob{each.item}, each.cause, now, each.items);
  database.run(
      "DELETE FROM quarantine WHERE source_id = ?1 AND item IN (SELECT item FROM quarantine "
      "WHERE source_id = ?1 ORDER BY last_at DESC, item LIMIT -1 OFFSET ?2)",
      source_id, kMaxQuarantined);
}

Quarantine read_quarantine(Database& database, const QuarantineQuery& query) {
  Quarantine quarantine;
  Query counts = database.query(
      "SELECT name, count(*), sum(times) FROM source JOIN quarantine ON source_id = source.id "
      "GROUP BY source.id ORDER BY name");
  while (counts.next()) quarantine.counts.push_back({counts.bytes(0), counts.integer(1), counts.integer(2)});
  Query items = database.query(
      "SELECT name, cause, items, times, first_at, last_at FROM quarantine JOIN source ON source.id = "
      "source_id WHERE ?1 IS NULL OR name = ?1 ORDER BY last_at DESC, name, item LIMIT ?2");
  items.bind(query.source, query.limit);
  while (items.next())
    quarantine.items.push_back(
        {items.bytes(0), items.bytes(1), items.integer(2), items.integer(3), items.time(4), items.time(5)});
  return quarantine;
}

}  // namespace nhs::store
