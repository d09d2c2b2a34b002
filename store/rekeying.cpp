#include "store/rekeying.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "store/audit.h"
#include "store/earlier_keys.h"
#include "store/meta.h"
#include "store/migrations.h"
#include "store/transaction.h"

namespace nhs::store {
namespace {

constexpr std::int64_t kAtOnce = 1000;

/// What is kept of a post's identities.
struct Row {
  std::int64_t id;
  std::string network;
  KeyedHash key;
  std::optional<KeyedHash> url_key;
  std::optional<KeyedHash> reply_key;
  std::optional<std::int64_t> author;
  std::optional<KeyedHash> author_key;
  std::string sealed;
  std::string text;
  std::int64_t text_key;
};

bool was(const std::optional<HashAnew>& anew, const KeyedHash& hash) {
  return anew && std::find(anew->before.begin(), anew->before.end(), hash) != anew->before.end();
}

class Renewal {
 public:
  Renewal(Database& database, const Rekeying& how) : database_(database), how_(how) {}

  Rekeyed run() {
    learn_what_is_referred_to();
    const std::int64_t all = database_.integer("SELECT count(*) FROM post").value_or(0);
    std::int64_t after = 0;
    for (std::vector<Row> rows = next_posts(after); !rows.empty(); rows = next_posts(after)) {
      for (const Row& each : rows) renew(each);
      after = rows.back().id;
      done_.posts += static_cast<std::int64_t>(rows.size());
      if (how_.tell) how_.tell(done_.posts, all);
    }
    renew_references();
    note_authors_left();
    reseal_sightings();
    reseal_cursors();
    renew_fingerprints();
    return done_;
  }

 private:
  /// Hashes of posts that stand elsewhere, too: they change as the post's own does.
  void learn_what_is_referred_to() {
    for (const char* sql :
         {"SELECT DISTINCT reply_key FROM post WHERE reply_key IS NOT NULL", "SELECT key FROM ledger"}) {
      Query rows = database_.query(sql);
      while (rows.next())
        if (const auto hash = rows.maybe_hash(0)) referred_to_.emplace(*hash, std::nullopt);
    }
  }

  std::vector<Row> next_posts(std::int64_t after) {
    std::vector<Row> found;
    Query rows = database_.query(
        "SELECT id, (SELECT name FROM network WHERE id = network_id), key, url_key, reply_key, author_id, "
        "(SELECT key FROM author WHERE id = author_id), sealed, text, text_key FROM post WHERE id > ? ORDER BY id "
        "LIMIT ?");
    rows.bind(after, kAtOnce);
    while (rows.next())
      found.push_back({rows.integer(0), rows.bytes(1), rows.maybe_hash(2).value_or(KeyedHash{}),
                       rows.maybe_hash(3), rows.maybe_hash(4), rows.maybe_integer(5), rows.maybe_hash(6),
                       rows.bytes(7), rows.bytes(8), rows.integer(9)});
    return found;
  }

  void renew(const Row& row) {
    std::optional<IdentityAnew> anew;
    if (!row.sealed.empty()) {
      anew = how_.post(row.network, row.sealed);
      done_.unreadable += anew ? 0 : 1;
    }
    std::int64_t left = 0;
    if (anew) {
      database_.run("UPDATE post SET sealed = ? WHERE id = ?", Blob{anew->sealed}, row.id);
      tell_hashes(*anew);
    }
    if (!anew || !was(anew->key, row.key) || !renew_key(row, anew->key->after)) left |= kEarlierPost;
    if (row.url_key) {
      if (anew && was(anew->url_key, *row.url_key))
        database_.run("UPDATE post SET url_key = ? WHERE id = ?", anew->url_key->after, row.id);
      else
        left |= kEarlierAddress;
    }
    if (row.text_key != 0 && !renew_text_key(row)) left |= kEarlierText;
    if (anew && row.author_key) renew_author_of(row, *anew);
    note_left(row.id, left);
  }

  /// What stays, stays under the key that it is known by, which may be one before this.
  void note_left(std::int64_t post, std::int64_t what) {
    if (what == 0)
      database_.run("DELETE FROM under_earlier_key WHERE post_id = ?", post);
    else
      database_.run(
          "INSERT INTO under_earlier_key (post_id, what, made_with) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET "
          "made_with = iif(what & ?4, made_with, excluded.made_with), what = excluded.what",
          post, what, how_.from, kEarlierPost | kEarlierAddress);
  }

