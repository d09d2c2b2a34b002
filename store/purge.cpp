#include "store/purge.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/text.h"
#include "store/audit.h"
#include "store/author_rows.h"
#include "store/concerns.h"
#include "store/consents.h"
#include "store/pledges.h"
#include "store/posts_due.h"
#include "store/retention_state.h"
#include "store/withdrawal.h"

namespace nhs::store {
namespace {

/// Of the search index and of the file, in one step: some milliseconds.
constexpr int kPagesToMerge = 64;
constexpr int kPagesToGiveBack = 250;

// Moments that tell a post from others of its day say where to look for it: they become noon of it. Noon,
// for then a change of the time zone leaves nearly every post in its day.
const std::string kPurge =
    "UPDATE post SET purged_at = ?, text = NULL, text_key = 0, stated_language = '', author_id = NULL, "
    "reply_key = NULL, sealed = NULL, created_at = ?, edited_at = NULL, first_seen_at = ? WHERE id = ?";

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

std::string in_words(const RetentionRules& rules) {
  std::string words = fmt::format("older than {} days", rules.days);
  for (const auto& [network, days] : rules.networks) words += fmt::format(", {}: {}", network, days);
  return words;
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
  if (kept->author) drop_author_without_posts(database, *kept->author);
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
  const bool goes_on = traces_left_by(database).has_value();
  if (!has_left_traces(database, act.person)) {
    // Who joins a purge that is under way has not done all of it.
    write_audit(database, act, Action::purge, std::nullopt, in_words(rules),
                goes_on ? static_cast<std::int64_t>(due.size()) : count_due(database, rules, act.at));
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

}  // namespace nhs::store
