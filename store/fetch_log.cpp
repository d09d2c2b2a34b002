#include "store/fetch_log.h"

#include "store/tables.h"

namespace nhs::store {
namespace {

bool is_nothing(const FetchCounts& fetches) {
  return fetches.asked == 0 && fetches.answered == 0 && fetches.throttled == 0 && fetches.failed == 0 &&
         fetches.opted_out == 0 && fetches.spent == 0;
}

}  // namespace

UtcTime hour_of(UtcTime moment) { return std::chrono::floor<std::chrono::hours>(moment); }

void write_fetches(Database& database, Names& names, const std::string& source, const FetchCounts& fetches,
                   UtcTime now) {
  if (is_nothing(fetches)) return;
  database.run(
      "INSERT INTO fetch_log (source_id, hour, asked, answered, throttled, failed, opted_out, spent, "
      "spent_on_rechecks) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET asked = asked + excluded.asked, "
      "answered = answered + excluded.answered, throttled = throttled + excluded.throttled, "
      "failed = failed + excluded.failed, opted_out = opted_out + excluded.opted_out, "
      "spent = spent + excluded.spent, spent_on_rechecks = spent_on_rechecks + excluded.spent_on_rechecks",
      names.source(source), hour_of(now), fetches.asked, fetches.answered, fetches.throttled, fetches.failed,
      fetches.opted_out, fetches.spent, fetches.spent_on_rechecks);
}

void write_refused(Database& database, Names& names, const std::string& source, std::int64_t posts,
                   UtcTime now) {
  database.run(
      "INSERT INTO fetch_log (source_id, hour, asked, answered, throttled, failed, opted_out, spent, forgotten) "
      "VALUES (?, ?, 0, 0, 0, 0, 0, 0, ?) ON CONFLICT DO UPDATE SET forgotten = forgotten + excluded.forgotten",
      names.source(source), hour_of(now), posts);
}

std::int64_t read_spent_since(Database& database, const std::string& source, UtcTime moment) {
  return database
      .integer(
          "SELECT sum(spent) FROM fetch_log WHERE source_id = (SELECT id FROM source WHERE name = ?) "
          "AND hour >= ?",
          source, hour_of(moment))
      .value_or(0);
}

std::int64_t read_spent_on_rechecks_since(Database& database, const std::string& source, UtcTime moment) {
  return database
      .integer(
          "SELECT sum(spent_on_rechecks) FROM fetch_log WHERE source_id = (SELECT id FROM source WHERE name = ?) "
          "AND hour >= ?",
          source, hour_of(moment))
      .value_or(0);
}

void carry_spending(Database& present, Database& restored) {
  if (!has_table(present, "fetch_log")) return;
  Names names(restored);
  const std::string on_rechecks =
      has_column(present, "fetch_log", "spent_on_rechecks") ? "spent_on_rechecks" : "0";
  Query spent = present.query("SELECT name, hour, spent, " + on_rechecks +
                              " FROM fetch_log JOIN source ON source.id = source_id WHERE spent > 0");
  while (spent.next())
    restored.run(
        "INSERT INTO fetch_log (source_id, hour, asked, answered, throttled, failed, opted_out, spent, forgotten, "
        "spent_on_rechecks) VALUES (?, ?, 0, 0, 0, 0, 0, ?, 0, ?) ON CONFLICT DO UPDATE SET spent = max(spent, "
        "excluded.spent), spent_on_rechecks = max(spent_on_rechecks, excluded.spent_on_rechecks)",
        names.source(std::string{spent.bytes(0)}), spent.integer(1), spent.integer(2), spent.integer(3));
  if (!has_column(present, "source_state", "reserved")) return;
  Query reserved = present.query(
      "SELECT name, reserved FROM source_state JOIN source ON source.id = source_id WHERE reserved > 0");
  while (reserved.next())
    restored.run("UPDATE source_state SET reserved = max(reserved, ?) WHERE source_id = ?",
                 reserved.integer(1), names.source(std::string{reserved.bytes(0)}));
}

std::optional<UtcTime> read_first_spent_since(Database& database, const std::string& source, UtcTime moment) {
  const auto hour = database.integer(
      "SELECT hour FROM fetch_log WHERE source_id = (SELECT id FROM source WHERE name = ?) AND hour >= ? "
      "AND spent > 0 ORDER BY hour LIMIT 1",
      source, hour_of(moment));
  if (!hour) return std::nullopt;
  return UtcTime{std::chrono::seconds{*hour}};
}

std::vector<UtcTime> read_hours_answered(Database& database, const std::string& source, UtcTime since) {
  std::vector<UtcTime> hours;
  Query rows = database.query(
      "SELECT hour FROM fetch_log WHERE source_id = (SELECT id FROM source WHERE name = ?) AND hour >= ? "
      "AND answered > 0 ORDER BY hour");
  rows.bind(source, hour_of(since));
  while (rows.next()) hours.push_back(rows.time(0));
  return hours;
}

}  // namespace nhs::store
