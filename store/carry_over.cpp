#include "store/carry_over.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "store/carry_ledger.h"
#include "store/carry_rights.h"
#include "store/concerns.h"
#include "store/consents.h"
#include "store/content_checks.h"
#include "store/earlier_keys.h"
#include "store/meta.h"
#include "store/names.h"
#include "store/post_writer.h"
#include "store/purge.h"
#include "store/rollups.h"
#include "store/search.h"
#include "store/source_switches.h"

namespace nhs::store {
namespace {

/// A post that must not come back as it was.
struct Wish {
  std::int64_t id = 0;
  std::string network;
  KeyedHash key{};
  std::optional<KeyedHash> url_key;
  std::optional<KeyedHash> reply_key;
  std::optional<KeyedHash> author;
  std::string sealed;
  std::optional<UtcTime> created_at;
  std::optional<UtcTime> edited_at;
  UtcTime first_seen_at;
  std::optional<UtcTime> withdrawn_at;
  std::optional<std::int64_t> day;
  std::string model;
  bool quotable = true;
  std::string rule;  ///< that sets it aside; empty for none
  std::optional<UtcTime> purged_at = std::nullopt;
  std::string made_with = {};      ///< what of it stands under a key before; empty for nothing
  std::int64_t under_earlier = 0;  ///< what that is (earlier_keys.h)

