#include "store/carry_rights.h"

#include <algorithm>
#include <map>
#include <set>

#include "store/author_rows.h"
#include "store/earlier_keys.h"
#include "store/forget_list.h"
#include "store/ignore_judge.h"
#include "store/meta.h"
#include "store/people.h"
#include "store/tables.h"

namespace nhs::store {
namespace {

/// Without their lines nobody could say by which keys the lists are matched.
void carry_earlier_keys(Database& present, Database& restored) {
  if (!has_table(present, "earlier_key")) return;
  Query rows = present.query("SELECT fingerprint, until, lost_at FROM earlier_key");
  while (rows.next())
    restored.run(
        "INSERT INTO earlier_key (fingerprint, until, lost_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET until = "
        "min(until, excluded.until), lost_at = coalesce(lost_at, excluded.lost_at)",
        rows.bytes(0), rows.time(1), rows.maybe_time(2));
}

/// The lines of the present list, under the hashes of now where these are known.
void carry_lines(Database& present, Database& restored, const HashesAnew& anew) {
  Names names(restored);
  Query rows = present.query("SELECT what, key, forgotten_at, request, " +
                             made_with_or_unknown(present, "forgotten", "forgotten_at") + ", " +
                             (has_column(present, "forgotten", "of_network")
                                  ? "(SELECT name FROM network WHERE id = of_network)"
                                  : "NULL") +
                             " FROM forgotten");
  while (rows.next()) {
    const KeyedHash key = rows.maybe_hash(1).value_or(KeyedHash{});
    list_forgotten(
        restored, {.what = static_cast<ListedAs>(rows.integer(0)),
                   .key = renewed(anew, key),
                   .at = rows.time(2),
                   .request = rows.integer(3),
                   .of_network = rows.is_null(5) ? std::nullopt : std::optional{names.network(rows.bytes(5))},
                   .made_with = anew.count(key) == 0 ? rows.bytes(4) : ""});
  }
}

/// How many posts of the backup it erases.
std::int64_t carry_forget_list(Database& present, Database& restored, const HashesAnew& anew) {
  if (has_table(present, "forgotten")) carry_lines(present, restored, anew);
  const auto last = restored.integer("SELECT max(forgotten_at) FROM forgotten");
  if (!last) return 0;
  return forget_listed(restored, UtcTime{std::chrono::seconds{*last}});
}

struct Objector {
  UtcTime since;
  std::optional<KeyedHash> account;
  std::string made_with;          ///< by which key, where not all is by the one in force
  bool is_all_of_account = true;  ///< no other name of the account is without the objection
};
using Objecting = std::map<KeyedHash, Objector>;

Objecting objecting_in(Database& database, const HashesAnew& anew) {
  Objecting objecting;
  if (!has_column(database, "author", "objected_at")) return objecting;
  const std::string made_with =
      has_column(database, "author_under_earlier_key", "made_with")
          ? "(SELECT made_with FROM author_under_earlier_key WHERE author_id = author.id)"
          : "NULL";
  const std::string account_key = account_key_in(database);
  const std::string others_are_silent =
      account_key == "NULL"
          ? "0"
          : "EXISTS (SELECT 1 FROM author AS other WHERE other.account_key = author.account_key "
            "AND other.objected_at IS NULL)";
  Query rows = database.query("SELECT key, objected_at, " + made_with + ", " + account_key + ", " +
                              others_are_silent + " FROM author WHERE objected_at IS NOT NULL");
  while (rows.next()) {
    const KeyedHash key = rows.maybe_hash(0).value_or(KeyedHash{});
    const auto account = rows.maybe_hash(3);
    const bool all_anew = anew.count(key) != 0 && (!account || anew.count(*account) != 0);
    objecting.emplace(renewed(anew, key), Objector{rows.time(1), renewed(anew, account),
                                                   all_anew ? "" : rows.bytes(2), rows.integer(4) == 0});
  }
  return objecting;
}

/// Writes down who objects, and whose objection was withdrawn; the rows that it is about.
std::set<std::int64_t> write_objections(Database& restored, const Objecting& now, const Objecting& then) {
  std::set<std::int64_t> authors;
  for (const auto& [key, lifted] : then) {
    const std::int64_t author = author_row(restored, key).id;
    authors.insert(author);
    if (now.count(key) == 0) restored.run("UPDATE author SET objected_at = NULL WHERE id = ?", author);
  }
  for (const auto& [key, objector] : now) {
    const std::int64_t author = author_row(restored, key, objector.account).id;
    authors.insert(author);
    restored.run("UPDATE author SET objected_at = ? WHERE id = ?", objector.since, author);
    if (!objector.made_with.empty())
      restored.run(
          "INSERT INTO author_under_earlier_key (author_id, made_with) VALUES (?, ?) ON CONFLICT DO NOTHING",
          author, objector.made_with);
  }
  // The backup may know them by a name that the present database has no more.
  for (const auto& [key, objector] : now)
    if (objector.account && objector.is_all_of_account)
      for (const std::int64_t author : share_objection(restored, *objector.account)) authors.insert(author);
  return authors;
}

/// What the present database says counts; how many posts are set aside or count again by it.
std::int64_t carry_objections(Database& present, Database& restored, const HashesAnew& anew) {
  const Objecting now = objecting_in(present, anew);
  const Objecting then = objecting_in(restored, {});
  if (now.empty() && then.empty()) return 0;
  Names names(restored);
  RollupChanges rollup;
  IgnoreRules none;
  std::int64_t changed = 0;
  for (const std::int64_t author : write_objections(restored, now, then)) {
    const auto since = restored.integer("SELECT objected_at FROM author WHERE id = ?", author);
    IgnoreJudge judge(restored, names, none, UtcTime{std::chrono::seconds{since.value_or(0)}}, rollup);
    for (const std::int64_t post : posts_by(restored, author))
      changed += judge.settle(post) != IgnoreJudge::Change::none;
  }
  rollup.write(restored);
  // An ignore rule may take what counts again: which, whoever writes next finds out.
  if (std::any_of(then.begin(), then.end(), [&](const auto& each) { return now.count(each.first) == 0; }))
    for (const char* progress : {"ignore_rules", "ignore_rules_next", "ignore_rules_settled_to"})
      drop_meta(restored, progress);
  return changed;
}

}  // namespace

void carry_rights(Database& present, Database& restored, const HashesAnew& anew, CarriedOver& carried) {
  carry_earlier_keys(present, restored);
  carried.forgotten = carry_forget_list(present, restored, anew);
  carried.set_aside += carry_objections(present, restored, anew);
}

}  // namespace nhs::store
