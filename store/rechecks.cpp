#include "store/rechecks.h"

#include <algorithm>

#include "store/author_rows.h"
#include "store/earlier_keys.h"

namespace nhs::store {
namespace {

constexpr const char* kSourceId = "(SELECT id FROM source WHERE name = ?1)";

/// A post without a text says nothing any more, and so may disappear as it likes.
const std::string kAskable =
    "FROM recheck JOIN post ON post.id = recheck.post_id JOIN sighting ON sighting.source_id = recheck.source_id "
    "AND sighting.post_id = recheck.post_id WHERE recheck.source_id = " +
    std::string(kSourceId) +
    " AND post.text IS NOT NULL AND post.sealed IS NOT NULL AND sighting.local_id IS NOT NULL ";

const std::string kSelectRecheck =
    "SELECT post.id, post.sealed, sighting.local_id, post.created_at, recheck.gone_at, recheck.unclear_since, "
    "post.edited_at " +
    kAskable;

DueRecheck due_from(const Query& row) {
  return {.ref = row.integer(0),
          .sealed = row.bytes(1),
          .sealed_local_id = row.bytes(2),
          .created_at = row.maybe_time(3),
          .gone_at = row.maybe_time(4),
          .unclear_since = row.maybe_time(5),
          .edited_at = row.maybe_time(6),
          .tags = {}};
}

void add_due(Database& database, const std::string& sql, const std::string& source, UtcTime moment,
             std::int64_t limit, std::vector<DueRecheck>& due) {
  Query rows = database.query(sql);
  rows.bind(source, moment, limit);
  while (rows.next()) due.push_back(due_from(rows));
}

void read_tags(Database& database, DueRecheck& due) {
  Query rows = database.query(
      "SELECT name FROM post_tag JOIN tag ON tag.id = tag_id WHERE post_id = ? ORDER BY place");
  rows.bind(due.ref);
  while (rows.next()) due.tags.push_back(rows.bytes(0));
}

void enrol(Database& database, std::int64_t source_id, UtcTime now) {
  database.run(
      "INSERT INTO recheck (post_id, source_id, due_at) SELECT s.post_id, s.source_id, ?2 FROM sighting s "
      "JOIN post ON post.id = s.post_id WHERE s.source_id = ?1 AND s.local_id IS NOT NULL "
      "AND post.text IS NOT NULL ON CONFLICT DO NOTHING",
      source_id, now);
}

/// Unless they have shown it since.
void ask_others_soon(Database& database, std::int64_t source_id, const RecheckRuling& ruling, UtcTime now) {
  database.run(
      "UPDATE recheck SET due_at = ?1 WHERE post_id = ?2 AND source_id <> ?3 AND due_at > ?1 AND gone_at IS NULL "
      "AND unclear_since IS NULL AND (checked_at IS NULL OR checked_at < ?4)",
      now, ruling.ref, source_id, ruling.gone_at.value_or(now));
}

}  // namespace

void set_rechecked_sources(Database& database, Names& names, const std::vector<RecheckedSource>& sources,
                           UtcTime now) {
  std::vector<std::int64_t> asked;
  for (const RecheckedSource& each : sources) {
    asked.push_back(names.source(each.source));
    // One that is asked has all that it showed since in the plan already.
    if (!first_recheck_after(database, asked.back())) enrol(database, asked.back(), now);
    database.run(
        "INSERT INTO recheck_source (source_id, first_after) VALUES (?, ?) "
        "ON CONFLICT DO UPDATE SET first_after = excluded.first_after, asked = 1",
        asked.back(), each.first_after.count());
  }
  std::vector<std::int64_t> dropped;
  {
    Query rows = database.query("SELECT source_id FROM recheck_source WHERE asked = 1");
    while (rows.next())
      if (std::find(asked.begin(), asked.end(), rows.integer(0)) == asked.end())
        dropped.push_back(rows.integer(0));
  }
  for (const std::int64_t each : dropped)
    database.run("UPDATE recheck_source SET asked = 0 WHERE source_id = ?", each);
}

DueRechecks read_due_rechecks(Database& database, const std::string& source, UtcTime now, std::int64_t limit,
                              bool with_witness) {
  DueRechecks due;
  if (const auto at = database.integer(
          std::string("SELECT present_at FROM recheck_source WHERE source_id = ") + kSourceId, source))
    due.present_at = UtcTime{std::chrono::seconds{*at}};
  static const std::string by_plan =
      kSelectRecheck + "AND due_at <= ?2 ORDER BY due_at, recheck.post_id LIMIT ?3";
  static const std::string by_clock_ahead =
      kSelectRecheck + "AND due_at > ?2 ORDER BY due_at, recheck.post_id LIMIT ?3";
  const UtcTime last_planned = now + kLongestPlan;
  add_due(database, by_plan, source, now, limit, due.posts);
  if (const auto left = limit - static_cast<std::int64_t>(due.posts.size()); left > 0)
    add_due(database, by_clock_ahead, source, last_planned, left, due.posts);
  for (DueRecheck& each : due.posts) read_tags(database, each);
  const bool doubtful = std::any_of(due.posts.begin(), due.posts.end(),
                                    [](const DueRecheck& each) { return each.gone_at.has_value(); });
  if (!with_witness || !doubtful || static_cast<std::int64_t>(due.posts.size()) >= limit) return due;
  static const std::string witness =
      kSelectRecheck +
      "AND due_at > ?2 AND due_at <= ?3 AND gone_at IS NULL AND checked_at IS NOT NULL ORDER BY due_at DESC LIMIT 1";
  Query rows = database.query(witness);
  rows.bind(source, now, last_planned);
  if (rows.next()) {
    due.posts.push_back(due_from(rows));
    read_tags(database, due.posts.back());
  }
  return due;
}

void write_rulings(Database& database, std::int64_t source_id, const std::vector<RecheckRuling>& rulings,
                   UtcTime now) {
  if (rulings.empty()) return;
  bool any_present = false;
  bool any_answer = false;
  for (const RecheckRuling& each : rulings) {
    any_present = any_present || each.sight == Sight::present;
    any_answer = any_answer || each.sight != Sight::unclear;
    const bool unclear = each.sight == Sight::unclear;
    database.run(
        "UPDATE recheck SET unclear_since = iif(?1, coalesce(unclear_since, min(due_at, ?2)), NULL), due_at = ?3, "
        "checked_at = iif(?1, checked_at, ?2), gone_at = ?4 WHERE post_id = ?5 AND source_id = ?6",
        unclear ? 1 : 0, now, each.due_at, each.gone_at, each.ref, source_id);
    if (each.sight == Sight::gone && !each.at_home) ask_others_soon(database, source_id, each, now);
  }
  if (any_answer)
    database.run("UPDATE recheck_source SET answered_at = ? WHERE source_id = ?", now, source_id);
  if (any_present)
    database.run("UPDATE recheck_source SET present_at = ? WHERE source_id = ?", now, source_id);
}

bool others_may_show(Database& database, std::int64_t source_id, const RecheckRuling& ruling, UtcTime now) {
  const UtcTime gone_at = ruling.gone_at.value_or(now);
  return database
      .integer(
          "SELECT 1 FROM recheck JOIN recheck_source s ON s.source_id = recheck.source_id AND s.asked = 1 "
          "WHERE post_id = ?1 AND recheck.source_id <> ?2 AND gone_at IS NULL AND (checked_at >= ?3 OR ?4 < ?5) "
          "LIMIT 1",
          ruling.ref, source_id, gone_at, now, gone_at + kWordAwaited)
      .has_value();
}

std::int64_t count_rechecks_before(Database& database, const std::string& source, UtcTime now, UtcTime until,
                                   std::chrono::seconds every) {
  static const std::string sql =
      std::string("SELECT sum(1 + (?2 - max(due_at, ?3)) / ?4) FROM recheck WHERE source_id = ") + kSourceId +
      " AND due_at < ?2";
  return database.integer(sql, source, until, now, std::max<std::int64_t>(every.count(), 1)).value_or(0);
}

void plan_recheck(Database& database, std::int64_t source_id, std::int64_t post_id, UtcTime due_at) {
  database.run(
      "INSERT INTO recheck (post_id, source_id, due_at) SELECT post_id, source_id, ?3 FROM sighting "
      "JOIN post ON post.id = post_id WHERE source_id = ?1 AND post_id = ?2 AND local_id IS NOT NULL "
      "AND text IS NOT NULL ON CONFLICT DO NOTHING",
      source_id, post_id, due_at);
}

std::optional<std::chrono::seconds> first_recheck_after(Database& database, std::int64_t source_id) {
  const auto after =
      database.integer("SELECT first_after FROM recheck_source WHERE source_id = ? AND asked = 1", source_id);
  if (!after) return std::nullopt;
  return std::chrono::seconds{*after};
}

void write_ledger(Database& database, std::int64_t post_id, UtcTime gone_at, UtcTime now) {
  database.run(
      "INSERT INTO ledger (key, network_id, gone_at, confirmed_at, removed_at, made_with) SELECT key, network_id, ?2, "
      "?3, ?3, ?4 FROM post WHERE id = ?1 ON CONFLICT DO NOTHING",
      post_id, gone_at, now, made_with(database, post_id, kEarlierPost));
}

void take_identity(Database& database, std::int64_t post_id) {
  const auto author = database.integer("SELECT author_id FROM post WHERE id = ?", post_id);
  database.run("UPDATE post SET sealed = NULL, author_id = NULL, reply_key = NULL WHERE id = ?", post_id);
  database.run("UPDATE sighting SET local_id = NULL WHERE post_id = ?", post_id);
  database.run("DELETE FROM recheck WHERE post_id = ?", post_id);
  if (author) drop_author_without_posts(database, *author);
}

bool is_in_ledger(Database& database, const KeyedHash& key) {
  return database.integer("SELECT 1 FROM ledger WHERE key = ?", key).has_value();
}

std::optional<Removal> read_removal(Database& database, std::int64_t post_id) {
  Query row = database.query(
      "SELECT gone_at, confirmed_at, removed_at FROM ledger WHERE key = (SELECT key FROM post WHERE id = ?)");
  row.bind(post_id);
  if (!row.next()) return std::nullopt;
  return Removal{row.time(0), row.time(1), row.time(2)};
}

std::string select_recheck_standings() {
  // A year of posts is in the plan: what is due is told from the index alone, and looked up is only that of
  // which there is no word.
  return "SELECT name, answered_at, "
         "(SELECT count(*) FROM recheck r WHERE r.source_id = s.source_id), "
         "(SELECT count(*) FROM recheck r WHERE r.source_id = s.source_id AND due_at <= ?1) "
         "+ (SELECT count(*) FROM recheck r WHERE r.source_id = s.source_id AND due_at > ?2) "
         "+ (SELECT count(*) FROM recheck r WHERE r.source_id = s.source_id AND unclear_since <= ?1 AND +due_at > ?1 "
         "AND +due_at <= ?2), "
         "(SELECT min(since) FROM "
         "(SELECT min(due_at) AS since FROM recheck r WHERE r.source_id = s.source_id AND due_at <= ?1 UNION ALL "
         "SELECT min(unclear_since) FROM recheck r WHERE r.source_id = s.source_id AND unclear_since <= ?1)), "
         "(SELECT count(*) FROM recheck r WHERE r.source_id = s.source_id AND gone_at IS NOT NULL) "
         "FROM recheck_source s JOIN source ON source.id = s.source_id WHERE asked = 1 ORDER BY name";
}

std::vector<RecheckStanding> read_recheck_standings(Database& database, UtcTime now) {
  std::vector<RecheckStanding> standings;
  Query rows = database.query(select_recheck_standings());
  rows.bind(now, now + kLongestPlan);
  while (rows.next())
    standings.push_back({.source = rows.bytes(0),
                         .posts = rows.integer(2),
                         .due = rows.integer(3),
                         .due_since = rows.maybe_time(4),
                         .answered_at = rows.maybe_time(1),
                         .called_gone = rows.integer(5)});
  return standings;
}

}  // namespace nhs::store
