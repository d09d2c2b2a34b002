#include "store/rollups.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "store/packed_cells.h"
#include "store/property_rollup.h"

namespace nhs::store {
namespace {

// The truth that the rollup must equal.
const std::string kRecount =
    "SELECT day, network_id, model_id, coalesce(sentiment, -1) AS sentiment, findings, count(*) AS posts "
    "FROM post WHERE withdrawn_at IS NULL AND day IS NOT NULL GROUP BY 1, 2, 3, 4, 5";

const std::string kRollup = "SELECT day, network_id, model_id, sentiment, findings, posts FROM rollup";

// Bits as in findings.h.
const std::string kFindingsFromValues =
    "(SELECT coalesce(sum(1 << (3 * value + direction)), 0) FROM post_value WHERE post_id = post.id)";

void change_cell(Database& database, const RollupCell& cell, std::int64_t by) {
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

using Changes = std::map<RollupCell, std::int64_t>;

/// The same without properties.
Changes cells_in(const CountChanges& changes) {
  Changes cells;
  for (const auto& [post, by] : changes) cells[post.cell] += by;
  return cells;
}

// Of all posts this reads post_by_day, which lacks `unclassified`: looked up where it says something.
const std::string kCountedPosts =
    "SELECT day, network_id, model_id, coalesce(sentiment, -1), findings, coalesce(kind, ''), language || CASE WHEN "
    "sentiment IS NULL THEN (SELECT iif(unclassified = 1, '!', '') FROM post AS whole WHERE whole.id = post.id) ELSE "
    "'' END, (SELECT coalesce(sum(1 << inclusion), 0) FROM post_group WHERE post_id = post.id), (SELECT "
    "coalesce(group_concat(source_id, ' '), '') FROM (SELECT source_id FROM sighting WHERE post_id = post.id ORDER BY "
    "source_id)) FROM post WHERE withdrawn_at IS NULL AND day IS NOT NULL";

auto day_of(const RollupCell& cell) { return std::tuple{cell.day, cell.network_id, cell.model_id}; }

/// What is counted of one day, network and model; none of it where there is nothing.
struct PackedDay {
  std::tuple<std::int64_t, std::int64_t, std::int64_t> day;
  std::string cells;

  bool operator==(const PackedDay&) const = default;
};

void put(Database& database, const PackedDay& packed) {
  const auto& [day, network_id, model_id] = packed.day;
  if (packed.cells.empty())
    database.run("DELETE FROM rollup_day WHERE day = ? AND network_id = ? AND model_id = ?", day, network_id,
                 model_id);
  else
    database.run(
        "INSERT INTO rollup_day (day, network_id, model_id, cells) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE "
        "SET cells = excluded.cells",
        day, network_id, model_id, Blob{packed.cells});
}

/// All of [first, last) are of one day, network and model.
void change_packed(Database& database, Changes::const_iterator first, Changes::const_iterator last) {
  const RollupCell& day = first->first;
  PackedCells cells{
      database
          .text("SELECT cells FROM rollup_day WHERE day = ? AND network_id = ? AND model_id = ?", day.day,
                day.network_id, day.model_id)
          .value_or("")};
  for (; first != last; ++first)
    cells.change(PackedCells::key(first->first.sentiment, first->first.findings), first->second);
  put(database, {day_of(day), cells.bytes()});
}

/// Reads `rollup` and packs it; stops when `visit` returns false.
template <typename Visit>
void pack_rollup(Database& database, const Visit& visit) {
  Query rows = database.query(kRollup + " ORDER BY day, network_id, model_id");
  bool more = rows.next();
  while (more) {
    PackedDay packed{{rows.integer(0), rows.integer(1), rows.integer(2)}, {}};
    PackedCells cells;
    for (; more && packed.day == std::tuple{rows.integer(0), rows.integer(1), rows.integer(2)};
         more = rows.next())
      cells.change(PackedCells::key(rows.integer(3), rows.integer(4)), rows.integer(5));
    packed.cells = cells.bytes();
    if (!packed.cells.empty() && !visit(packed)) return;
  }
}

}  // namespace

bool has_packed_rollup(Database& database) {
  return database.integer("SELECT 1 FROM rollup_day LIMIT 1").has_value();
}

const std::string& counted_posts() { return kCountedPosts; }

CountedPost counted_post_from(const Query& row) {
  return {{row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4)},
          {row.bytes(5), row.bytes(6), row.bytes(7), row.bytes(8)}};
}

void RollupChanges::change(Database& database, std::int64_t post_id, std::int64_t by) {
  static const std::string one = kCountedPosts + " AND id = ?";
  Query row = database.query(one);
  row.bind(post_id);
  if (row.next()) changes_[counted_post_from(row)] += by;
}

void RollupChanges::write(Database& database) const {
  if (changes_.empty()) return;
  // All or nothing: what is there is taken for the whole.
  if (!has_packed_rollup(database)) pack_rollup_afresh(database);
  const Changes cells = cells_in(changes_);
  for (auto first = cells.begin(); first != cells.end();) {
    const auto last = std::find_if(
        first, cells.end(), [&](const auto& change) { return day_of(change.first) != day_of(first->first); });
    for (auto each = first; each != last; ++each)
      if (each->second != 0) change_cell(database, each->first, each->second);
    change_packed(database, first, last);
    first = last;
  }
  change_property_rollup(database, changes_);
}

void recount_rollup(Database& database) {
  database.run("DELETE FROM rollup");
  database.run("INSERT INTO rollup (day, network_id, model_id, sentiment, findings, posts) " + kRecount);
  pack_rollup_afresh(database);
  recount_property_rollup(database);
}

void pack_rollup_afresh(Database& database) {
  database.run("DELETE FROM rollup_day");
  pack_rollup(database, [&](const PackedDay& packed) {
    put(database, packed);
    return true;
  });
}

bool rollup_equals_recount(Database& database) {
  const auto differ = [&](const std::string& one, const std::string& other) {
    return database.integer("SELECT 1 FROM (" + one + " EXCEPT " + other + ") LIMIT 1").has_value();
  };
  return !differ(kRollup, kRecount) && !differ(kRecount, kRollup);
}

bool rollup_is_packed(Database& database) {
  if (!has_packed_rollup(database)) return true;
  Query days = database.query(
      "SELECT day, network_id, model_id, cells FROM rollup_day ORDER BY day, network_id, model_id");
  bool right = true;
  pack_rollup(database, [&](const PackedDay& packed) {
    right = days.next() &&
            packed == PackedDay{{days.integer(0), days.integer(1), days.integer(2)}, days.bytes(3)};
    return right;
  });
  return right && !days.next();
}

bool findings_hold(Database& database) {
  return !database.integer("SELECT 1 FROM post WHERE findings <> " + kFindingsFromValues + " LIMIT 1");
}

std::int64_t rewrite_findings(Database& database) {
  return database.run("UPDATE post SET findings = " + kFindingsFromValues + " WHERE findings <> " +
                      kFindingsFromValues);
}

bool rollup_holds(Database& database) {
  return rollup_equals_recount(database) && rollup_is_packed(database) && property_rollup_holds(database) &&
         findings_hold(database);
}

}  // namespace nhs::store
