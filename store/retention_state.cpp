#include "store/retention_state.h"

#include <algorithm>

#include "core/period.h"
#include "store/kept_copies.h"
#include "store/meta.h"
#include "store/posts_due.h"

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

std::optional<std::string> traces_left_by(Database& database) { return read_meta(database, kUnfinishedKey); }

void note_traces(Database& database, const std::string& person) {
  if (has_left_traces(database, person)) return;
  const auto others = traces_left_by(database);
  write_meta(database, kUnfinishedKey, others ? *others + "\n" + person : person);
}

bool has_left_traces(Database& database, const std::string& person) {
  const std::string all = "\n" + traces_left_by(database).value_or("") + "\n";
  return all.find("\n" + person + "\n") != std::string::npos;
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
  state.unfinished = traces_left_by(database).has_value();
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

}  // namespace nhs::store
