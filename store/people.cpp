#include "store/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "store/author_rows.h"
#include "store/earlier_keys.h"
#include "store/erasure.h"
#include "store/forget_list.h"
#include "store/ignore_judge.h"
#include "store/post_eraser.h"

namespace nhs::store {
namespace {

using Ids = std::set<std::int64_t>;

const std::string kPostOfKey = "SELECT id FROM post WHERE key = ?";

void add_ids(Database& database, const std::string& select, const KeyedHash& key, Ids& ids) {
  Query rows = database.query(select);
  rows.bind(key);
  while (rows.next()) ids.insert(rows.integer(0));
}

void add_all(Database& database, const std::string& select, const std::vector<Hashes>& wanted, Ids& ids) {
  for (const Hashes& each : wanted)
    for (const KeyedHash& key : each) add_ids(database, select, key, ids);
}

Ids authors_of(Database& database, const Identified& whom) {
  Ids authors;
  for (const auto* wanted : {&whom.authors, &whom.maybe_authors})
    for (const Hashes& each : *wanted)
      for (const KeyedHash& key : each) authors.merge(rows_of_author(database, key));
  return authors;
}

Ids posts_of(Database& database, const Ids& authors, const Identified& whom) {
  Ids posts;
  for (const std::int64_t author : authors)
    for (const std::int64_t post : posts_by(database, author)) posts.insert(post);
  add_all(database, kPostOfKey, whom.posts, posts);
  add_all(database, "SELECT id FROM post WHERE url_key = ?", whom.addresses, posts);
  for (const std::int64_t ref : whom.refs)
    if (database.integer("SELECT 1 FROM post WHERE id = ?", ref)) posts.insert(ref);
  for (const KeyedHash& key : whom.keys) add_ids(database, kPostOfKey, key, posts);
  Ids views;
  for (const std::int64_t post : posts) {
    Query rows = database.query(
        "SELECT id FROM post WHERE url_key = (SELECT url_key FROM post WHERE id = ?) AND author_id IS NULL");
    rows.bind(post);
    while (rows.next()) views.insert(rows.integer(0));
  }
  posts.merge(views);
  return posts;
}

std::int64_t copies_of(Database& database, const Ids& posts) {
  Ids texts;
  for (const std::int64_t post : posts)
    if (const auto text = database.integer("SELECT text_key FROM post WHERE id = ? AND text_key <> 0", post))
      texts.insert(*text);
  std::int64_t copies = 0;
  for (const std::int64_t text : texts) {
    Query rows =
        database.query("SELECT id FROM post WHERE withdrawn_at IS NULL AND text_key = ? AND text_key <> 0");
    rows.bind(text);
    while (rows.next()) copies += posts.count(rows.integer(0)) == 0;
  }
  return copies;
}

HeldOfThem described(Database& database, const Ids& authors, const Ids& posts) {
  std::map<std::string, HeldOnNetwork> networks;
  for (const std::int64_t post : posts) {
    Query row =
        database.query("SELECT (SELECT name FROM network WHERE id = network_id), day FROM post WHERE id = ?");
    row.bind(post);
    if (!row.next()) continue;
    HeldOnNetwork& held = networks[row.bytes(0)];
    held.network = row.bytes(0);
    ++held.posts;
    const auto number = row.maybe_integer(1);
    held.undated += !number;
    if (!number) continue;
    const LocalDay day{std::chrono::days{*number}};
    held.first = std::min(held.first.value_or(day), day);
    held.last = std::max(held.last.value_or(day), day);
  }
  HeldOfThem held;
  for (auto& [name, each] : networks) held.networks.push_back(std::move(each));
  held.accounts = static_cast<std::int64_t>(authors.size());
  held.copies = copies_of(database, posts);
  return held;
}

/// What kind of identity it was, and never which.
std::string in_words(const Identified& whom) {
  if (whom.names_authors()) return whom.addresses.empty() ? "by account" : "by account and address";
  return whom.refs.empty() && whom.keys.empty() ? "by address" : "by reference";
}

void list(Database& database, const Identified& whom, UtcTime at, std::int64_t request) {
  // A post is held against the list by all its hashes: that under the key in force is enough.
  const auto put = [&](ListedAs what, const std::vector<Hashes>& all) {
    for (const Hashes& each : all)
      if (!each.empty())
        list_forgotten(database, {.what = what, .key = each.front(), .at = at, .request = request});
  };
  put(ListedAs::author, whom.authors);
  put(ListedAs::address, whom.addresses);
  put(ListedAs::named_post, whom.posts);
}

/// By name and by account, for either may change without the other.
void list_author(Database& database, std::int64_t author, UtcTime at, std::int64_t request) {
  Query row = database.query("SELECT key, account_key FROM author WHERE id = ?");
  row.bind(author);
  if (!row.next()) return;
  for (const auto& key : {row.maybe_hash(0), row.maybe_hash(1)})
    if (key)
      list_forgotten(database, {.what = ListedAs::author,
                                .key = *key,
                                .at = at,
                                .request = request,
                                .made_with = author_made_with(database, author)});
}

}  // namespace

std::int64_t HeldOfThem::posts() const {
  std::int64_t all = 0;
  for (const HeldOnNetwork& each : networks) all += each.posts;
  return all;
}

HeldOfThem look_at(Database& database, const Identified& whom, Action action, const Act& act) {
  const Ids authors = authors_of(database, whom);
  HeldOfThem held = described(database, authors, posts_of(database, authors, whom));
  write_audit(database, act, action, std::nullopt, std::string{in_words(whom)} + ", only looked at",
              held.posts());
  return held;
}

std::int64_t count_posts_of(Database& database, const Identified& whom) {
  return static_cast<std::int64_t>(posts_of(database, authors_of(database, whom), whom).size());
}

std::vector<std::vector<SealedIdentity>> identities_without_account(Database& database,
                                                                    const Identified& whom) {
  std::vector<std::vector<SealedIdentity>> identities;
  for (const std::int64_t author : authors_of(database, whom)) {
    // What a source's own server called a post is sealed with its sighting; of an import's posts nothing is.
    Query newest = database.query(
        "SELECT (SELECT name FROM network WHERE id = network_id), sealed FROM post WHERE author_id = ? AND sealed "
        "IS NOT NULL AND EXISTS (SELECT 1 FROM author WHERE id = author_id AND account_key IS NULL) "
        "AND EXISTS (SELECT 1 FROM sighting WHERE post_id = post.id AND local_id IS NOT NULL) "
        "ORDER BY id DESC LIMIT 20");
    newest.bind(author);
    std::vector<SealedIdentity> of_author;
    while (newest.next()) of_author.push_back({newest.bytes(0), newest.bytes(1)});
    if (!of_author.empty()) identities.push_back(std::move(of_author));
  }
  return identities;
}

HeldOfThem forget(Database& database, Names& names, const Identified& whom, const Act& act) {
  const Ids authors = authors_of(database, whom);
  const Ids posts = posts_of(database, authors, whom);
  HeldOfThem held = described(database, authors, posts);
  const std::int64_t request = next_forget_request(database);
  list(database, whom, act.at, request);
  RollupChanges rollup;
  SearchChanges search;
  PostEraser eraser(database, rollup, search);
  for (const std::int64_t post : posts) eraser.erase(post, act.at, request);
  for (const std::int64_t author : authors) list_author(database, author, act.at, request);
  for (const std::int64_t author : authors) database.run("DELETE FROM author WHERE id = ?", author);
  rollup.write(database);
  search.write(database);
  eraser.finish(act.at);
  names.forget();
  write_audit(database, act, Action::forget, std::nullopt, in_words(whom), held.posts());
  return held;
}

std::int64_t forget_listed(Database& database, UtcTime at) {
  Ids authors;
  Ids posts;
  const auto add = [&](const char* select, Ids& ids) {
    Query rows = database.query(select);
    while (rows.next()) ids.insert(rows.integer(0));
  };
  {
    Query listed = database.query("SELECT key FROM forgotten WHERE what = 0");
    while (listed.next())
      if (const auto key = listed.maybe_hash(0)) authors.merge(rows_of_author(database, *key));
  }
  add("SELECT post.id FROM forgotten CROSS JOIN post ON post.key = forgotten.key WHERE what IN (1, 3)",
      posts);
  add("SELECT post.id FROM forgotten CROSS JOIN post ON post.url_key = forgotten.key WHERE what = 2 AND "
      "(post.author_id IS NULL OR of_network IS NULL OR of_network <> post.network_id)",
      posts);
  posts.merge(posts_of(database, authors, {}));
  RollupChanges rollup;
  SearchChanges search;
  PostEraser eraser(database, rollup, search);
  const std::int64_t request = next_forget_request(database);
  for (const std::int64_t post : posts) eraser.erase(post, at, request);
  // The backup may know names of an account that the list does not have yet.
  for (const std::int64_t author : authors) list_author(database, author, at, request);
  for (const std::int64_t author : authors) database.run("DELETE FROM author WHERE id = ?", author);
  rollup.write(database);
  search.write(database);
  eraser.finish(at);
  return eraser.erased();
}

Objection object(Database& database, Names& names, IgnoreRules& rules, const Identified& whom, bool objects,
                 const Act& act) {
  if (objects)
    for (const Hashes& each : whom.authors)
      if (!each.empty()) author_row(database, each.front());
  const Ids authors = authors_of(database, whom);
  const Ids posts = posts_of(database, authors, {});
  Objection objection{described(database, authors, posts), 0};
  for (const std::int64_t author : authors)
    database.run(objects ? "UPDATE author SET objected_at = coalesce(objected_at, ?) WHERE id = ?"
                         : "UPDATE author SET objected_at = nullif(?1, ?1) WHERE id = ?2",
                 act.at, author);
  RollupChanges rollup;
  IgnoreJudge judge(database, names, rules, act.at, rollup);
  for (const std::int64_t post : posts) {
    const IgnoreJudge::Change change = judge.settle(post);
    objection.changed += change != IgnoreJudge::Change::none;
  }
  rollup.write(database);
  write_audit(database, act, objects ? Action::object : Action::withdraw_objection, std::nullopt,
              "by account", objection.changed);
  return objection;
}

}  // namespace nhs::store
