#include "store/carry_rights.h"

#include <map>
#include <set>
#include <vector>

#include "store/content_checks.h"
#include "store/forget_list.h"
#include "store/ignore_judge.h"
#include "store/meta.h"
#include "store/people.h"

namespace nhs::store {
namespace {

/// How many posts of the backup it erases.
std::int64_t carry_forget_list(Database& present, Database& restored) {
  if (has_table(present, "forgotten")) {
    Query rows = present.query("SELECT what, key, forgotten_at, request FROM forgotten");
    while (rows.next())
      list_forgotten(restored, static_cast<ListedAs>(rows.integer(0)),
                     rows.maybe_hash(1).value_or(KeyedHash{}), rows.time(2), rows.integer(3));
  }
  const auto last = restored.integer("SELECT max(forgotten_at) FROM forgotten");
  if (!last) return 0;
  return forget_listed(restored, UtcTime{std::chrono::seconds{*last}});
}

using Objecting = std::map<KeyedHash, UtcTime>;

Objecting objecting_in(Database& database) {
  Objecting objecting;
  if (!database.integer("SELECT 1 FROM pragma_table_info('author') WHERE name = 'objected_at'"))
    return objecting;
  Query rows = database.query("SELECT key, objected_at FROM author WHERE objected_at IS NOT NULL");
  while (rows.next()) objecting.emplace(rows.maybe_hash(0).value_or(KeyedHash{}), rows.time(1));
  return objecting;
}

std::vector<std::int64_t> posts_by(Database& database, std::int64_t author) {
  std::vector<std::int64_t> posts;
  Query rows = database.query("SELECT id FROM post WHERE author_id = ?");
  rows.bind(author);
  while (rows.next()) posts.push_back(rows.integer(0));
  return posts;
}

/// What the present database says counts; how many posts are set aside or count again by it.
std::int64_t carry_objections(Database& present, Database& restored) {
  const Objecting now = objecting_in(present);
  const Objecting then = objecting_in(restored);
  std::set<KeyedHash> concerned;
  for (const auto& [key, at] : then) concerned.insert(key);
  for (const auto& [key, at] : now) concerned.insert(key);
  if (concerned.empty()) return 0;
  Names names(restored);
  RollupChanges rollup;
  IgnoreRules none;
  std::int64_t changed = 0;
  bool lifted = false;
  for (const KeyedHash& key : concerned) {
    const std::int64_t author = names.author(key);
    const auto objection = now.find(key);
    const auto since = objection == now.end() ? std::nullopt : std::optional{objection->second};
    lifted = lifted || !since;
    restored.run("UPDATE author SET objected_at = ? WHERE id = ?", since, author);
    IgnoreJudge judge(restored, names, none, since.value_or(UtcTime{}), rollup);
    for (const std::int64_t post : posts_by(restored, author))
      changed += judge.settle(post) != IgnoreJudge::Change::none;
  }
  rollup.write(restored);
  // An ignore rule may take what counts again: which, whoever writes next finds out.
  if (lifted)
    for (const char* progress : {"ignore_rules", "ignore_rules_next", "ignore_rules_settled_to"})
      drop_meta(restored, progress);
  return changed;
}

}  // namespace

void carry_rights(Database& present, Database& restored, CarriedOver& carried) {
  carried.forgotten = carry_forget_list(present, restored);
  carried.set_aside += carry_objections(present, restored);
}

}  // namespace nhs::store
