#include "store/earlier_keys.h"

#include "store/tables.h"

namespace nhs::store {
namespace {

const std::string kInForce = "(SELECT value FROM meta WHERE key = 'key_fingerprint')";

/// others: what is counted beside the lists.
std::vector<EarlierKeyInUse> read_in_use(Database& database, const std::string& others) {
  std::vector<EarlierKeyInUse> keys;
  Query rows = database.query(
      "SELECT made_with, sum(forgotten), sum(removed), sum(others), (SELECT lost_at IS NOT NULL FROM earlier_key "
      "WHERE fingerprint = made_with) FROM ("
      "SELECT made_with, count(*) forgotten, 0 removed, 0 others FROM forgotten GROUP BY 1 "
      "UNION ALL SELECT made_with, 0, count(*), 0 FROM ledger GROUP BY 1 " +
      others + ") WHERE made_with <> " + kInForce + " GROUP BY made_with ORDER BY made_with");
  while (rows.next())
    keys.push_back({rows.bytes(0), rows.integer(1), rows.integer(2), rows.integer(3), rows.integer(4) != 0});
  return keys;
}

}  // namespace

void no_longer_under_earlier_key(Database& database, std::int64_t post_id, std::int64_t what) {
  database.run("UPDATE under_earlier_key SET what = what & ~? WHERE post_id = ?", what, post_id);
  database.run("DELETE FROM under_earlier_key WHERE post_id = ? AND what = 0", post_id);
}

UnderEarlierKeys count_under_earlier_keys(Database& database) {
  UnderEarlierKeys left;
  // What a post no longer has, because its time was over or it was withdrawn, stands under no key.
  Query row = database.query(
      "SELECT count(*) FILTER (WHERE what & 1), count(*) FILTER (WHERE what & 2 AND url_key IS NOT NULL), "
      "count(*) FILTER (WHERE what & 4 AND reply_key IS NOT NULL), count(*) FILTER (WHERE what & 8 AND text_key "
      "<> 0) FROM under_earlier_key JOIN post ON post.id = post_id");
  if (row.next()) {
    left.posts = row.integer(0);
    left.addresses = row.integer(1);
    left.answered = row.integer(2);
    left.texts = row.integer(3);
  }
  left.authors = database.integer("SELECT count(*) FROM author_under_earlier_key").value_or(0);
  left.forgotten =
      database.integer("SELECT count(*) FROM forgotten WHERE made_with <> " + kInForce).value_or(0);
  // One whose post is known counts with it.
  left.removed = database
                     .integer("SELECT count(*) FROM ledger WHERE made_with <> " + kInForce +
                              " AND NOT EXISTS (SELECT 1 FROM post WHERE post.key = ledger.key)")
                     .value_or(0);
  return left;
}

std::vector<EarlierKeyInUse> earlier_keys_of_lists(Database& database) { return read_in_use(database, ""); }

std::vector<EarlierKeyInUse> earlier_keys_in_use(Database& database) {
  return read_in_use(database,
                     "UNION ALL SELECT made_with, 0, 0, count(*) FROM under_earlier_key WHERE what & 3 "
                     "GROUP BY 1 "
                     "UNION ALL SELECT made_with, 0, 0, count(*) FROM author_under_earlier_key GROUP BY 1");
}

void note_earlier_key(Database& database, const std::string& fingerprint, UtcTime until) {
  database.run("INSERT INTO earlier_key (fingerprint, until) VALUES (?, ?) ON CONFLICT DO NOTHING",
               fingerprint, until);
}

std::string made_with(Database& database, std::int64_t post_id, std::int64_t what) {
  return database
      .text("SELECT coalesce((SELECT made_with FROM under_earlier_key WHERE post_id = ? AND what & ?), " +
                kInForce + ")",
            post_id, what)
      .value_or(kUnknownKey);
}

std::string author_made_with(Database& database, std::int64_t author_id) {
  return database
      .text("SELECT coalesce((SELECT made_with FROM author_under_earlier_key WHERE author_id = ?), " +
                kInForce + ")",
            author_id)
      .value_or(kUnknownKey);
}

std::string made_with_or_unknown(Database& database, const std::string& table, const std::string& at) {
  if (has_column(database, table, "made_with")) return "made_with";
  return "CASE WHEN EXISTS (SELECT 1 FROM meta WHERE meta.key = 'key_renewed_at' AND CAST(meta.value AS INTEGER) >= " +
         at + ") THEN 'unknown' ELSE (SELECT value FROM meta WHERE meta.key = 'key_fingerprint') END";
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
  database.run("UPDATE OR IGNORE ledger SET key = ?, made_with = " + kInForce + " WHERE key = ?", view.key,
               known_by.key);
  no_longer_under_earlier_key(database, post_id, kEarlierPost);
}

void take_over_address(Database& database, std::int64_t post_id, const KeyedHash& address,
                       const KeyedHash& before) {
  if (database.run("UPDATE post SET url_key = ? WHERE id = ? AND url_key = ?", address, post_id, before) > 0)
    no_longer_under_earlier_key(database, post_id, kEarlierAddress);
}

void take_over_author(Database& database, const PseudonymousPost& view) {
  if (!view.author_key || database.integer("SELECT 1 FROM author WHERE key = ?", *view.author_key)) return;
  for (const EarlierKeys& each : view.earlier) {
    if (!each.author_key) continue;
    const auto known = database.integer("SELECT id FROM author WHERE key = ?", *each.author_key);
    if (!known) continue;
    database.run("UPDATE author SET key = ? WHERE id = ?", *view.author_key, *known);
    // Of the account beneath, author_row sees to it.
    database.run(
        "DELETE FROM author_under_earlier_key WHERE author_id = ?1 AND NOT EXISTS (SELECT 1 FROM author WHERE "
        "id = ?1 AND account_key IS NOT NULL AND account_key IS NOT ?2)",
        *known, view.account_key);
    return;
  }
}

}  // namespace nhs::store
