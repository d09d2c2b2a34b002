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

}  // namespace

std::int64_t write_digest(Database& database, AlertMessage message, const std::vector<std::string>& targets,
                          const Act& act) {
  message.event = AlertEvent::digest;
  message.at = act.at;
  const auto there = database.integer("SELECT alert_id FROM digest WHERE name = ?", message.digest);
  const std::int64_t id = there ? *there : write_message(database, message, {});
  if (!there)
    database.run("INSERT INTO digest (name, alert_id, html) VALUES (?, ?, ?)", message.digest, id,
                 message.html);
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
