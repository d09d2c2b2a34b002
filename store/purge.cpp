#include "store/purge.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/period.h"
#include "core/text.h"
#include "store/audit.h"
#include "store/concerns.h"
#include "store/consents.h"
#include "store/kept_copies.h"
#include "store/meta.h"
#include "store/pledges.h"
#include "store/withdrawal.h"

namespace nhs::store {
namespace {

/// In `meta`: who began a purge whose traces are not gone yet, and when all had last gone.
const std::string kUnfinishedKey = "purge_unfinished";
const std::string kPurgedKey = "purged_last";

/// In `meta`: since when rules are known here.
const std::string kKnownKey = "retention_known";

/// In `meta`: since when purging is held off, for the clock is too far from all that was noted.
const std::string kHeldKey = "purge_held_since";

/// Nothing where a clock that was ahead noted it: to believe that would keep texts until then.
std::optional<UtcTime> believed_moment(Database& database, const std::string& key, UtcTime now) {
  const auto moment = read_moment(database, key);
  return moment && *moment <= now ? moment : std::nullopt;
}

/// Since when purging is to be held off: as was noted, or from now on; nothing when the clock is credible.
std::optional<UtcTime> to_hold_since(Database& database, UtcTime now) {
  // Empty is less than any moment.
  const auto newest =
      std::max(believed_moment(database, kPurgedKey, now), believed_moment(database, kKnownKey, now));
  if (!newest || now - *newest <= kCredibleRest) return std::nullopt;
  const auto held = believed_moment(database, kHeldKey, now);
  // One that leapt again meanwhile has not stood by it.
  return held && now - *held <= kCredibleRest ? held : now;
}

/// Texts may be a megabyte each: a step takes no more than these, and one.
constexpr std::int64_t kTextBytesAtOnce = 512 * 1024;

/// Of the search index and of the file, in one step: some milliseconds.
constexpr int kPagesToMerge = 64;
constexpr int kPagesToGiveBack = 250;

// Moments that tell a post from others of its day say where to look for it: they become noon of it. Noon,
// for then a change of the time zone leaves nearly every post in its day.
const std::string kPurge =
    "UPDATE post SET purged_at = ?, text = NULL, text_key = 0, stated_language = '', author_id = NULL, "
    "reply_key = NULL, sealed = NULL, created_at = ?, edited_at = NULL, first_seen_at = ? WHERE id = ?";

const std::string kDue =
    "SELECT id, coalesce(length(text), 0) FROM post INDEXED BY post_to_purge WHERE purged_at IS NULL AND "
    "network_id = ? AND held_since <= ? ORDER BY held_since LIMIT ?";

struct Kept {
  std::optional<std::string> text;
  std::optional<UtcTime> created_at;
  UtcTime first_seen_at;
  std::optional<std::int64_t> author;
  std::optional<UtcTime> set_aside_at;  ///< by an ignore rule
};

std::optional<Kept> read_kept(Database& database, std::int64_t id) {
  Query row = database.query(
      "SELECT text, created_at, first_seen_at, author_id, withdrawn_at, ignored_by IS NULL FROM post WHERE id = ?");
  row.bind(id);
  if (!row.next()) return std::nullopt;
  Kept kept;
  if (!row.is_null(0)) kept.text = row.bytes(0);
  kept.created_at = row.maybe_time(1);
  kept.first_seen_at = row.time(2);
  kept.author = row.maybe_integer(3);
  if (row.integer(5) == 0) kept.set_aside_at = row.maybe_time(4);
  return kept;
}

UtcTime noon(const TimeZone& zone, UtcTime moment) {
  return zone.start_of(zone.day_of(moment)) + std::chrono::hours{12};
}

void purge_tags(Database& database, const std::vector<std::string>& topics, std::int64_t id) {
  std::vector<std::pair<std::int64_t, std::string>> tags;
  {
    Query rows = database.query(
        "SELECT tag_id, (SELECT folded FROM tag WHERE tag.id = tag_id) FROM post_tag WHERE post_id = ?");
    rows.bind(id);
    while (rows.next()) tags.emplace_back(rows.integer(0), rows.bytes(1));
  }
  for (const auto& [tag, folded] : tags) {
    if (std::find(topics.begin(), topics.end(), folded) != topics.end()) continue;
    database.run("DELETE FROM post_tag WHERE post_id = ? AND tag_id = ?", id, tag);
    database.run("DELETE FROM tag WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM post_tag WHERE tag_id = ?1)",
                 tag);
  }
}

struct Network {
  std::int64_t id;
  std::string name;
};

std::vector<Network> networks_in(Database& database) {
  std::vector<Network> networks;
  Query rows = database.query("SELECT id, name FROM network ORDER BY name");
  while (rows.next()) networks.push_back({rows.integer(0), rows.bytes(1)});
  return networks;
}

/// Posts of a network that are as old are due.
UtcTime oldest_kept(const RetentionRules& rules, const std::string& network, UtcTime now) {
  return now - std::chrono::hours{24} * rules.days_of(network);
}

std::vector<std::int64_t> next_due(Database& database, const RetentionRules& rules, UtcTime now,
                                   std::int64_t limit) {
  std::vector<std::int64_t> due;
  std::int64_t bytes = 0;
  for (const Network& network : networks_in(database)) {
    Query rows = database.query(kDue);
    rows.bind(network.id, oldest_kept(rules, network.name, now),
              limit - static_cast<std::int64_t>(due.size()));
    while (bytes < kTextBytesAtOnce && rows.next()) {
      due.push_back(rows.integer(0));
      bytes += rows.integer(1);
    }
    if (bytes >= kTextBytesAtOnce || static_cast<std::int64_t>(due.size()) >= limit) break;
  }
  return due;
}

std::string in_words(const RetentionRules& rules) {
  std::string words = fmt::format("older than {} days", rules.days);
  for (const auto& [network, days] : rules.networks) words += fmt::format(", {}: {}", network, days);
  return words;
}

std::int64_t posts_due(Database& database, const Network& network, UtcTime until) {
  return database
      .integer(
          "SELECT count(*) FROM post INDEXED BY post_to_purge WHERE purged_at IS NULL AND network_id = ? AND "
          "held_since <= ?",
          network.id, until)
      .value_or(0);
}

/// Adds the months of which something goes within 90 days.
void add_months(Database& database, const TimeZone& zone, const Network& network, UtcTime due_by_now,
                std::vector<DueMonth>& months) {
  using std::chrono::hours;
  // Zones differ from UTC by multiples of a quarter of an hour.
  Query rows = database.query(
      "SELECT held_since / 900 * 900, count(*) FILTER (WHERE held_since <= ?1), count(*) FILTER (WHERE "
      "held_since <= ?2), count(*) FILTER (WHERE held_since <= ?3), count(*) FROM post INDEXED BY post_to_purge "
      "WHERE purged_at IS NULL AND network_id = ?4 AND held_since <= ?5 GROUP BY 1 ORDER BY 1");
  rows.bind(due_by_now, due_by_now + hours{7 * 24}, due_by_now + hours{30 * 24}, network.id,
            due_by_now + hours{90 * 24});
  while (rows.next()) {
    const LocalDay month = period_holding(zone.day_of(rows.time(0)), Bucket::month).from;
    if (months.empty() || months.back().network != network.name || months.back().month != month)
      months.push_back({.network = network.name, .month = month});
    DueMonth& row = months.back();
    row.now += rows.integer(1);
    row.within_7_days += rows.integer(2);
    row.within_30_days += rows.integer(3);
    row.within_90_days += rows.integer(4);
  }
}

}  // namespace

void purge_post(Database& database, const TimeZone& zone, const std::vector<std::string>& topics,
                std::int64_t id, UtcTime now, SearchChanges& search) {
  const std::optional<Kept> kept = read_kept(database, id);
  if (!kept) return;
  if (kept->text) search.remove(search_place(kept->created_at, id), *kept->text);
  // Nobody can hold it against the rules any more, should this one be taken back.
  if (kept->set_aside_at) withdraw_post(database, id, *kept->set_aside_at, std::nullopt);
  const auto created = kept->created_at ? std::optional{noon(zone, *kept->created_at)} : std::nullopt;
  const UtcTime seen = noon(zone, kept->first_seen_at);
  database.run(kPurge, now, created, seen, id);
  if (kept->author)
    database.run(
        "DELETE FROM author WHERE id = ?1 AND objected_at IS NULL AND NOT EXISTS (SELECT 1 FROM post WHERE "
        "author_id = ?1)",
        *kept->author);
  database.run("UPDATE sighting SET local_id = NULL, created_at = ?, seen_at = ? WHERE post_id = ?", created,
               seen, id);
  purge_tags(database, topics, id);
  // Of labels in samples the names tell how far readers agree; of a correction nothing is counted by it.
  database.run("UPDATE label SET reader = '' WHERE post_id = ? AND draw_id IS NULL", id);
  forget_follow_ups(database, id);
  forget_concerns(database, id);
  forget_consents(database, id);
}

std::int64_t purge_due(Database& database, const TimeZone& zone, const RetentionRules& rules, const Act& act,
                       std::int64_t limit) {
  const std::vector<std::int64_t> due = next_due(database, rules, act.at, limit);
  if (due.empty()) return 0;
  if (read_meta(database, kUnfinishedKey) != act.person) {
    write_audit(database, act, Action::purge, std::nullopt, in_words(rules),
                count_due(database, rules, act.at));
    // Of posts that were purged before readers' names went with them.
    database.run(
        "UPDATE label SET reader = '' WHERE reader <> '' AND draw_id IS NULL AND EXISTS (SELECT 1 FROM post WHERE "
        "post.id = post_id AND purged_at IS NOT NULL)");
  }
  note_traces(database, act.person);
  std::vector<std::string> topics;
  for (const std::string& topic : rules.topics) topics.push_back(tag_key(topic));
  SearchChanges search;
  for (const std::int64_t id : due) purge_post(database, zone, topics, id, act.at, search);
  search.write(database);
  return static_cast<std::int64_t>(due.size());
}

std::int64_t count_due(Database& database, const RetentionRules& rules, UtcTime now) {
  std::int64_t due = 0;
  for (const Network& network : networks_in(database))
    due += posts_due(database, network, oldest_kept(rules, network.name, now));
  return due;
}

bool leaves_traces(Database& database) { return read_meta(database, kUnfinishedKey).has_value(); }

void note_traces(Database& database, const std::string& person) {
  write_meta(database, kUnfinishedKey, person);
}

void note_purged(Database& database, UtcTime now) {
  drop_meta(database, kUnfinishedKey);
  write_moment(database, kPurgedKey, now);
}

void note_rules_known(Database& database, UtcTime now) {
  if (!believed_moment(database, kKnownKey, now)) write_moment(database, kKnownKey, now);
}

void note_whether_held(Database& database, UtcTime now) {
  const auto since = to_hold_since(database, now);
  if (since == read_moment(database, kHeldKey)) return;
  if (since)
    write_moment(database, kHeldKey, *since);
  else
    drop_meta(database, kHeldKey);
}

// The difference of less than two is how FTS5 says that it had nothing to do ("The 'merge' Command" in its
// documentation).
bool merge_search(Database& database, bool begin) {
  const auto before = database.connection().getTotalChanges();
  database.run("INSERT INTO post_search (post_search, rank) VALUES ('merge', ?)",
               begin ? -kPagesToMerge : kPagesToMerge);
  return database.connection().getTotalChanges() - before >= 2;
}

bool give_pages_back(Database& database) {
  constexpr std::int64_t kIncremental = 2;
  if (database.integer("PRAGMA auto_vacuum") != kIncremental ||
      database.integer("PRAGMA freelist_count").value_or(0) == 0)
    return false;
  database.execute(fmt::format("PRAGMA incremental_vacuum({})", kPagesToGiveBack));
  return true;
}

RetentionState read_retention_state(Database& database, const std::filesystem::path& file,
                                    const RetentionRules& rules, UtcTime now) {
  RetentionState state;
  state.last_at = read_moment(database, kPurgedKey);
  const auto purged = believed_moment(database, kPurgedKey, now);
  const auto from = purged ? purged : believed_moment(database, kKnownKey, now);
  if (from) state.next_at = *from + kBetweenPurges;
  const auto held = to_hold_since(database, now);
  state.is_clock_doubtful = held.has_value();
  // Only what is noted runs out: for a reader alone it would begin anew with every look.
  if (held && held == read_moment(database, kHeldKey) && now < *held + kHeldFor) {
    state.held_until = *held + kHeldFor;
    state.next_at = state.held_until;
  }
  state.unfinished = leaves_traces(database);
  state.due = count_due(database, rules, now);
  for (const KeptCopy& each : kept_copies(file)) state.copies.push_back(each.file);
  return state;
}

RetentionOverview read_retention(Database& database, const std::filesystem::path& file, const TimeZone& zone,
                                 const RetentionRules& rules, UtcTime now) {
  RetentionOverview overview;
  overview.state = read_retention_state(database, file, rules, now);
  for (const Network& network : networks_in(database)) {
    KeptOfNetwork kept;
    kept.network = network.name;
    kept.days = rules.days_of(network.name);
    kept.due = posts_due(database, network, oldest_kept(rules, network.name, now));
    kept.whole = posts_due(database, network, UtcTime::max());
    kept.purged = database
                      .integer(
                          "SELECT count(*) FROM post INDEXED BY post_purged WHERE purged_at IS NOT NULL AND "
                          "withdrawn_at IS NULL AND network_id = ?",
                          network.id)
                      .value_or(0);
    if (kept.whole + kept.purged > 0) overview.networks.push_back(kept);
    add_months(database, zone, network, oldest_kept(rules, network.name, now), overview.months);
  }
  return overview;
}

std::int64_t RetentionRules::days_of(const std::string& network) const {
  const auto own = networks.find(network);
  return own == networks.end() ? days : own->second;
}

}  // namespace nhs::store
