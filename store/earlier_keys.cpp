#include "store/earlier_keys.h"

#include "store/meta.h"

namespace nhs::store {

namespace {

void no_longer(Database& database, std::int64_t post_id, std::int64_t what) {
  database.run("UPDATE under_earlier_key SET what = what & ~? WHERE post_id = ?", what, post_id);
  database.run("DELETE FROM under_earlier_key WHERE post_id = ? AND what = 0", post_id);
}

}  // namespace

UnderEarlierKeys count_under_earlier_keys(Database& database) {
  UnderEarlierKeys left;
  const auto renewed_at = read_meta(database, "key_renewed_at");
  if (!renewed_at) return left;
  Query row = database.query(
      "SELECT coalesce(sum(what & 1), 0), coalesce(sum((what >> 1) & 1), 0), coalesce(sum((what >> 2) & 1), 0), "
      "coalesce(sum((what >> 3) & 1), 0) FROM under_earlier_key");
  if (row.next()) {
    left.posts = row.integer(0);
    left.addresses = row.integer(1);
    left.answered = row.integer(2);
    left.texts = row.integer(3);
  }
  left.authors = database.integer("SELECT count(*) FROM author_under_earlier_key").value_or(0);
  const std::int64_t at = std::stoll(*renewed_at);
  left.forgotten = database.integer("SELECT count(*) FROM forgotten WHERE forgotten_at <= ?", at).value_or(0);
  // One whose post is still known went over with it.
  left.removed = database
                     .integer(
                         "SELECT count(*) FROM ledger WHERE removed_at <= ? AND NOT EXISTS "
                         "(SELECT 1 FROM post WHERE post.key = ledger.key)",
                         at)
                     .value_or(0);
  return left;
}

void take_over(Database& database, std::int64_t post_id, const PseudonymousPost& view,
               const EarlierKeys& known_by) {
  if (view.url_key && known_by.url_key)
    take_over_address(database, post_id, *view.url_key, *known_by.url_key);
  // What is sealed now says of what it is a hash: the next key can hash it anew. A post whose identity was
  // taken away, because its time was over or its network removed it, does not get it back.
  const auto sealed = view.sealed.empty() ? std::nullopt : std::optional{Blob{view.sealed}};
  if (database.run(
          "UPDATE post SET key = ?1, sealed = CASE WHEN sealed IS NOT NULL THEN coalesce(?2, sealed) END "
          "WHERE id = ?3 AND key = ?4",
          view.key, sealed, post_id, known_by.key) == 0)
    return;
  database.run("UPDATE OR IGNORE ledger SET key = ? WHERE key = ?", view.key, known_by.key);
  no_longer(database, post_id, kEarlierPost);
}

void take_over_address(Database& database, std::int64_t post_id, const KeyedHash& address,
                       const KeyedHash& before) {
  if (database.run("UPDATE post SET url_key = ? WHERE id = ? AND url_key = ?", address, post_id, before) > 0)
    no_longer(database, post_id, kEarlierAddress);
}

void take_over_author(Database& database, const PseudonymousPost& view) {
  if (!view.author_key || database.integer("SELECT 1 FROM author WHERE key = ?", *view.author_key)) return;
  for (const EarlierKeys& each : view.earlier) {
    if (!each.author_key) continue;
    const auto known = database.integer("SELECT id FROM author WHERE key = ?", *each.author_key);
    if (!known) continue;
    database.run("UPDATE author SET key = ? WHERE id = ?", *view.author_key, *known);
    database.run("DELETE FROM author_under_earlier_key WHERE author_id = ?", *known);
    return;
  }
}

}  // namespace nhs::store
