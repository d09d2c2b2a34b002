#include "store/status.h"

#include "store/audit.h"
#include "store/disk_room.h"
#include "store/fetch_log.h"
#include "store/masking.h"
#include "store/property_rollup.h"
#include "store/rechecks.h"
#include "store/reclassification.h"
#include "store/source_states.h"
#include "store/source_switches.h"

namespace nhs::store {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kLastActs = 5;

/// From the rollup, which is small, and the undated posts, which are few.
void count(Database& database, LocalDay today, StoreStatus& status) {
  Query undated = database.query(
      "SELECT count(*), count(*) - count(sentiment) FROM post WHERE withdrawn_at IS NULL AND created_at IS NULL");
  undated.next();
  status.posts = status.undated = undated.integer(0);
  status.unclassified = undated.integer(1);
  const std::int64_t this_day = today.time_since_epoch().count();
  for_each_day(database, [&](const DayCount& count) {
    status.posts += count.posts();
    status.unclassified += count.unclassified;
    if (count.day == this_day) status.posts_today += count.posts();
    if (count.day > this_day - 7 && count.day <= this_day) status.posts_last_7_days += count.posts();
  });
  status.labelled = database.integer("SELECT count(*) FROM machine_finding").value_or(0);
  status.set_aside = database.integer("SELECT count(*) FROM post WHERE ignored_by IS NOT NULL").value_or(0);
}

void read_models(Database& database, StoreStatus& status) {
  status.model = reclassified_by(database).value_or(
      database.text("SELECT name FROM model WHERE id = (SELECT model_id FROM post ORDER BY id DESC LIMIT 1)")
          .value_or(""));
  status.of_other_models = counting_of_other_models(database, status.model);
}

}  // namespace

StoreStatus read_status(Database& database, const std::filesystem::path& file, const TimeZone& zone,
                        UtcTime now, const std::vector<AllowancePeriods>& allowances) {
  StoreStatus status;
  count(database, zone.day_of(now), status);
  if (const auto newest = database.integer("SELECT max(created_at) FROM post WHERE withdrawn_at IS NULL"))
    status.newest_post_at = UtcTime{std::chrono::seconds{*newest}};
  status.sources = read_source_states(database);
  status.disabled = read_disabled_sources(database);
  for (const AllowancePeriods& each : allowances)
    status.spending.push_back({each.source, read_spent_since(database, each.source, each.day_began),
                               read_spent_since(database, each.source, each.month_began),
                               read_first_spent_since(database, each.source, each.month_began)});
  status.rechecks = read_recheck_standings(database, now);
  status.removed = database.integer("SELECT count(*) FROM ledger").value_or(0);
  status.gaps = read_gaps(database, now - 30 * 24h, UtcTime::max());
  status.audit = read_audit(database, {.limit = kLastActs});
  const MaskedSoFar masked = read_masked(database);
  status.masked = masked.counts;
  status.masked_since = masked.since;
  read_models(database, status);
  status.timezone = zone.name();
  status.schema_version = static_cast<int>(database.integer("PRAGMA user_version").value_or(0));
  status.database_bytes = bytes_of_file(file).value_or(0) + bytes_of_file(file.string() + "-wal").value_or(0);
  return status;
}

}  // namespace nhs::store
