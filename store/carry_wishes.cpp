#include "store/carry_wishes.h"

#include "store/author_rows.h"
#include "store/earlier_keys.h"
#include "store/names.h"
#include "store/rollups.h"
#include "store/search.h"
#include "store/tables.h"
#include "store/withdrawal.h"

namespace nhs::store {
namespace {

/// Version 1 knew neither ignore rules nor who wants to be quoted; others before knew neither purges nor
/// keys.
std::string select_wishes(Database& present) {
  const bool first_version = !has_table(present, "ignore_rule");
  const std::string start =
      "SELECT id, (SELECT name FROM network WHERE id = network_id), key, url_key, reply_key, "
      "(SELECT key FROM author WHERE id = author_id), sealed, created_at, edited_at, first_seen_at, "
      "withdrawn_at, day, (SELECT name FROM model WHERE id = model_id), (SELECT " +
      account_key_in(present) + " FROM author WHERE id = author_id), ";
  if (first_version) return start + "1, NULL, NULL, NULL, 0 FROM post WHERE withdrawn_at IS NOT NULL";
  const std::string purged = has_column(present, "post", "purged_at") ? "purged_at" : "NULL";
  const bool knows_keys = has_column(present, "under_earlier_key", "made_with");
  return start + "quotable, (SELECT name FROM ignore_rule WHERE id = ignored_by), " + purged +
         (knows_keys
              ? ", under_earlier_key.made_with, what FROM post LEFT JOIN under_earlier_key ON post_id = post.id"
              : ", NULL, 0 FROM post") +
         " WHERE withdrawn_at IS NOT NULL OR quotable = 0";
}

Wish wish_from(const Query& row, const HashesAnew& anew) {
  const KeyedHash key = row.maybe_hash(2).value_or(KeyedHash{});
  return {.id = row.integer(0),
          .network = row.bytes(1),
          .key = renewed(anew, key),
          .url_key = renewed(anew, row.maybe_hash(3)),
          .reply_key = renewed(anew, row.maybe_hash(4)),
          .author = renewed(anew, row.maybe_hash(5)),
          .sealed = row.bytes(6),
          .created_at = row.maybe_time(7),
          .edited_at = row.maybe_time(8),
          .first_seen_at = row.time(9),
          .withdrawn_at = row.maybe_time(10),
          .day = row.maybe_integer(11),
          .model = row.bytes(12),
          .account = renewed(anew, row.maybe_hash(13)),
          .quotable = row.integer(14) != 0,
          .rule = row.bytes(15),
          .purged_at = row.maybe_time(16),
          .made_with = anew.count(key) == 0 ? row.bytes(17) : "",
          .under_earlier = row.integer(18) & (kEarlierPost | kEarlierAddress | kEarlierAnswer)};
}

/// The same post as the backup has it.
struct Stored {
  std::int64_t id;
  bool counts;
  bool gone;
  bool quotable;
  std::optional<UtcTime> created_at;
  std::optional<UtcTime> edited_at;
  std::optional<std::string> text;
};

class Carrier {
 public:
  Carrier(Database& restored, CarriedOver& carried)
      : restored_(restored), names_(restored), carried_(carried) {}

  void fulfil(const Wish& wish) {
    const std::vector<Stored> found = find(wish);
    for (const Stored& each : found) {
      if (!wish.quotable && each.quotable)
        carried_.not_quotable += restored_.run("UPDATE post SET quotable = 0 WHERE id = ?", each.id);
      if (wish.gone())
        withdraw(wish, each);
      else if (wish.withdrawn_at && each.counts)
        set_aside(wish, each);
    }
    if (found.empty() && wish.gone()) remember(wish);
  }

  void finish() {
    rollup_.write(restored_);
    search_.write(restored_);
  }

