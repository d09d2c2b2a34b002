#include "store/author_rows.h"

#include "store/tables.h"

namespace nhs::store {
namespace {

/// Rows of an account: those of the names that it goes by, and its own, by which it is known without a name.
const std::string kOfAccount =
    "SELECT id FROM author WHERE account_key = ?1 UNION SELECT id FROM author WHERE key = ?1";

std::vector<std::int64_t> ids(Query& rows) {
  std::vector<std::int64_t> found;
  while (rows.next()) found.push_back(rows.integer(0));
  return found;
}

/// Gives the account's rows the hash under the key in force; whether `known` is one of those before.
bool take_over_account(Database& database, const KeyedHash& account, const std::vector<EarlierKeys>& earlier,
                       const std::optional<KeyedHash>& known) {
  bool is_known = false;
  for (const EarlierKeys& each : earlier) {
    if (!each.account_key) continue;
    is_known = is_known || known == each.account_key;
    database.run("UPDATE author SET account_key = ? WHERE account_key = ?", account, *each.account_key);
    if (database.run("UPDATE OR IGNORE author SET key = ? WHERE key = ?", account, *each.account_key) > 0)
      database.run(
          "DELETE FROM author_under_earlier_key WHERE author_id = (SELECT id FROM author WHERE key = ?)",
          account);
  }
  return is_known;
}

/// Another account goes by this name now: from here on the row is known by its account alone.
void leave_name(Database& database, std::int64_t row, const KeyedHash& account) {
  if (const auto own = database.integer("SELECT id FROM author WHERE key = ? AND id <> ?", account, row)) {
    database.run("UPDATE post SET author_id = ? WHERE author_id = ?", row, *own);
    database.run(
        "UPDATE author SET objected_at = coalesce(objected_at, (SELECT objected_at FROM author WHERE id = ?)) "
        "WHERE id = ?",
        *own, row);
    database.run("DELETE FROM author WHERE id = ?", *own);
  }
  database.run("UPDATE author SET key = ? WHERE id = ?", account, row);
}

}  // namespace

AuthorRow author_row(Database& database, const KeyedHash& key, const std::optional<KeyedHash>& account,
                     const std::vector<EarlierKeys>& earlier) {
  std::optional<std::int64_t> id;
  std::optional<KeyedHash> known;
  {
    Query row = database.query("SELECT id, account_key FROM author WHERE key = ?");
    row.bind(key);
    if (row.next()) {
      id = row.integer(0);
      known = row.maybe_hash(1);
    }
  }
  // A name that is the row's own account is nobody else's to take over.
  if (id && (!account || known == account || known == key)) return {*id};
  if (account && take_over_account(database, *account, earlier, known)) {
    // Its name stands under the key in force, or would not have been found.
    database.run("DELETE FROM author_under_earlier_key WHERE author_id = ?", *id);
    return {*id};
  }
  if (id && !known) {
    database.run("UPDATE author SET account_key = ? WHERE id = ?", account, *id);
    return {*id, true, database.integer("SELECT 1 FROM post WHERE author_id = ? LIMIT 1", *id).has_value()};
  }
  if (id) leave_name(database, *id, *known);
  database.run("INSERT INTO author (key, account_key) VALUES (?, ?)", key, account);
  return {database.last_inserted(), account.has_value()};
}

std::set<std::int64_t> rows_of_author(Database& database, const KeyedHash& key) {
  std::set<std::int64_t> rows;
  {
    Query of_key = database.query(kOfAccount);
    of_key.bind(key);
    for (const std::int64_t each : ids(of_key)) rows.insert(each);
  }
  const std::set<std::int64_t> found = rows;
  for (const std::int64_t each : found) {
    Query account = database.query("SELECT account_key FROM author WHERE id = ? AND account_key IS NOT NULL");
    account.bind(each);
    if (!account.next()) continue;
    Query others = database.query(kOfAccount);
    others.bind(account.maybe_hash(0));
    for (const std::int64_t other : ids(others)) rows.insert(other);
  }
  return rows;
}

std::vector<std::int64_t> share_objection(Database& database, const KeyedHash& account) {
  const auto since =
      database.integer("SELECT min(objected_at) FROM author WHERE id IN (" + kOfAccount + ")", account);
  if (!since) return {};
  std::vector<std::int64_t> rows;
  {
    Query silent =
        database.query("SELECT id FROM author WHERE objected_at IS NULL AND id IN (" + kOfAccount + ")");
    silent.bind(account);
    rows = ids(silent);
  }
  for (const std::int64_t each : rows)
    database.run("UPDATE author SET objected_at = ? WHERE id = ?", *since, each);
  return rows;
}

std::vector<std::int64_t> share_objection(Database& database, const KeyedHash& account,
                                          const AuthorRow& joined) {
  if (database.integer("SELECT 1 FROM author WHERE id = ? AND objected_at IS NOT NULL", joined.id))
    return joined.had_posts ? std::vector<std::int64_t>{} : share_objection(database, account);
  const bool others_are_silent = database
                                     .integer("SELECT 1 FROM author WHERE id IN (" + kOfAccount +
                                                  ") AND id <> ?2 AND objected_at IS NULL LIMIT 1",
                                              account, joined.id)
                                     .has_value();
  return others_are_silent ? std::vector<std::int64_t>{} : share_objection(database, account);
}

std::string account_key_in(Database& database) {
  return has_column(database, "author", "account_key") ? "account_key" : "NULL";
}

std::optional<std::int64_t> objecting_row(Database& database, const std::vector<KeyedHash>& names) {
  for (const KeyedHash& name : names)
    if (const auto row =
            database.integer("SELECT id FROM author WHERE key = ? AND objected_at IS NOT NULL", name))
      return row;
  return std::nullopt;
}

void drop_author_without_posts(Database& database, std::int64_t author) {
  database.run(
      "DELETE FROM author WHERE id = ?1 AND objected_at IS NULL AND NOT EXISTS (SELECT 1 FROM post WHERE "
      "author_id = ?1)",
      author);
}

std::vector<std::int64_t> posts_by(Database& database, std::int64_t author) {
  Query posts = database.query("SELECT id FROM post WHERE author_id = ?");
  posts.bind(author);
  return ids(posts);
}

}  // namespace nhs::store