  void tell_hashes(const IdentityAnew& anew) const {
    if (!how_.tell_hash) return;
    for (const auto* each : {&anew.key, &anew.url_key, &anew.author_key, &anew.account_key})
      if (*each) how_.tell_hash(**each);
  }

  bool renew_key(const Row& row, const KeyedHash& after) {
    if (database_.run("UPDATE OR IGNORE post SET key = ? WHERE id = ?", after, row.id) == 0) return false;
    if (const auto named = referred_to_.find(row.key); named != referred_to_.end()) named->second = after;
    return true;
  }

  bool renew_text_key(const Row& row) {
    if (row.text.empty()) return false;
    const auto [before, after] = how_.text_key(row.text);
    if (before != row.text_key) return false;
    database_.run("UPDATE post SET text_key = ? WHERE id = ?", after, row.id);
    return true;
  }

  /// An author whose name has passed to another account is known by their own alone.
  void renew_author_of(const Row& row, const IdentityAnew& anew) {
    if (was(anew.author_key, *row.author_key))
      renew_author(*row.author, *anew.author_key);
    else if (was(anew.account_key, *row.author_key))
      renew_author(*row.author, *anew.account_key);
    if (anew.account_key && accounts_told_.insert(anew.account_key->after).second)
      renew_account(*anew.account_key);
  }

  /// Of all rows: others of the same account may have nothing sealed that says it.
  void renew_account(const HashAnew& account) {
    for (const KeyedHash& before : account.before) {
      std::vector<std::int64_t> rows;
      {
        Query of_account = database_.query("SELECT id FROM author WHERE account_key = ?");
        of_account.bind(before);
        while (of_account.next()) rows.push_back(of_account.integer(0));
      }
      for (const std::int64_t each : rows) {
        database_.run("UPDATE author SET account_key = ? WHERE id = ?", account.after, each);
        renewed_accounts_.insert(each);
      }
      if (const auto own = database_.integer("SELECT id FROM author WHERE key = ?", before))
        renew_author(*own, account);
    }
  }

  void renew_author(std::int64_t author, const HashAnew& key) {
    if (!renewed_authors_.insert(author).second) return;
    if (database_.run("UPDATE OR IGNORE author SET key = ? WHERE id = ?", key.after, author) == 0)
      renewed_authors_.erase(author);
  }

  void renew_references() {
    std::int64_t after = 0;
    for (;;) {
      std::vector<std::pair<std::int64_t, KeyedHash>> rows;
      {
        Query query = database_.query(
            "SELECT id, reply_key FROM post WHERE reply_key IS NOT NULL AND id > ? ORDER BY id LIMIT ?");
        query.bind(after, kAtOnce);
        while (query.next()) rows.emplace_back(query.integer(0), query.maybe_hash(1).value_or(KeyedHash{}));
      }
      if (rows.empty()) break;
      after = rows.back().first;
      for (const auto& [id, key] : rows) {
        const auto found = referred_to_.find(key);
        if (found != referred_to_.end() && found->second)
          database_.run("UPDATE post SET reply_key = ? WHERE id = ?", *found->second, id);
        else
          database_.run(
              "INSERT INTO under_earlier_key (post_id, what, made_with) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET "
              "what = what | ?2",
              id, kEarlierAnswer, how_.from);
      }
    }
    for (const auto& [before, renewed] : referred_to_)
      if (renewed)
        database_.run("UPDATE OR IGNORE ledger SET key = ?, made_with = ? WHERE key = ?", *renewed, how_.to,
                      before);
  }

  void note_authors_left() {
    std::vector<std::int64_t> left;
    {
      Query rows = database_.query("SELECT id, account_key IS NOT NULL FROM author");
      while (rows.next()) {
        const std::int64_t author = rows.integer(0);
        const bool has_account = rows.integer(1) != 0;
        if (renewed_authors_.count(author) == 0 || (has_account && renewed_accounts_.count(author) == 0))
          left.push_back(author);
      }
    }
    for (const std::int64_t each : left)
      database_.run(
          "INSERT INTO author_under_earlier_key (author_id, made_with) VALUES (?, ?) ON CONFLICT DO NOTHING",
          each, how_.from);
    const std::set<std::int64_t> stay(left.begin(), left.end());
    for (const std::int64_t each : renewed_authors_)
      if (stay.count(each) == 0)
        database_.run("DELETE FROM author_under_earlier_key WHERE author_id = ?", each);
  }

