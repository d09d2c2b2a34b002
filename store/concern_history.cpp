#include "store/concern_history.h"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "store/concerns.h"
#include "store/meta.h"

namespace nhs::store {
namespace {

/// In `meta`: the fingerprint of the rules that every stored text was held against; not there while texts may
/// have been held against different ones.
const std::string kHeldAgainst = "concern_rules";

/// In `meta`: the rules that history is being held against, the last post that was, and the last that has to
/// be: later ones were as they were saved. A file without the last of them has no such end.
const std::string kNextConcernRules = "concern_rules_next";
const std::string kHeldTo = "concern_rules_held_to";
const std::string kHoldUpTo = "concern_rules_hold_up_to";

/// In `meta`: the rules that the daemon brought last. Not there while none ever wrote.
const std::string kConcernRulesOfDaemon = "concern_rules_of_daemon";

void forget_holding(Database& database) {
  drop_meta(database, kNextConcernRules);
  drop_meta(database, kHeldTo);
  drop_meta(database, kHoldUpTo);
}

std::optional<std::int64_t> number_in_meta(Database& database, const std::string& key) {
  return database.integer("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?", key);
}

/// What is left of history: the posts after one, up to another.
struct Left {
  std::int64_t after = 0;
  std::int64_t up_to = std::numeric_limits<std::int64_t>::max();
};

Left left_of(Database& database) {
  return {number_in_meta(database, kHeldTo).value_or(0),
          number_in_meta(database, kHoldUpTo).value_or(Left{}.up_to)};
}

void write_left(Database& database, const std::string& fingerprint, const Left& left) {
  drop_meta(database, kHeldAgainst);
  write_meta(database, kNextConcernRules, fingerprint);
  write_meta(database, kHeldTo, std::to_string(left.after));
  write_meta(database, kHoldUpTo, std::to_string(left.up_to));
}

void note_all_held(Database& database, const std::string& fingerprint) {
  forget_holding(database);
  write_meta(database, kHeldAgainst, fingerprint);
}

}  // namespace

bool agree_on_concern_rules(Database& database, const ConcernRules& rules, bool by_daemon) {
  const auto of_daemon = read_meta(database, kConcernRulesOfDaemon);
  if (by_daemon && of_daemon != rules.fingerprint)
    write_meta(database, kConcernRulesOfDaemon, rules.fingerprint);
  return by_daemon || !of_daemon || *of_daemon == rules.fingerprint;
}

void own_up_to_other_concern_rules(Database& database, const ConcernRules& rules,
                                   const std::optional<PostRange>& written) {
  if (!written) return;
  const auto held = read_meta(database, kHeldAgainst);
  const auto next = read_meta(database, kNextConcernRules);
  if (held && *held != rules.fingerprint) {
    write_left(database, *held, {written->first - 1, written->last});
  } else if (next && *next != rules.fingerprint) {
    const Left left = left_of(database);
    write_left(database, *next,
               {std::min(left.after, written->first - 1), std::max(left.up_to, written->last)});
  }
}

bool history_is_being_held(Database& database) { return read_meta(database, kNextConcernRules).has_value(); }

bool begin_holding_history(Database& database, const ConcernRules& rules) {
  if (read_meta(database, kHeldAgainst) == rules.fingerprint) return false;
  if (read_meta(database, kNextConcernRules) == rules.fingerprint) return true;
  const std::int64_t newest = database.integer("SELECT coalesce(max(id), 0) FROM post").value_or(0);
  if (newest == 0)
    note_all_held(database, rules.fingerprint);
  else
    write_left(database, rules.fingerprint, {0, newest});
  return newest > 0;
}

bool hold_history_against(Database& database, const ConcernRules& rules, UtcTime now, std::int64_t limit,
                          ConcernChanges& changes) {
  if (read_meta(database, kNextConcernRules) != rules.fingerprint) return false;
  struct Stored {
    std::int64_t id;
    Said said;
  };
  std::vector<Stored> posts;
  Left left = left_of(database);
  {
    // SQLite's max() of two is NULL where one of them is.
    Query rows = database.query(
        "SELECT id, text, max(coalesce(edited_at, created_at), coalesce(created_at, edited_at)) FROM post "
        "WHERE id > ? AND id <= ? AND text IS NOT NULL ORDER BY id LIMIT ?");
    rows.bind(left.after, left.up_to, limit);
    while (rows.next()) posts.push_back({rows.integer(0), {rows.bytes(1), rows.maybe_time(2)}});
  }
  const bool more = static_cast<std::int64_t>(posts.size()) == limit;
  for (const Stored& post : posts) review_concerns(database, post.id, rules, post.said, now, changes);
  if (more) {
    left.after = posts.back().id;
    write_left(database, rules.fingerprint, left);
  } else {
    note_all_held(database, rules.fingerprint);
  }
  return more;
}

}  // namespace nhs::store
