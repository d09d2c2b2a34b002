#include "store/posts.h"

#include <string>

#include "store/filter_sql.h"
#include "store/post_findings.h"

namespace nhs::store {
namespace {

// Subqueries instead of joins, so that nothing but `post` can decide the order of reading.
const std::string kColumns =
    "SELECT id, (SELECT name FROM network WHERE id = network_id), created_at, edited_at, first_seen_at, "
    "withdrawn_at, text, stated_language, key, url_key, (SELECT key FROM author WHERE id = author_id), "
    "reply_key, sealed, " +
    std::string{kFindingColumns} +
    ", (SELECT name FROM ignore_rule WHERE id = ignored_by), quotable FROM post ";

StoredPost read_row(const Query& row) {
  StoredPost post;
  post.ref = row.integer(0);
  post.network = row.bytes(1);
  post.created_at = row.maybe_time(2);
  post.edited_at = row.maybe_time(3);
  post.first_seen_at = row.time(4);
  post.withdrawn_at = row.maybe_time(5);
  post.text = row.bytes(6);
  post.language = row.bytes(7);
  post.key = row.maybe_hash(8).value_or(KeyedHash{});
  post.url_key = row.maybe_hash(9);
  post.author_key = row.maybe_hash(10);
  post.reply_key = row.maybe_hash(11);
  post.sealed = row.bytes(12);
  post.classification = findings_from(row, 13);
  post.ignored_by = row.bytes(22);
  post.quotable = row.integer(23) != 0;
  return post;
}

/// What lies in other tables.
void read_details(Database& database, StoredPost& post) {
  const auto each = [&](const std::string& sql, const auto& take) {
    Query query = database.query(sql);
    query.bind(post.ref);
    while (query.next()) take(query);
  };
  each("SELECT name FROM post_tag JOIN tag ON tag.id = tag_id WHERE post_id = ? ORDER BY place",
       [&](const Query& row) { post.tags.push_back(row.bytes(0)); });
  each("SELECT name FROM sighting JOIN source ON source.id = source_id WHERE post_id = ? ORDER BY name",
       [&](const Query& row) { post.sources.push_back(row.bytes(0)); });
  read_finding_lists(database, post.ref, post.classification);
  post.machine = read_machine_findings(database, post.ref);
}

Where matching(const TimeZone& zone, const Filter& filter) {
  Where where;
  narrow_moments(where, filter, zone);
  narrow_by_network_and_sentiment(where, filter);
  narrow_counted_posts(where, filter);
  narrow_findings(where, filter);
  return where;
}

/// Dated and undated posts are read apart: each part is then one walk along an index from a place onwards,
/// which a condition over both would not be.
void read_part(Database& database, Where where, bool dated, Order order, const std::optional<Place>& after,
               std::int64_t limit, std::vector<StoredPost>& posts) {
  const bool descending = order == Order::newest_first;
  where.also(dated ? "created_at IS NOT NULL" : "created_at IS NULL");
  if (after && dated)
    where.also(descending ? "(created_at, id) < (?, ?)" : "(created_at, id) > (?, ?)",
               {std::int64_t{after->created_at->time_since_epoch().count()}, after->ref});
  if (after && !dated) where.also(descending ? "id < ?" : "id > ?", {after->ref});
  where.sql += dated        ? descending ? " ORDER BY created_at DESC, id DESC" : " ORDER BY created_at, id"
               : descending ? " ORDER BY id DESC"
                            : " ORDER BY id";
  Query query = database.query(kColumns + "WHERE " + where.sql + " LIMIT ?");
  query.bind(where.bound, limit - static_cast<std::int64_t>(posts.size()));
  while (query.next()) posts.push_back(read_row(query));
}

}  // namespace

std::vector<StoredPost> read_page(Database& database, const TimeZone& zone, const Filter& filter, Order order,
                                  const std::optional<Place>& after, std::int64_t limit) {
  std::vector<StoredPost> posts;
  const Where where = matching(zone, filter);
  for (const bool dated : {order == Order::newest_first, order == Order::oldest_first}) {
    if (static_cast<std::int64_t>(posts.size()) >= limit) break;
    const bool after_is_here = after && after->created_at.has_value() == dated;
    const bool is_first_part = dated == (order == Order::newest_first);
    if (after && !after_is_here && is_first_part) continue;
    read_part(database, where, dated, order, after_is_here ? after : std::nullopt, limit, posts);
  }
  for (StoredPost& post : posts) read_details(database, post);
  return posts;
}

std::optional<StoredPost> read_post(Database& database, std::int64_t ref) {
  static const std::string sql = kColumns + "WHERE id = ?";
  Query query = database.query(sql);
  query.bind(ref);
  if (!query.next()) return std::nullopt;
  StoredPost post = read_row(query);
  read_details(database, post);
  return post;
}

std::optional<Place> place_of(Database& database, std::int64_t ref) {
  Query query = database.query("SELECT created_at FROM post WHERE id = ?");
  query.bind(ref);
  if (!query.next()) return std::nullopt;
  return Place{query.maybe_time(0), ref};
}

std::int64_t count_posts(Database& database, const TimeZone& zone, const Filter& filter) {
  const Where where = matching(zone, filter);
  return database.integer("SELECT count(*) FROM post WHERE " + where.sql, where.bound).value_or(0);
}

}  // namespace nhs::store
