#include "store/carry_purged.h"

#include <optional>
#include <string>
#include <vector>

#include "store/damage.h"
#include "store/meta.h"
#include "store/purge.h"
#include "store/search.h"
#include "store/tables.h"

namespace nhs::store {
namespace {

/// A row of the present database that is kept without content.
struct PurgedRow {
  std::int64_t id = 0;
  KeyedHash key{};
  std::optional<KeyedHash> url_key;
  std::string network;
  UtcTime purged_at;
  std::vector<std::string> tags;  ///< that it kept
};

std::vector<PurgedRow> next_purged(Database& present, std::int64_t after, const HashesAnew& anew) {
  std::vector<PurgedRow> purged;
  {
    Query rows = present.query(
        "SELECT id, key, url_key, (SELECT name FROM network WHERE id = network_id), purged_at FROM post WHERE "
        "purged_at IS NOT NULL AND id > ? ORDER BY id LIMIT ?");
    rows.bind(after, kPurgedAtOnce);
    while (rows.next())
      purged.push_back({.id = rows.integer(0),
                        .key = renewed(anew, rows.maybe_hash(1).value_or(KeyedHash{})),
                        .url_key = renewed(anew, rows.maybe_hash(2)),
                        .network = rows.bytes(3),
                        .purged_at = rows.time(4),
                        .tags = {}});
  }
  for (PurgedRow& row : purged) {
    Query tags = present.query(
        "SELECT (SELECT folded FROM tag WHERE tag.id = tag_id) FROM post_tag WHERE post_id = ?");
    tags.bind(row.id);
    while (tags.next()) row.tags.push_back(tags.bytes(0));
  }
  return purged;
}

/// Takes from the backup's posts what the present database has no more; how many there were.
std::int64_t purge_again(Database& restored, const TimeZone& zone, const std::vector<PurgedRow>& purged) {
  std::int64_t again = 0;
  SearchChanges search;
  for (const PurgedRow& row : purged) {
    std::vector<std::int64_t> whole;
    {
      Query found = restored.query(
          "SELECT id FROM post WHERE purged_at IS NULL AND (key = ?1 OR (url_key = ?2 AND network_id = (SELECT id "
          "FROM network WHERE name = ?3)))");
      found.bind(row.key, row.url_key, row.network);
      while (found.next()) whole.push_back(found.integer(0));
    }
    for (const std::int64_t id : whole) purge_post(restored, zone, row.tags, id, row.purged_at, search);
    again += static_cast<std::int64_t>(whole.size());
  }
  search.write(restored);
  return again;
}

}  // namespace

bool carry_purged(Database& present, Database& restored, const HashesAnew& anew, std::int64_t& again) {
  const auto zone = TimeZone::named(read_meta(restored, "timezone").value_or("UTC"));
  if (!zone) return false;
  std::vector<PurgedRow> next;
  std::int64_t after = 0;
  do {
    const bool read = as_far_as_readable([&] {
      next.clear();
      if (has_column(present, "post", "purged_at")) next = next_purged(present, after, anew);
    });
    again += purge_again(restored, *zone, next);
    if (!read) return false;
    if (!next.empty()) after = next.back().id;
  } while (!next.empty());
  return true;
}

}  // namespace nhs::store