  bool gone() const { return withdrawn_at && rule.empty(); }
};

/// Version 1 knew neither ignore rules nor who wants to be quoted; others before knew neither purges nor
/// keys.
std::string select_wishes(Database& present) {
  const bool first_version = !has_table(present, "ignore_rule");
  const std::string start =
      "SELECT id, (SELECT name FROM network WHERE id = network_id), key, url_key, reply_key, "
      "(SELECT key FROM author WHERE id = author_id), sealed, created_at, edited_at, first_seen_at, "
      "withdrawn_at, day, (SELECT name FROM model WHERE id = model_id), ";
  if (first_version) return start + "1, NULL, NULL, NULL, 0 FROM post WHERE withdrawn_at IS NOT NULL";
  const std::string purged = has_column(present, "post", "purged_at") ? "purged_at" : "NULL";
  const bool knows_keys = has_column(present, "under_earlier_key", "made_with");
  return start + "quotable, (SELECT name FROM ignore_rule WHERE id = ignored_by), " + purged +
         (knows_keys
              ? ", under_earlier_key.made_with, what FROM post LEFT JOIN under_earlier_key ON post_id = post.id"
              : ", NULL, 0 FROM post") +
         " WHERE withdrawn_at IS NOT NULL OR quotable = 0";
}

std::optional<KeyedHash> renewed(const HashesAnew& anew, const std::optional<KeyedHash>& hash) {
  if (!hash) return std::nullopt;
  return store::renewed(anew, *hash);
}

Wish wish_from(const Query& row, const HashesAnew& anew) {
  const KeyedHash key = row.maybe_hash(2).value_or(KeyedHash{});
  return {.id = row.integer(0),
          .network = row.bytes(1),
          .key = store::renewed(anew, key),
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
          .quotable = row.integer(13) != 0,
          .rule = row.bytes(14),
          .purged_at = row.maybe_time(15),
          .made_with = anew.count(key) == 0 ? row.bytes(16) : "",
          .under_earlier = row.integer(17) & (kEarlierPost | kEarlierAddress | kEarlierAnswer)};
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
  explicit Carrier(Database& restored) : restored_(restored), names_(restored) {}

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

  CarriedOver finish() {
    rollup_.write(restored_);
    search_.write(restored_);
    return carried_;
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
    restored_.run("UPDATE post SET withdrawn_at = ?, ignored_by = ? WHERE id = ?", wish.withdrawn_at,
                  names_.ignore_rule(wish.rule), stored.id);
    ++carried_.set_aside;
  }

  /// A row without content, so that an old view of the post is known as one of a withdrawn post.
  void remember(const Wish& wish) {
    const bool free = !restored_.integer("SELECT 1 FROM post WHERE id = ?", wish.id);
    const auto author = wish.author ? std::optional{names_.author(*wish.author)} : std::nullopt;
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
  CarriedOver carried_;
};

/// Reads from a database that may be damaged: true when all of it could be read.
template <typename Read>
bool as_far_as_readable(Read&& read) {
  try {
    read();
    return true;
  } catch (const SQLite::Exception& failure) {
    if (!is_damage(failure)) throw;
    return false;
  }
}

/// A row of the present database that is kept without content.
struct PurgedRow {
  std::int64_t id = 0;
  KeyedHash key{};
  std::optional<KeyedHash> url_key;
  std::string network;
  UtcTime purged_at;
  std::vector<std::string> tags;  ///< that it kept
};

/// There may be millions.
constexpr std::int64_t kPurgedAtOnce = 1000;

std::vector<PurgedRow> next_purged(Database& present, std::int64_t after, const HashesAnew& anew) {
  std::vector<PurgedRow> purged;
  {
    Query rows = present.query(
        "SELECT id, key, url_key, (SELECT name FROM network WHERE id = network_id), purged_at FROM post WHERE "
        "purged_at IS NOT NULL AND id > ? ORDER BY id LIMIT ?");
    rows.bind(after, kPurgedAtOnce);
    while (rows.next())
      purged.push_back({.id = rows.integer(0),
                        .key = store::renewed(anew, rows.maybe_hash(1).value_or(KeyedHash{})),
                        .url_key = renewed(anew, rows.maybe_hash(2)),
                        .network = rows.bytes(3),
                        .purged_at = rows.time(4),
                        .tags = {}});
  }
  for (PurgedRow& row : purged) {
    Query tags = present.query(
        "SELECT (SELECT folded FROM tag WHERE tag.id = tag_id) FROM post_tag WHERE post_id = ?");
    tags.bind(row.id);
    while (tags.next()) row.tags.push_back(tags.bytes(0));
  }
  return purged;
}

/// Takes from the backup's posts what the present database has no more; how many there were.
std::int64_t purge_again(Database& restored, const TimeZone& zone, const std::vector<PurgedRow>& purged) {
  std::int64_t again = 0;
  SearchChanges search;
  for (const PurgedRow& row : purged) {
    std::vector<std::int64_t> whole;
    {
      Query found = restored.query(
          "SELECT id FROM post WHERE purged_at IS NULL AND (key = ?1 OR (url_key = ?2 AND network_id = (SELECT id "
          "FROM network WHERE name = ?3)))");
      found.bind(row.key, row.url_key, row.network);
      while (found.next()) whole.push_back(found.integer(0));
    }
    for (const std::int64_t id : whole) purge_post(restored, zone, row.tags, id, row.purged_at, search);
    again += static_cast<std::int64_t>(whole.size());
  }
  search.write(restored);
  return again;
}

/// True when all of the present database could be read.
bool carry_purged(Database& present, Database& restored, const HashesAnew& anew, std::int64_t& again) {
  const auto zone = TimeZone::named(read_meta(restored, "timezone").value_or("UTC"));
  if (!zone) return false;
  std::vector<PurgedRow> next;
  std::int64_t after = 0;
  do {
    const bool read = as_far_as_readable([&] {
      next.clear();
      if (has_column(present, "post", "purged_at")) next = next_purged(present, after, anew);
    });
    again += purge_again(restored, *zone, next);
    if (!read) return false;
    if (!next.empty()) after = next.back().id;
  } while (!next.empty());
  return true;
}

/// `meta` says which rules the posts are in line with: after this, those that `present` was in line with only
/// if the backup was so too.
void carry_rules(Database& present, Database& restored, bool set_aside_any) {
  const auto of_daemon = read_meta(present, "ignore_rules_of_daemon");
  if (of_daemon) write_meta(restored, "ignore_rules_of_daemon", *of_daemon);
  if (!set_aside_any && read_meta(present, "ignore_rules") == read_meta(restored, "ignore_rules")) return;
  for (const char* progress : {"ignore_rules", "ignore_rules_next", "ignore_rules_settled_to"})
    drop_meta(restored, progress);
}

void carry_references(Database& present, Database& restored) {
  const auto given = present.integer("SELECT seq FROM sqlite_sequence WHERE name = 'post'");
  if (!given) return;
  if (restored.run("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'post'", *given) == 0)
    restored.run("INSERT INTO sqlite_sequence (name, seq) VALUES ('post', ?)", *given);
}

/// The audit's lines but for their numbers: databases that went their own ways give out the same ones.
using AuditLine = std::tuple<UtcTime, std::string, std::string, std::optional<std::int64_t>, std::string,
                             std::string, std::optional<std::int64_t>>;

std::vector<AuditLine> audit_of(Database& database) {
  std::vector<AuditLine> lines;
  if (!has_table(database, "audit")) return lines;
  const bool has_filter =
      database.integer("SELECT 1 FROM pragma_table_info('audit') WHERE name = 'filter'").has_value();
  Query rows =
      database.query(fmt::format("SELECT at, person, action, post_id, detail, {} FROM audit ORDER BY id",
                                 has_filter ? "filter, posts" : "'', NULL"));
  while (rows.next())
    lines.emplace_back(rows.time(0), rows.bytes(1), rows.bytes(2), rows.maybe_integer(3), rows.bytes(4),
                       rows.bytes(5), rows.maybe_integer(6));
  return lines;
}

std::int64_t carry_audit(Database& present, Database& restored) {
  const std::vector<AuditLine> there = audit_of(restored);
  std::multiset<AuditLine> known(there.begin(), there.end());
  std::int64_t carried = 0;
  for (const AuditLine& each : audit_of(present)) {
    if (const auto same = known.find(each); same != known.end()) {
      known.erase(same);
      continue;
    }
    const auto& [at, person, action, post, detail, filter, posts] = each;
    carried += restored.run(
        "INSERT INTO audit (at, person, action, post_id, detail, filter, posts) VALUES (?, ?, ?, ?, ?, ?, ?)",
        at, person, action, post, detail, filter, posts);
  }
  return carried;
}

/// What was switched last counts, off or on.
void carry_switches(Database& present, Database& restored) {
  if (!has_table(present, "disabled_source")) return;
  const std::vector<DisabledSource> off = read_disabled_sources(present);
  Names names(restored);
  restored.run("DELETE FROM disabled_source");
  for (const DisabledSource& each : off)
    restored.run("INSERT INTO disabled_source (source_id, since, person) VALUES (?, ?, ?)",
                 names.source(each.source), each.since, each.person);
}

}  // namespace

bool is_damage(const SQLite::Exception& failure) {
  const int code = failure.getErrorCode() & 0xff;
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

std::set<KeyedHash> hashes_under_earlier_keys(Database& present) {
  std::set<KeyedHash> hashes;
  const auto add = [&](const std::string& select) {
    Query rows = present.query(select);
    while (rows.next())
      for (int column = 0; column < 3; ++column)
        if (const auto hash = rows.maybe_hash(column)) hashes.insert(*hash);
  };
  as_far_as_readable([&] {
    // Where nobody noted by which key a line was made, any may be meant.
    const auto lines_of = [&](const std::string& table) {
      return "SELECT key, NULL, NULL FROM " + table +
             (has_column(present, table, "made_with")
                  ? " WHERE made_with <> (SELECT value FROM meta WHERE key = 'key_fingerprint')"
                  : "");
    };
    for (const char* table : {"forgotten", "ledger"})
      if (has_table(present, table)) add(lines_of(table));
    if (!has_table(present, "under_earlier_key")) return;
    add("SELECT key, url_key, reply_key FROM under_earlier_key JOIN post ON post.id = post_id");
    add("SELECT key, NULL, NULL FROM author_under_earlier_key JOIN author ON author.id = author_id");
  });
  return hashes;
}

CarriedOver carry_over(Database& present, Database& restored, const HashesAnew& anew) {
  std::vector<LedgerLine> ledger;
  const bool ledger_read = as_far_as_readable([&] { read_ledger(present, anew, ledger); });
  const std::int64_t removed = carry_ledger(ledger, restored);
  std::vector<Wish> wishes;
  const bool all_read = as_far_as_readable([&] {
    Query rows = present.query(select_wishes(present));
    while (rows.next()) wishes.push_back(wish_from(rows, anew));
  });
  Carrier carrier(restored);
  for (const Wish& each : wishes) carrier.fulfil(each);
  CarriedOver carried = carrier.finish();
  carried.withdrawn += removed;
  carried.incomplete = !all_read || !ledger_read;
  if (!carry_purged(present, restored, anew, carried.purged)) carried.incomplete = true;
  const bool rest_read = as_far_as_readable([&] {
    carry_rules(present, restored, carried.set_aside > 0);
    carry_references(present, restored);
    carry_switches(present, restored);
    carry_concerns(present, restored);
    carry_consents(present, restored);
    carried.acts = carry_audit(present, restored);
  });
  // Last: whatever else was carried, nothing of the forgotten is to be among it.
  const bool rights_read = as_far_as_readable([&] { carry_rights(present, restored, anew, carried); });
  // Hashtags that only posts had which have gone.
  restored.run("DELETE FROM tag WHERE NOT EXISTS (SELECT 1 FROM post_tag WHERE tag_id = tag.id)");
  carried.incomplete = carried.incomplete || !rest_read || !rights_read;
  return carried;
}

}  // namespace nhs::store
