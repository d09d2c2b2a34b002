#include "store/concerns.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/audit.h"
#include "store/posts.h"
#include "store/tables.h"

namespace nhs::store {
namespace {

void insert_concern(Database& database, std::int64_t post_id, const std::string& rule, UtcTime now) {
  database.run("INSERT INTO concern (post_id, rule, raised_at) VALUES (?, ?, ?)", post_id, rule, now);
}

struct Known {
  std::int64_t id;
  std::string rule;
  bool acknowledged;
  bool lapsed;
};

std::vector<Known> known_of(Database& database, std::int64_t post_id) {
  std::vector<Known> known;
  Query rows = database.query(
      "SELECT id, rule, acknowledged_at IS NOT NULL, lapsed_at IS NOT NULL FROM concern WHERE post_id = ? "
      "ORDER BY id");
  rows.bind(post_id);
  while (rows.next())
    known.push_back({rows.integer(0), rows.bytes(1), rows.integer(2) != 0, rows.integer(3) != 0});
  return known;
}

std::vector<std::string> holding(const ConcernRules& rules, const std::string& text) {
  return rules.holding ? rules.holding(text) : std::vector<std::string>{};
}

bool is_long_ago(const ConcernRules& rules, const Said& said, UtcTime now) {
  return said.at && *said.at < now - rules.look_back;
}

bool among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::int64_t> sorted(std::vector<std::int64_t> refs) {
  std::sort(refs.begin(), refs.end());
  refs.erase(std::unique(refs.begin(), refs.end()), refs.end());
  return refs;
}

Error no_concern(std::int64_t ref) {
  return {ExitStatus::no_input,
          fmt::format("{}: no concern is kept of a post of this reference; `nhsvalues concerns --all` shows "
                      "those there are",
                      ref)};
}

}  // namespace

bool PostOfConcern::is_open() const {
  return std::any_of(concerns.begin(), concerns.end(),
                     [](const Concern& each) { return !each.acknowledged; });
}

UtcTime PostOfConcern::raised_at() const {
  for (const Concern& each : concerns)
    if (!each.acknowledged) return each.raised_at;
  return concerns.empty() ? UtcTime{} : concerns.front().raised_at;
}

void raise_concerns(Database& database, std::int64_t post_id, const ConcernRules& rules, const Said& said,
                    UtcTime now) {
  if (is_long_ago(rules, said, now)) return;
  for (const std::string& name : holding(rules, said.text)) insert_concern(database, post_id, name, now);
}

void raise_concerns_anew(Database& database, std::int64_t post_id, const ConcernRules& rules,
                         const Said& said, UtcTime now) {
  const std::vector<std::string> names =
      is_long_ago(rules, said, now) ? std::vector<std::string>{} : holding(rules, said.text);
  const std::vector<Known> known = known_of(database, post_id);
  for (const Known& each : known) {
    if (!among(names, each.rule))
      database.run("UPDATE concern SET lapsed_at = coalesce(lapsed_at, ?) WHERE id = ?", now, each.id);
    else if (!each.acknowledged)
      database.run("UPDATE concern SET lapsed_at = NULL WHERE id = ?", each.id);
    else
      database.run("DELETE FROM concern WHERE id = ?", each.id);
  }
  for (const std::string& name : names) {
    const bool is_open = std::any_of(known.begin(), known.end(), [&](const Known& each) {
      return each.rule == name && !each.acknowledged;
    });
    if (!is_open) insert_concern(database, post_id, name, now);
  }
}

void review_concerns(Database& database, std::int64_t post_id, const ConcernRules& rules, const Said& said,
                     UtcTime now, ConcernChanges& changes) {
  const std::vector<Known> known = known_of(database, post_id);
  const bool long_ago = is_long_ago(rules, said, now);
  const bool may_drop = std::any_of(known.begin(), known.end(),
                                    [](const Known& each) { return !each.acknowledged && !each.lapsed; });
  // Most of a long history is too old to raise anything, and reading it takes the time.
  if (long_ago && !may_drop) return;
  const std::vector<std::string> names = holding(rules, said.text);
  for (const Known& each : known) {
    // What an edit took away no rule can find again; whoever has not seen it should.
    if (among(names, each.rule) || each.acknowledged || each.lapsed) continue;
    changes.dropped += database.run("DELETE FROM concern WHERE id = ?", each.id);
  }
  if (long_ago) return;
  for (const std::string& name : names) {
    const bool is_known =
        std::any_of(known.begin(), known.end(), [&](const Known& each) { return each.rule == name; });
    if (is_known) continue;
    insert_concern(database, post_id, name, now);
    ++changes.raised;
  }
}

void forget_concerns(Database& database, std::int64_t post_id) {
  database.run("DELETE FROM concern WHERE post_id = ?", post_id);
}

Result<std::int64_t> acknowledge(Database& database, const std::vector<std::int64_t>& refs,
                                 const std::string& by, const std::string& note, const Act& act) {
  std::int64_t done = 0;
  for (const std::int64_t ref : sorted(refs)) {
    const std::vector<Known> known = known_of(database, ref);
    if (known.empty()) return tl::unexpected(no_concern(ref));
    const std::int64_t open = database.run(
        "UPDATE concern SET acknowledged_at = ?, acknowledged_by = ?, note = ? WHERE post_id = ? AND "
        "acknowledged_at IS NULL",
        act.at, by, note, ref);
    if (open == 0)
      return fail(ExitStatus::usage,
                  fmt::format("{}: acknowledged already; `nhsvalues concerns --all` says by whom, and --undo "
                              "opens it again",
                              ref));
    write_audit(database, act, Action::acknowledge, ref, "by " + by);
    done += open;
  }
  return done;
}

Result<std::int64_t> undo_acknowledgement(Database& database, const std::vector<std::int64_t>& refs,
                                          const Act& act) {
  std::int64_t done = 0;
  for (const std::int64_t ref : sorted(refs)) {
    if (known_of(database, ref).empty()) return tl::unexpected(no_concern(ref));
    const std::int64_t opened = database.run(
        "UPDATE concern SET acknowledged_at = NULL, acknowledged_by = '', note = '' WHERE post_id = ? AND "
        "acknowledged_at IS NOT NULL",
        ref);
    if (opened == 0)
      return fail(ExitStatus::no_input, fmt::format("{}: nobody has acknowledged it, so there is nothing to "
                                                    "take back",
                                                    ref));
    write_audit(database, act, Action::undo_acknowledge, ref);
    done += opened;
  }
  return done;
}

std::vector<Concern> concerns_of(Database& database, std::int64_t post_id) {
  std::vector<Concern> found;
  Query rows = database.query(
      "SELECT id, rule, raised_at, lapsed_at, acknowledged_at, acknowledged_by, note FROM concern "
      "WHERE post_id = ? ORDER BY raised_at, id");
  rows.bind(post_id);
  while (rows.next()) {
    Concern concern{rows.integer(0), rows.bytes(1), rows.time(2), rows.maybe_time(3), {}};
    if (const auto at = rows.maybe_time(4)) concern.acknowledged = {rows.bytes(5), rows.bytes(6), *at};
    found.push_back(std::move(concern));
  }
  return found;
}

Concerns read_concerns(Database& database, const ConcernsQuery& query) {
  Concerns result;
  std::vector<std::int64_t> refs;
  const auto take = [&](const std::string& sql) {
    Query rows = database.query(sql + " LIMIT ?");
    rows.bind(query.above, query.limit - static_cast<std::int64_t>(refs.size()));
    while (rows.next()) refs.push_back(rows.integer(0));
  };
  take(
      "SELECT post_id, min(raised_at) FROM concern WHERE acknowledged_at IS NULL GROUP BY post_id "
      "HAVING max(id) > ? ORDER BY 2, 1");
  if (query.all)
    take(
        "SELECT post_id, max(acknowledged_at) FROM concern GROUP BY post_id "
        "HAVING count(acknowledged_at) = count(*) AND max(id) > ? ORDER BY 2 DESC, 1 DESC");
  for (const std::int64_t ref : refs)
    if (auto post = read_post(database, ref))
      result.posts.push_back({*std::move(post), concerns_of(database, ref)});
  result.open = database.integer("SELECT count(DISTINCT post_id) FROM concern WHERE acknowledged_at IS NULL")
                    .value_or(0);
  result.acknowledged =
      database.integer("SELECT count(DISTINCT post_id) FROM concern").value_or(0) - result.open;
  {
    Query oldest = database.query("SELECT min(raised_at) FROM concern WHERE acknowledged_at IS NULL");
    if (oldest.next()) result.oldest_open = oldest.maybe_time(0);
  }
  result.newest = database.integer("SELECT seq FROM sqlite_sequence WHERE name = 'concern'").value_or(0);
  return result;
}

void carry_concerns(Database& present, Database& restored, const HashesAnew& anew) {
  if (!has_table(present, "concern")) return;
  {
    Query rows = present.query(
        "SELECT key, text, rule, raised_at, lapsed_at, acknowledged_at, acknowledged_by, note "
        "FROM concern JOIN post ON post.id = post_id ORDER BY concern.id");
    while (rows.next()) {
      const KeyedHash key = renewed(anew, rows.maybe_hash(0).value_or(KeyedHash{}));
      const auto post =
          restored.integer("SELECT id FROM post WHERE key = ? AND text = ?", key, rows.bytes(1));
      if (!post) continue;
      const auto acknowledged_at = rows.maybe_time(5);
      if (!acknowledged_at) {
        restored.run(
            "UPDATE concern SET acknowledged_at = NULL, acknowledged_by = '', note = '', "
            "raised_at = min(raised_at, ?) WHERE post_id = ? AND rule = ?",
            rows.time(3), *post, rows.bytes(2));
        continue;
      }
      restored.run(
          "INSERT INTO concern (post_id, rule, raised_at, lapsed_at, acknowledged_at, acknowledged_by, note) "
          "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (post_id, rule) DO UPDATE SET acknowledged_at = "
          "excluded.acknowledged_at, acknowledged_by = excluded.acknowledged_by, note = excluded.note",
          *post, rows.bytes(2), rows.time(3), rows.maybe_time(4), acknowledged_at, rows.bytes(6),
          rows.bytes(7));
    }
  }
  // Whoever asks what is new since an id must not miss what comes after the restore.
  const auto given = present.integer("SELECT seq FROM sqlite_sequence WHERE name = 'concern'");
  if (!given) return;
  if (restored.run("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'concern'", *given) == 0)
    restored.run("INSERT INTO sqlite_sequence (name, seq) VALUES ('concern', ?)", *given);
}

}  // namespace nhs::store
