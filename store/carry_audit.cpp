#include "store/carry_audit.h"

#include <fmt/format.h>

#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "store/tables.h"

namespace nhs::store {
namespace {

/// The audit's lines but for their numbers: databases that went their own ways give out the same ones.
using AuditLine = std::tuple<UtcTime, std::string, std::string, std::optional<std::int64_t>, std::string,
                             std::string, std::optional<std::int64_t>>;

std::vector<AuditLine> audit_of(Database& database) {
  std::vector<AuditLine> lines;
  if (!has_table(database, "audit")) return lines;
  const bool has_filter = has_column(database, "audit", "filter");
  Query rows =
      database.query(fmt::format("SELECT at, person, action, post_id, detail, {} FROM audit ORDER BY id",
                                 has_filter ? "filter, posts" : "'', NULL"));
  while (rows.next())
    lines.emplace_back(rows.time(0), rows.bytes(1), rows.bytes(2), rows.maybe_integer(3), rows.bytes(4),
                       rows.bytes(5), rows.maybe_integer(6));
  return lines;
}

}  // namespace

std::int64_t carry_audit(Database& present, Database& restored) {
  const std::vector<AuditLine> there = audit_of(restored);
  std::multiset<AuditLine> known(there.begin(), there.end());
  std::int64_t carried = 0;
  for (const AuditLine& each : audit_of(present)) {
    if (const auto same = known.find(each); same != known.end()) {
      known.erase(same);
      continue;
    }
    const auto& [at, person, action, post, detail, filter, posts] = each;
    carried += restored.run(
        "INSERT INTO audit (at, person, action, post_id, detail, filter, posts) VALUES (?, ?, ?, ?, ?, ?, ?)",
        at, person, action, post, detail, filter, posts);
  }
  return carried;
}

}  // namespace nhs::store
