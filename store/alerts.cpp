#include "store/alerts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "store/audit.h"

namespace nhs::store {
namespace {

constexpr std::chrono::hours kKept{24 * 90};
constexpr std::int64_t kRefsTold = 20;

/// In the place of a digest's words.
constexpr const char* kTakenOut =
    "This digest was taken out: a post that it named was forgotten since. The report on that time is made "
    "without it.";

/// SQL on `alert`: a message lists this post.
constexpr const char* kLists = "',' || posts || ',' LIKE '%,' || ?1 || ',%'";

std::string written(const std::vector<std::int64_t>& refs) { return fmt::format("{}", fmt::join(refs, ",")); }

std::vector<std::int64_t> refs_in(const std::string& text) {
  std::vector<std::int64_t> refs;
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  while (at < end) {
    std::int64_t ref = 0;
    const auto [after, error] = std::from_chars(at, end, ref);
    if (error != std::errc{}) break;
    refs.push_back(ref);
    at = after + (after < end ? 1 : 0);
  }
  return refs;
}

/// `alert` knows no digests: what it has for one is a message like any, and `digest` says what it is.
AlertEvent stored_event(AlertEvent event) { return event == AlertEvent::digest ? AlertEvent::fired : event; }

/// The columns of `alert` from this one on, and the name of the digest.
AlertMessage message_at(const Query& row, int first) {
  AlertMessage message;
  message.key = row.bytes(first);
  message.rule = row.bytes(first + 1);
  message.event = static_cast<AlertEvent>(row.integer(first + 2));
  message.at = row.time(first + 3);
  message.title = row.bytes(first + 4);
  message.text = row.bytes(first + 5);
  message.command = row.bytes(first + 6);
  message.posts = refs_in(row.bytes(first + 7));
  message.posts_not_listed = row.maybe_integer(first + 8);
  message.digest = row.bytes(first + 9);
  if (!message.digest.empty()) message.event = AlertEvent::digest;
  return message;
}

constexpr const char* kMessageColumns =
    "alert.key, alert.rule, alert.event, alert.at, alert.title, alert.text, alert.command, alert.posts, "
    "alert.posts_not_listed, (SELECT name FROM digest WHERE alert_id = alert.id)";

AlertDelivery delivery_at(const Query& row) {
  AlertDelivery delivery;
  delivery.alert = row.integer(0);
  delivery.target = row.bytes(1);
  delivery.tries = static_cast<int>(row.integer(2));
  delivery.next_at = row.maybe_time(3);
  delivery.delivered_at = row.maybe_time(4);
  delivery.trouble = row.bytes(5);
  return delivery;
}

std::vector<std::int64_t> digests_that_list(Database& database, std::int64_t post) {
  std::vector<std::int64_t> digests;
  Query rows = database.query(
      fmt::format("SELECT alert_id FROM digest JOIN alert ON alert.id = alert_id WHERE {}", kLists));
  rows.bind(post);
  while (rows.next()) digests.push_back(rows.integer(0));
  return digests;
}

/// A digest's words tell what was found in each of its posts. Its name stays, so that nobody whom it reached
/// is sent another in its place; for the others it waits no more (write_digest makes it anew).
void take_out_digest(Database& database, std::int64_t alert) {
  database.run("UPDATE digest SET html = '' WHERE alert_id = ?", alert);
  database.run("UPDATE alert SET text = ? WHERE id = ?", kTakenOut, alert);
  database.run("DELETE FROM alert_delivery WHERE alert_id = ? AND delivered_at IS NULL", alert);
}

std::vector<AlertDelivery> deliveries_of(Database& database, std::int64_t alert) {
  std::vector<AlertDelivery> deliveries;
  Query rows = database.query(
      "SELECT alert_id, target, tries, next_at, delivered_at, trouble FROM alert_delivery WHERE alert_id = ? "
      "ORDER BY target");
  rows.bind(alert);
  while (rows.next()) deliveries.push_back(delivery_at(rows));
  return deliveries;
}

}  // namespace

std::vector<AlertStanding> read_standings(Database& database) {
  std::vector<AlertStanding> standings;
  Query rows = database.query(
      "SELECT rule, subject, phase, since, told_at, clear_since, mark FROM alert_standing ORDER BY rule, subject");
  while (rows.next())
    standings.push_back({rows.bytes(0), rows.bytes(1), static_cast<AlertPhase>(rows.integer(2)), rows.time(3),
                         rows.maybe_time(4), rows.maybe_time(5), rows.integer(6)});
  return standings;
}

std::int64_t write_message(Database& database, const AlertMessage& message,
                           const std::vector<std::string>& targets) {
  database.run(
      "INSERT INTO alert (key, rule, event, at, title, text, command, posts, posts_not_listed) "
      "VALUES (lower(hex(randomblob(16))), ?, ?, ?, ?, ?, ?, ?, ?)",
      message.rule, stored_event(message.event), message.at, message.title, message.text, message.command,
      written(message.posts), message.posts_not_listed);
  const std::int64_t id = database.last_inserted();
  for (const std::string& target : targets)
    database.run(
        "INSERT INTO alert_delivery (alert_id, target, next_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", id,
        target, message.at);
  return id;
}

void write_alerts(Database& database, const AlertChanges& changes, UtcTime now) {
  for (const auto& [rule, subject] : changes.dropped)
    database.run("DELETE FROM alert_standing WHERE rule = ? AND subject = ?", rule, subject);
  for (const AlertStanding& each : changes.standings)
    database.run(
        "INSERT INTO alert_standing (rule, subject, phase, since, told_at, clear_since, mark) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (rule, subject) DO UPDATE SET phase = excluded.phase, "
        "since = excluded.since, told_at = excluded.told_at, clear_since = excluded.clear_since, "
        "mark = excluded.mark",
        each.rule, each.subject, each.phase, each.since, each.told_at, each.clear_since, each.mark);
  for (const auto& [message, targets] : changes.messages) write_message(database, message, targets);
  database.run(
      "DELETE FROM alert WHERE at < ? AND NOT EXISTS "
      "(SELECT 1 FROM alert_delivery WHERE alert_id = alert.id AND next_at IS NOT NULL)",
      now - kKept);
}

std::int64_t write_test_alert(Database& database, AlertMessage message,
                              const std::vector<std::string>& targets, const Act& act) {
  message.event = AlertEvent::test;
  message.at = act.at;
  const std::int64_t id = write_message(database, message, targets);
  write_audit(database, act, Action::test_alert, std::nullopt, fmt::format("{}", fmt::join(targets, ", ")));
  return id;
}

void begin_alerts_anew(Database& database) {
  database.run(
      "UPDATE alert_delivery SET next_at = NULL, trouble = 'a backup was restored in which it still waited' "
      "WHERE next_at IS NOT NULL");
  database.run("UPDATE alert_standing SET phase = ?, told_at = NULL, clear_since = NULL", AlertPhase::quiet);
  database.run("DELETE FROM alert_standing WHERE mark = 0");
}

void tell_anew_where_nobody_was_told(Database& database, const std::vector<std::string>& rules) {
  // Messages are kept for a while only: where there is none left, nobody can tell.
  const std::string told = "SELECT 1 FROM alert WHERE alert.rule = alert_standing.rule AND at >= told_at";
  for (const std::string& rule : rules)
    database.run("UPDATE alert_standing SET told_at = NULL WHERE rule = ? AND phase = ? AND EXISTS (" + told +
                     ") AND NOT EXISTS (" + told +
                     " AND EXISTS (SELECT 1 FROM alert_delivery WHERE alert_id = alert.id))",
                 rule, AlertPhase::firing);
}

/// That it is over, while the target has not been told yet that it began: who was told so last would believe
/// that it goes on.
const std::string kEndsWhatWaits = fmt::format(
    "EXISTS (SELECT 1 FROM alert AS ended JOIN alert AS begun USING (rule) JOIN alert_delivery AS waiting ON "
    "waiting.alert_id = begun.id WHERE ended.id = due.alert_id AND ended.event = {} AND begun.id < ended.id AND "
    "waiting.target = due.target AND waiting.next_at IS NOT NULL)",
    static_cast<int>(AlertEvent::recovered));

std::vector<AlertDelivery> read_due_deliveries(Database& database, UtcTime now,
                                               std::optional<std::int64_t> only) {
  std::vector<AlertDelivery> due;
  Query rows = database.query(fmt::format(
      "SELECT alert_id, target, tries, next_at, delivered_at, trouble, {}, "
      "(SELECT html FROM digest WHERE digest.alert_id = alert.id) FROM alert_delivery "
      "JOIN alert ON alert.id = alert_id WHERE (target, alert_id) IN (SELECT target, min(alert_id) "
      "FROM alert_delivery AS due WHERE (next_at <= ? OR next_at > ?){} AND NOT {} GROUP BY target) ORDER BY alert_id",
      kMessageColumns, only ? " AND alert_id = ?" : "", kEndsWhatWaits));
  rows.bind(now);
  rows.bind(now + kLongestUntilRetry);
  if (only) rows.bind(*only);
  while (rows.next()) {
    due.push_back(delivery_at(rows));
    due.back().message = message_at(rows, 6);
    due.back().message.html = rows.bytes(16);
  }
  return due;
}

void write_delivery(Database& database, std::int64_t alert, const std::string& target,
                    const DeliveryNote& note) {
  database.run(
      "UPDATE alert_delivery SET tries = tries + 1, next_at = ?, delivered_at = ?, trouble = ? "
      "WHERE alert_id = ? AND target = ? AND next_at IS NOT NULL",
      note.next_at, note.delivered_at, note.trouble, alert, target);
  if (!note.delivered_at) return;
  // What was given up, or a digest that was taken out, while it was on its way arrived all the same.
  database.run(
      "INSERT INTO alert_delivery (alert_id, target, tries, delivered_at) SELECT id, ?2, 1, ?3 FROM alert "
      "WHERE id = ?1 ON CONFLICT (alert_id, target) DO UPDATE SET delivered_at = excluded.delivered_at, "
      "trouble = '' WHERE delivered_at IS NULL",
      alert, target, note.delivered_at);
}

std::int64_t give_up_other_targets(Database& database, const std::vector<std::string>& targets) {
  std::vector<std::pair<std::int64_t, std::string>> gone;
  {
    Query rows = database.query("SELECT alert_id, target FROM alert_delivery WHERE next_at IS NOT NULL");
    while (rows.next())
      if (std::find(targets.begin(), targets.end(), rows.bytes(1)) == targets.end())
        gone.emplace_back(rows.integer(0), rows.bytes(1));
  }
  for (const auto& [alert, target] : gone)
    write_delivery(database, alert, target, {{}, {}, "the target is no longer in the configuration"});
  return static_cast<std::int64_t>(gone.size());
}

std::optional<KeptAlert> read_alert(Database& database, std::int64_t id) {
  Query row = database.query(fmt::format("SELECT {} FROM alert WHERE id = ?", kMessageColumns));
  row.bind(id);
  if (!row.next()) return std::nullopt;
  return KeptAlert{id, message_at(row, 0), deliveries_of(database, id)};
}

KeptAlerts read_alerts(Database& database, std::int64_t limit) {
  KeptAlerts kept;
  kept.standings = read_standings(database);
  {
    Query rows =
        database.query(fmt::format("SELECT id, {} FROM alert ORDER BY id DESC LIMIT ?", kMessageColumns));
    rows.bind(limit);
    while (rows.next()) kept.messages.push_back({rows.integer(0), message_at(rows, 1), {}});
  }
  for (KeptAlert& each : kept.messages) each.deliveries = deliveries_of(database, each.id);
  kept.waiting =
      database.integer("SELECT count(*) FROM alert_delivery WHERE next_at IS NOT NULL").value_or(0);
  kept.given_up =
      database.integer("SELECT count(*) FROM alert_delivery WHERE next_at IS NULL AND delivered_at IS NULL")
          .value_or(0);
  return kept;
}

void forget_in_alerts(Database& database, std::int64_t post) {
  for (const std::int64_t digest : digests_that_list(database, post)) take_out_digest(database, digest);
  database.run(
      "DELETE FROM alert WHERE posts = CAST(? AS TEXT) AND coalesce(posts_not_listed, 0) = 0 AND id NOT IN "
      "(SELECT alert_id FROM digest)",
      post);
  database.run(
      fmt::format("UPDATE alert SET posts = trim(replace(',' || posts || ',', ',' || ?1 || ',', ','), ','), "
                  "posts_not_listed = posts_not_listed + 1 WHERE {}",
                  kLists),
      post);
}

NewAboutGroup read_new_about_group(Database& database, Group group, std::int64_t mark, UtcTime since) {
  NewAboutGroup found;
  found.newest = database.integer("SELECT max(id) FROM post").value_or(0);
  Query rows = database.query(
      "SELECT post_id FROM post_group JOIN post ON post.id = post_id WHERE post_id > ? AND inclusion = ? "
      "AND withdrawn_at IS NULL AND created_at >= ? ORDER BY post_id");
  rows.bind(mark, group, since);
  while (rows.next()) {
    ++found.posts;
    if (found.posts <= kRefsTold) found.refs.push_back(rows.integer(0));
  }
  return found;
}

}  // namespace nhs::store