  void reseal_sightings() {
    std::int64_t source = -1;
    std::int64_t post = -1;
    for (;;) {
      std::vector<std::tuple<std::int64_t, std::int64_t, std::string>> rows;
      {
        Query query = database_.query(
            "SELECT source_id, post_id, local_id FROM sighting WHERE (source_id, post_id) > (?, ?) "
            "ORDER BY source_id, post_id LIMIT ?");
        query.bind(source, post, kAtOnce);
        while (query.next()) rows.emplace_back(query.integer(0), query.integer(1), query.bytes(2));
      }
      if (rows.empty()) return;
      for (const auto& [of_source, of_post, sealed] : rows) {
        const auto anew = sealed.empty() ? std::nullopt : how_.reseal(sealed);
        if (anew)
          database_.run("UPDATE sighting SET local_id = ? WHERE source_id = ? AND post_id = ?", Blob{*anew},
                        of_source, of_post);
      }
      source = std::get<0>(rows.back());
      post = std::get<1>(rows.back());
    }
  }

  void reseal_cursors() {
    std::vector<std::tuple<std::int64_t, std::string, std::string>> rows;
    {
      Query query = database_.query(
          "SELECT source_id, topic_folded, cursor FROM source_state WHERE length(cursor) > 0");
      while (query.next()) rows.emplace_back(query.integer(0), query.bytes(1), query.bytes(2));
    }
    for (const auto& [source, topic, sealed] : rows)
      if (const auto anew = how_.reseal(sealed))
        database_.run("UPDATE source_state SET cursor = ? WHERE source_id = ? AND topic_folded = ?",
                      Blob{*anew}, source, topic);
  }

  void renew_fingerprints() {
    for (const auto& [before, after] : how_.fingerprints)
      database_.run("UPDATE meta SET value = ? WHERE value = ? AND key LIKE 'ignore_rules%'", after, before);
  }

  Database& database_;
  const Rekeying& how_;
  std::map<KeyedHash, std::optional<KeyedHash>> referred_to_;
  std::unordered_set<std::int64_t> renewed_authors_;
  std::unordered_set<std::int64_t> renewed_accounts_;  ///< authors whose account is
  std::set<KeyedHash> accounts_told_;
  Rekeyed done_;
};

Result<void> check_fit(Database& database, const std::filesystem::path& file, const Rekeying& how) {
  const auto state = identify(database, file);
  if (!state) return tl::unexpected(state.error());
  if (*state != FileState::current)
    return fail(
        ExitStatus::bad_data,
        fmt::format("{}: not of this program's schema version yet; start nhsvaluesd, which brings it up to "
                    "date, then stop it and try again",
                    file.string()));
  const std::string made_with = read_meta(database, "key_fingerprint").value_or("");
  if (made_with == how.from) return {};
  return fail(ExitStatus::configuration,
              fmt::format("{}: this database was made with the key {}, not with {}", file.string(), made_with,
                          how.from));
}

/// Within the caller's transaction.
Rekeyed renew(Database& database, const Rekeying& how, UtcTime at) {
  Rekeyed done = Renewal{database, how}.run();
  note_earlier_key(database, how.from, at);
  write_meta(database, "key_fingerprint", how.to);
  write_moment(database, "key_renewed_at", at);
  done.left = count_under_earlier_keys(database);
  return done;
}

}  // namespace

Result<Rekeyed> rekey_copy(const std::filesystem::path& copy, const Rekeying& how, UtcTime at) {
  return attempt(copy, [&]() -> Result<Rekeyed> {
    Database database(copy, Access::write);
    if (auto fit = check_fit(database, copy, how); !fit) return tl::unexpected(fit.error());
    Rekeyed done;
    in_transaction(database, [&] { done = renew(database, how, at); });
    return done;
  });
}

Result<Rekeyed> rekey(const std::filesystem::path& file, const Rekeying& how, const Act& act) {
  return attempt(file, [&]() -> Result<Rekeyed> {
    Database database(file, Access::write);
    if (auto fit = check_fit(database, file, how); !fit) return tl::unexpected(fit.error());
    database.execute("PRAGMA synchronous = FULL");
    Rekeyed done;
    in_transaction(database, [&] {
      done = renew(database, how, act.at);
      write_audit(database, act, Action::rotate_key, std::nullopt,
                  fmt::format("{} hashes stay under the key before", done.left.all()), done.posts);
    });
    // What was sealed and hashed by the key before is not to lie in the log any longer. A reader may hold
    // that up.
    database.integer("PRAGMA wal_checkpoint(TRUNCATE)");
    return done;
  });
}

}  // namespace nhs::store
