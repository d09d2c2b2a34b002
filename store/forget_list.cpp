#include "store/forget_list.h"

#include <algorithm>

#include "store/erasure.h"

namespace nhs::store {

ForgetListCheck::ForgetListCheck(Database& database)
    : database_(database), empty_(!database.integer("SELECT 1 FROM forgotten LIMIT 1")) {}

bool ForgetListCheck::holds(const PseudonymousPost& post) {
  return holds_beside_bare_name(post) ||
         (!empty_ && std::any_of(post.bare_names.begin(), post.bare_names.end(),
                                 [&](const KeyedHash& name) { return lists(ListedAs::author, name); }));
}

bool ForgetListCheck::holds_beside_bare_name(const PseudonymousPost& post) {
  return lists_any(post, Name::counts);
}

bool ForgetListCheck::holds_beside_name(const PseudonymousPost& post) {
  return lists_any(post, Name::is_left_out);
}

bool ForgetListCheck::lists_any(const PseudonymousPost& post, Name name) {
  // Most databases never have anybody on it, and pay nothing.
  if (empty_) return false;
  const auto lists_one = [&](const KeyedHash& key, const std::optional<KeyedHash>& url,
                             const std::optional<KeyedHash>& author,
                             const std::optional<KeyedHash>& account) {
    return lists_post(key) || (url && lists_address(*url, post)) ||
           (name == Name::counts && author && lists(ListedAs::author, *author)) ||
           (account && lists(ListedAs::author, *account));
  };
  return lists_one(post.key, post.url_key, post.author_key, post.account_key) ||
         std::any_of(post.earlier.begin(), post.earlier.end(), [&](const EarlierKeys& each) {
           return lists_one(each.key, each.url_key, each.author_key, each.account_key);
         });
}

bool ForgetListCheck::lists(ListedAs what, const KeyedHash& key) {
  return database_.integer("SELECT 1 FROM forgotten WHERE what = ? AND key = ?", what, key).has_value();
}

bool ForgetListCheck::lists_post(const KeyedHash& key) {
  return database_.integer("SELECT 1 FROM forgotten WHERE what IN (1, 3) AND key = ?", key).has_value();
}

bool ForgetListCheck::lists_address(const KeyedHash& key, const PseudonymousPost& post) {
  return database_
      .integer(
          "SELECT 1 FROM forgotten WHERE what = 2 AND key = ? AND (? OR of_network IS NULL OR of_network IS NOT "
          "(SELECT id FROM network WHERE name = ?))",
          key, !post.author_key, post.network)
      .has_value();
}

std::int64_t next_forget_request(Database& database) {
  return database.integer("SELECT max(request) + 1 FROM forgotten").value_or(1);
}

void list_forgotten(Database& database, const ListedLine& line) {
  database.run(
      "INSERT INTO forgotten (what, key, forgotten_at, request, of_network, made_with) VALUES (?1, ?2, ?3, ?4, ?5, "
      "coalesce(nullif(?6, ''), (SELECT value FROM meta WHERE key = 'key_fingerprint'))) "
      "ON CONFLICT DO UPDATE SET of_network = NULL WHERE of_network IS NOT NULL AND excluded.of_network IS NULL",
      line.what, line.key, line.at, line.request, line.of_network, line.made_with);
}

ForgetList read_forget_list(Database& database) {
  ForgetList list;
  {
    Query rows = database.query(
        "SELECT max(forgotten_at), max(what = 0), count(*) FILTER (WHERE what = 1) FROM forgotten "
        "GROUP BY request ORDER BY request DESC");
    while (rows.next()) list.requests.push_back({rows.time(0), rows.integer(1) != 0, rows.integer(2)});
  }
  list.objections = database.integer("SELECT count(*) FROM author WHERE objected_at IS NOT NULL").value_or(0);
  list.refused = database.integer("SELECT sum(forgotten) FROM fetch_log").value_or(0);
  list.erasing_since = erasing_since(database);
  return list;
}

}  // namespace nhs::store
