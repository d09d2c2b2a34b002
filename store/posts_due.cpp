#include "store/posts_due.h"

namespace nhs::store {
namespace {

/// Texts may be a megabyte each: a step takes no more than these, and one.
constexpr std::int64_t kTextPurgedAtOnce = 512 * 1024;

const std::string kDue =
    "SELECT id, coalesce(length(text), 0) FROM post INDEXED BY post_to_purge WHERE purged_at IS NULL AND "
    "network_id = ? AND held_since <= ? ORDER BY held_since LIMIT ?";

}  // namespace

std::int64_t RetentionRules::days_of(const std::string& network) const {
  const auto own = networks.find(network);
  return own == networks.end() ? days : own->second;
}

std::vector<Network> networks_in(Database& database) {
  std::vector<Network> networks;
  Query rows = database.query("SELECT id, name FROM network ORDER BY name");
  while (rows.next()) networks.push_back({rows.integer(0), rows.bytes(1)});
  return networks;
}

UtcTime oldest_kept(const RetentionRules& rules, const std::string& network, UtcTime now) {
  return now - std::chrono::hours{24} * rules.days_of(network);
}

std::int64_t posts_due(Database& database, const Network& network, UtcTime until) {
  return database
      .integer(
          "SELECT count(*) FROM post INDEXED BY post_to_purge WHERE purged_at IS NULL AND network_id = ? AND "
          "held_since <= ?",
          network.id, until)
      .value_or(0);
}

std::int64_t count_due(Database& database, const RetentionRules& rules, UtcTime now) {
  std::int64_t due = 0;
  for (const Network& network : networks_in(database))
    due += posts_due(database, network, oldest_kept(rules, network.name, now));
  return due;
}

std::vector<std::int64_t> next_due(Database& database, const RetentionRules& rules, UtcTime now,
                                   std::int64_t limit) {
  std::vector<std::int64_t> due;
  std::int64_t bytes = 0;
  for (const Network& network : networks_in(database)) {
    Query rows = database.query(kDue);
    rows.bind(network.id, oldest_kept(rules, network.name, now),
              limit - static_cast<std::int64_t>(due.size()));
    while (bytes < kTextPurgedAtOnce && rows.next()) {
      due.push_back(rows.integer(0));
      bytes += rows.integer(1);
    }
    if (bytes >= kTextPurgedAtOnce || static_cast<std::int64_t>(due.size()) >= limit) break;
  }
  return due;
}

}  // namespace nhs::store
