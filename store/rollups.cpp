#include "store/rollups.h"

namespace nhs::store {
namespace {

// The truth that the rollup must equal.
const std::string kRecount =
    "SELECT day, network_id, model_id, coalesce(sentiment, -1) AS sentiment, findings, count(*) AS posts "
    "FROM post WHERE withdrawn_at IS NULL AND day IS NOT NULL GROUP BY 1, 2, 3, 4, 5";

const std::string kRollup = "SELECT day, network_id, model_id, sentiment, findings, posts FROM rollup";

// Bits as in findings.h.
const std::string kFindingsDiffer =
    "SELECT 1 FROM post WHERE findings <> (SELECT coalesce(sum(1 << (3 * value + direction)), 0) "
    "FROM post_value WHERE post_id = post.id) LIMIT 1";

void change(Database& database, const RollupCell& cell, std::int64_t by) {
  if (by > 0) {
    database.run(
        "INSERT INTO rollup (day, network_id, model_id, sentiment, findings, posts) VALUES (?, ?, ?, ?, ?, "
        "?) ON CONFLICT DO UPDATE SET posts = posts + excluded.posts",
        cell.day, cell.network_id, cell.model_id, cell.sentiment, cell.findings, by);
    return;
  }
  database.run(
      "UPDATE rollup SET posts = posts + ?1 WHERE day = ?2 AND network_id = ?3 AND model_id = ?4 "
      "AND sentiment = ?5 AND findings = ?6",
      by, cell.day, cell.network_id, cell.model_id, cell.sentiment, cell.findings);
  database.run(
      "DELETE FROM rollup WHERE day = ? AND network_id = ? AND model_id = ? AND sentiment = ? "
      "AND findings = ? AND posts = 0",
      cell.day, cell.network_id, cell.model_id, cell.sentiment, cell.findings);
}

}  // namespace

void RollupChanges::write(Database& database) const {
  for (const auto& [cell, by] : changes_)
    if (by != 0) change(database, cell, by);
}

void recount_rollup(Database& database) {
  database.run("DELETE FROM rollup");
  database.run("INSERT INTO rollup (day, network_id, model_id, sentiment, findings, posts) " + kRecount);
}

bool rollup_holds(Database& database) {
  const auto differ = [&](const std::string& one, const std::string& other) {
    return database.integer("SELECT 1 FROM (" + one + " EXCEPT " + other + ") LIMIT 1").has_value();
  };
  return !differ(kRollup, kRecount) && !differ(kRecount, kRollup) && !database.integer(kFindingsDiffer);
}

}  // namespace nhs::store
