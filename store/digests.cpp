#include "store/digests.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "store/alerts.h"
#include "store/audit.h"

namespace nhs::store {
namespace {

/// Those that are on their way, or that it was never on; empty where it arrived everywhere.
std::vector<std::string> without_those_it_reached(Database& database, std::int64_t alert,
                                                  const std::vector<std::string>& targets) {
  std::vector<std::string> left;
  for (const std::string& target : targets) {
    Query row = database.query(
        "SELECT 1 FROM alert_delivery WHERE alert_id = ? AND target = ? AND "
        "(delivered_at IS NOT NULL OR next_at IS NOT NULL)");
    row.bind(alert, target);
    if (!row.next()) left.push_back(target);
  }
  return left;
}

/// Posts may be erased while it is made.
Result<void> check_posts_are_held(Database& database, const std::vector<std::int64_t>& posts) {
  for (const std::int64_t post : posts)
    if (!database.integer("SELECT 1 FROM post WHERE id = ?", post))
      return fail(ExitStatus::try_again,
                  "a post that the digest names was erased while it was made; it has to be made anew");
  return {};
}

/// The message that has this digest's name: a new one, or that of before, which has its words still, or gets
/// these where they were taken out (alerts.h).
std::int64_t message_of_name(Database& database, const AlertMessage& message) {
  const auto there = database.integer("SELECT alert_id FROM digest WHERE name = ?", message.digest);
  if (there && !database.integer("SELECT 1 FROM digest WHERE alert_id = ? AND html = ''", *there))
    return *there;
  const std::int64_t id = write_message(database, message, {});
  if (!there) {
    database.run("INSERT INTO digest (name, alert_id, html) VALUES (?, ?, ?)", message.digest, id,
                 message.html);
    return id;
  }
  // Whom the one of before reached, it reached by this name.
  database.run("UPDATE alert_delivery SET alert_id = ? WHERE alert_id = ?", id, *there);
  database.run("UPDATE digest SET alert_id = ?, html = ? WHERE name = ?", id, message.html, message.digest);
  database.run("DELETE FROM alert WHERE id = ?", *there);
  return id;
}

}  // namespace

Result<std::int64_t> write_digest(Database& database, AlertMessage message,
                                  const std::vector<std::string>& targets, const Act& act) {
  if (const auto held = check_posts_are_held(database, message.posts); !held)
    return tl::unexpected(held.error());
  message.event = AlertEvent::digest;
  message.at = act.at;
  const std::int64_t id = message_of_name(database, message);
  const std::vector<std::string> anew = without_those_it_reached(database, id, targets);
  if (anew.empty()) return id;
  // How long it is tried counts from here on.
  database.run("UPDATE alert SET at = ? WHERE id = ?", act.at, id);
  for (const std::string& target : anew)
    database.run(
        "INSERT INTO alert_delivery (alert_id, target, next_at) VALUES (?, ?, ?) "
        "ON CONFLICT (alert_id, target) DO UPDATE SET tries = 0, next_at = excluded.next_at, trouble = ''",
        id, target, act.at);
  write_audit(database, act, Action::send_digest, std::nullopt,
              fmt::format("{} to {}", message.digest, fmt::join(anew, ", ")));
  return id;
}

}  // namespace nhs::store
