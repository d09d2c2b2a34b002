#include "store/forget_list.h"

#include <algorithm>

#include "store/erasure.h"

namespace nhs::store {

ForgetListCheck::ForgetListCheck(Database& database)
    : database_(database), empty_(!database.integer("SELECT 1 FROM forgotten LIMIT 1")) {}

bool ForgetListCheck::holds(const PseudonymousPost& post) {
  // Most databases never have anybody on it, and pay nothing.
  if (empty_) return false;
  const auto lists_any = [this](const KeyedHash& key, const std::optional<KeyedHash>& url,
                                const std::optional<KeyedHash>& author) {
    return lists(ListedAs::post, key) || (url && lists(ListedAs::address, *url)) ||
           (author && lists(ListedAs::author, *author));
  };
  return lists_any(post.key, post.url_key, post.author_key) ||
         std::any_of(post.earlier.begin(), post.earlier.end(), [&](const EarlierKeys& each) {
           return lists_any(each.key, each.url_key, each.author_key);
         });
}

bool ForgetListCheck::lists(ListedAs what, const KeyedHash& key) {
  return database_.integer("SELECT 1 FROM forgotten WHERE what = ? AND key = ?", what, key).has_value();
}

std::int64_t next_forget_request(Database& database) {
  return database.integer("SELECT max(request) + 1 FROM forgotten").value_or(1);
}

void list_forgotten(Database& database, ListedAs what, const KeyedHash& key, UtcTime at,
                    std::int64_t request) {
  database.run(
      "INSERT INTO forgotten (what, key, forgotten_at, request) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      what, key, at, request);
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