 private:
  std::vector<Stored> find(const Wish& wish) {
    std::vector<Stored> found;
    Query rows = restored_.query(
        "SELECT id, withdrawn_at IS NULL, withdrawn_at IS NOT NULL AND ignored_by IS NULL, quotable, "
        "created_at, edited_at, text FROM post WHERE key = ?1 OR (url_key = ?2 AND network_id = (SELECT id FROM network WHERE name = ?3))");
    rows.bind(wish.key, wish.url_key, wish.network);
    while (rows.next())
      found.push_back({rows.integer(0), rows.integer(1) != 0, rows.integer(2) != 0, rows.integer(3) != 0,
                       rows.maybe_time(4), rows.maybe_time(5),
                       rows.is_null(6) ? std::nullopt : std::optional{rows.bytes(6)}});
    return found;
  }

  void withdraw(const Wish& wish, const Stored& stored) {
    // A backup may be younger than the present database, and the post come back in it.
    if (stored.gone || stored.edited_at > wish.edited_at) return;
    rollup_.subtract(restored_, stored.id);
    // A post whose time was over has no text, and none in the index.
    if (stored.text) search_.remove(search_place(stored.created_at, stored.id), *stored.text);
    withdraw_post(restored_, stored.id, *wish.withdrawn_at, wish.edited_at);
    ++carried_.withdrawn;
  }

  void set_aside(const Wish& wish, const Stored& stored) {
    rollup_.subtract(restored_, stored.id);
    // Without a text it can never be held against the rule again, and goes as a purge lets such a post go.
    if (!stored.text) {
      withdraw_post(restored_, stored.id, *wish.withdrawn_at, std::nullopt);
      ++carried_.withdrawn;
      return;
    }
    restored_.run("UPDATE post SET withdrawn_at = ?, ignored_by = ? WHERE id = ?", wish.withdrawn_at,
                  names_.ignore_rule(wish.rule), stored.id);
    ++carried_.set_aside;
  }

  /// A row without content, so that an old view of the post is known as one of a withdrawn post.
  void remember(const Wish& wish) {
    const bool free = !restored_.integer("SELECT 1 FROM post WHERE id = ?", wish.id);
    const auto author =
        wish.author ? std::optional{author_row(restored_, *wish.author, wish.account).id} : std::nullopt;
    const auto sealed = wish.sealed.empty() ? std::nullopt : std::optional{Blob{wish.sealed}};
    Query row = restored_.query(
        "INSERT INTO post (id, network_id, key, url_key, reply_key, author_id, text_key, sealed, "
        "stated_language, created_at, edited_at, first_seen_at, withdrawn_at, day, model_id, findings, quotable, "
        "purged_at) VALUES (?, ?, ?, ?, ?, ?, 0, ?, '', ?, ?, ?, ?, ?, ?, 0, ?, ?)");
    row.bind(free ? std::optional{wish.id} : std::nullopt, names_.network(wish.network), wish.key,
             wish.url_key, wish.reply_key, author, sealed, wish.created_at, wish.edited_at,
             wish.first_seen_at, wish.withdrawn_at, wish.day, names_.model(wish.model), wish.quotable,
             wish.purged_at);
    row.next();
    if (!wish.made_with.empty() && wish.under_earlier != 0)
      restored_.run("INSERT INTO under_earlier_key (post_id, what, made_with) VALUES (?, ?, ?)",
                    restored_.last_inserted(), wish.under_earlier, wish.made_with);
    ++carried_.remembered;
  }

  Database& restored_;
  Names names_;
  RollupChanges rollup_;
  SearchChanges search_;
  CarriedOver& carried_;
};

}  // namespace

void read_wishes(Database& present, const HashesAnew& anew, std::vector<Wish>& wishes) {
  Query rows = present.query(select_wishes(present));
  while (rows.next()) wishes.push_back(wish_from(rows, anew));
}

void carry_wishes(const std::vector<Wish>& wishes, Database& restored, CarriedOver& carried) {
  Carrier carrier(restored, carried);
  for (const Wish& each : wishes) carrier.fulfil(each);
  carrier.finish();
}

}  // namespace nhs::store
