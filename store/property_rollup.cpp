#include "store/property_rollup.h"

#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "store/packed_cells.h"

namespace nhs::store {
namespace {

/// A row of `rollup_property` but for its day and counts.
struct RowKey {
  std::size_t property = 0;
  std::string member;
  std::int64_t network_id = 0;
  std::int64_t model_id = 0;

  bool operator<(const RowKey& other) const {
    return std::tie(property, member, network_id, model_id) <
           std::tie(other.property, other.member, other.network_id, other.model_id);
  }
};

const std::string kAllOfDays = "SELECT day, network_id, model_id, cells, '' FROM rollup_day";

using CellsOfDay = std::map<RowKey, PackedCells>;

std::uint32_t key_of(const RollupCell& cell) { return PackedCells::key(cell.sentiment, cell.findings); }

void put_cells(Database& database, std::int64_t day, const RowKey& place, const PackedCells& cells) {
  if (cells.empty())
    database.run(
        "DELETE FROM rollup_property WHERE property = ? AND day = ? AND member = ? AND network_id = ? AND "
        "model_id = ?",
        place.property, day, place.member, place.network_id, place.model_id);
  else
    database.run(
        "INSERT INTO rollup_property (property, day, member, network_id, model_id, cells) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET cells = excluded.cells",
        place.property, day, place.member, place.network_id, place.model_id, Blob{cells.bytes()});
}

/// Counts all posts day by day; stops when visit(day, cells) returns false.
template <typename Visit>
void recount_days(Database& database, const Visit& visit) {
  Query posts = database.query(counted_posts() + " ORDER BY day");
  bool more = posts.next();
  while (more) {
    const std::int64_t day = posts.integer(0);
    CellsOfDay cells;
    for (; more && posts.integer(0) == day; more = posts.next()) {
      CountedPost post = counted_post_from(posts);
      for (std::size_t property = 0; property < kProperties; ++property)
        cells[{property, std::move(post.members[property]), post.cell.network_id, post.cell.model_id}].change(
            key_of(post.cell), 1);
    }
    if (!visit(day, cells)) return;
  }
}

/// True when the rows of a day are these.
bool day_is(Database& database, std::int64_t day, const CellsOfDay& cells) {
  auto expected = cells.begin();
  for (std::size_t property = 0; property < kProperties; ++property) {
    Query rows = database.query(
        "SELECT member, network_id, model_id, cells FROM rollup_property WHERE property = ? AND day = ? ORDER BY "
        "member, network_id, model_id");
    rows.bind(property, day);
    for (; rows.next(); ++expected) {
      const RowKey place{property, rows.bytes(0), rows.integer(1), rows.integer(2)};
      if (expected == cells.end() || place < expected->first || expected->first < place) return false;
      if (rows.bytes(3) != expected->second.bytes()) return false;
    }
  }
  return expected == cells.end();
}

/// rows: of (day, network_id, model_id, cells, member).
void add_up(Query& rows, const std::function<void(const DayCount&)>& visit) {
  while (rows.next()) {
    DayCount count{rows.integer(0), rows.integer(1), rows.integer(2), rows.bytes(4)};
    for_each_cell(rows.view(3), [&](std::int64_t sentiment, Findings, std::int64_t posts) {
      (sentiment < 0 ? count.unclassified : count.classified) += posts;
    });
    visit(count);
  }
}

}  // namespace

void change_property_rollup(Database& database, const CountChanges& changes) {
  std::map<std::int64_t, std::map<RowKey, std::vector<std::pair<std::uint32_t, std::int64_t>>>> days;
  for (const auto& [post, by] : changes) {
    if (by == 0) continue;
    for (std::size_t property = 0; property < kProperties; ++property)
      days[post.cell.day][{property, post.members[property], post.cell.network_id, post.cell.model_id}]
          .emplace_back(key_of(post.cell), by);
  }
  for (const auto& [day, places] : days)
    for (const auto& [place, moves] : places) {
      PackedCells cells{
          database
              .text("SELECT cells FROM rollup_property WHERE property = ? AND day = ? AND member = ? AND "
                    "network_id = ? AND model_id = ?",
                    place.property, day, place.member, place.network_id, place.model_id)
              .value_or("")};
      std::map<std::uint32_t, std::int64_t> sums;
      for (const auto& [key, by] : moves) sums[key] += by;
      for (const auto& [key, by] : sums)
        if (by != 0) cells.change(key, by);
      put_cells(database, day, place, cells);
    }
}

void recount_property_rollup(Database& database) {
  database.run("DELETE FROM rollup_property");
  recount_days(database, [&](std::int64_t day, const CellsOfDay& cells) {
    for (const auto& [place, counted] : cells) put_cells(database, day, place, counted);
    return true;
  });
}

bool property_rollup_holds(Database& database) {
  bool holds = true;
  std::int64_t rows = 0;
  recount_days(database, [&](std::int64_t day, const CellsOfDay& cells) {
    rows += static_cast<std::int64_t>(cells.size());
    holds = day_is(database, day, cells);
    return holds;
  });
  return holds && database.integer("SELECT count(*) FROM rollup_property") == rows;
}

void for_each_day(Database& database, LocalDay since, LocalDay until,
                  const std::function<void(const DayCount&)>& visit) {
  Query rows = database.query(kAllOfDays + " WHERE day >= ? AND day < ?");
  rows.bind(since, until);
  add_up(rows, visit);
}

void for_each_day(Database& database, const std::function<void(const DayCount&)>& visit) {
  Query rows = database.query(kAllOfDays);
  add_up(rows, visit);
}

void for_each_member(Database& database, Property property, LocalDay since, LocalDay until,
                     const std::function<void(const DayCount&)>& visit) {
  Query rows = database.query(
      "SELECT day, network_id, model_id, cells, member FROM rollup_property WHERE property = ? AND day >= ? AND day < ?");
  rows.bind(property, since, until);
  add_up(rows, visit);
}

}  // namespace nhs::store
