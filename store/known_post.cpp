#include "store/known_post.h"

#include "store/earlier_keys.h"

namespace nhs::store {
namespace {

const std::string kKnownColumns =
    "SELECT id, withdrawn_at, text, stated_language, created_at, edited_at, author_id, ignored_by, quotable, "
    "purged_at, sealed IS NOT NULL FROM post ";

KnownPost read_known(const Query& row, bool by_key) {
  return {.id = row.integer(0),
          .by_key = by_key,
          .counts = row.is_null(1),
          .gone = !row.is_null(1) && row.is_null(7),
          .quotable = row.integer(8) != 0,
          .purged = !row.is_null(9),
          .text = row.bytes(2),
          .stated_language = row.bytes(3),
          .created_at = row.maybe_time(4),
          .edited_at = row.maybe_time(5),
          .author = row.maybe_integer(6),
          .identified = row.integer(10) != 0};
}

/// True when a post was known by a hash under a key before, and now goes by the one in force.
bool take_over_known(Database& database, const PseudonymousPost& post) {
  for (const EarlierKeys& each : post.earlier) {
    const auto id = database.integer("SELECT id FROM post WHERE key = ?", each.key);
    if (!id) continue;
    take_over(database, *id, post, each);
    return true;
  }
  for (const EarlierKeys& each : post.earlier) {
    if (!post.url_key || !each.url_key) continue;
    const auto id =
        database.integer("SELECT id FROM post WHERE url_key = ? ORDER BY id LIMIT 1", *each.url_key);
    if (!id) continue;
    take_over_address(database, *id, *post.url_key, *each.url_key);
    return true;
  }
  return false;
}

}  // namespace

std::optional<KnownPost> find_known(Database& database, const PseudonymousPost& post) {
  {
    static const std::string by_key = kKnownColumns + "WHERE key = ?";
    Query query = database.query(by_key);
    query.bind(post.key);
    if (query.next()) return read_known(query, true);
  }
  if (take_over_known(database, post)) return find_known(database, post);
  if (!post.url_key) return std::nullopt;
  static const std::string by_url = kKnownColumns + "WHERE url_key = ? ORDER BY id LIMIT 1";
  Query query = database.query(by_url);
  query.bind(*post.url_key);
  if (!query.next()) return std::nullopt;
  return read_known(query, false);
}

std::vector<KnownPost> find_named(Database& database, const PostKeys& keys) {
  static const std::string named =
      kKnownColumns +
      "WHERE key = ?1 OR (url_key = ?2 AND network_id = (SELECT id FROM network WHERE name = ?3))";
  std::vector<KnownPost> found;
  const auto look = [&](const KeyedHash& key, const std::optional<KeyedHash>& url_key) {
    Query query = database.query(named);
    query.bind(key, url_key, keys.network);
    while (query.next()) found.push_back(read_known(query, true));
  };
  look(keys.key, keys.url_key);
  for (const EarlierKeys& each : keys.earlier)
    if (found.empty()) look(each.key, each.url_key);
  return found;
}

std::optional<KnownPost> find_with_text(Database& database, std::int64_t id) {
  static const std::string with_text = kKnownColumns + "WHERE id = ? AND text IS NOT NULL";
  Query query = database.query(with_text);
  query.bind(id);
  if (!query.next()) return std::nullopt;
  return read_known(query, true);
}

}  // namespace nhs::store
