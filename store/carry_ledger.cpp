#include "store/carry_ledger.h"

#include <optional>
#include <string>

#include "store/earlier_keys.h"
#include "store/names.h"
#include "store/rechecks.h"
#include "store/rollups.h"
#include "store/search.h"
#include "store/tables.h"
#include "store/withdrawal.h"

namespace nhs::store {
namespace {

class LedgerCarrier {
 public:
  explicit LedgerCarrier(Database& restored) : restored_(restored), names_(restored) {}

  void carry(const LedgerLine& line) {
    const auto& [key, network, removal, made_with] = line;
    restored_.run(
        "INSERT INTO ledger (key, network_id, gone_at, confirmed_at, removed_at, made_with) VALUES (?, ?, ?, ?, ?, "
        "coalesce(nullif(?, ''), (SELECT value FROM meta WHERE key = 'key_fingerprint'))) ON CONFLICT DO NOTHING",
        key, names_.network(network), removal.gone_at, removal.confirmed_at, removal.removed_at, made_with);
    if (const auto id = withdrawn_post(key, removal.removed_at)) take_identity(restored_, *id);
  }

  std::int64_t finish() {
    rollup_.write(restored_);
    search_.write(restored_);
    return removed_;
  }

 private:
  /// The post of this key, which after this says nothing; nothing when the backup does not know it.
  std::optional<std::int64_t> withdrawn_post(const KeyedHash& key, UtcTime at) {
    Query row = restored_.query(
        "SELECT id, withdrawn_at IS NOT NULL AND ignored_by IS NULL, created_at, edited_at, text FROM post WHERE key = ?");
    row.bind(key);
    if (!row.next()) return std::nullopt;
    const std::int64_t id = row.integer(0);
    if (row.integer(1) != 0) return id;
    rollup_.subtract(restored_, id);
    if (!row.is_null(4)) search_.remove(search_place(row.maybe_time(2), id), row.bytes(4));
    withdraw_post(restored_, id, at, row.maybe_time(3));
    ++removed_;
    return id;
  }

  Database& restored_;
  Names names_;
  RollupChanges rollup_;
  SearchChanges search_;
  std::int64_t removed_ = 0;
};

}  // namespace

void read_ledger(Database& present, const HashesAnew& anew, std::vector<LedgerLine>& lines) {
  if (!has_table(present, "ledger")) return;
  Query rows = present.query(
      "SELECT key, (SELECT name FROM network WHERE id = network_id), gone_at, confirmed_at, removed_at, " +
      made_with_or_unknown(present, "ledger", "removed_at") + " FROM ledger");
  while (rows.next()) {
    const KeyedHash key = rows.maybe_hash(0).value_or(KeyedHash{});
    lines.push_back({renewed(anew, key),
                     rows.bytes(1),
                     {rows.time(2), rows.time(3), rows.time(4)},
                     anew.count(key) == 0 ? rows.bytes(5) : ""});
  }
}

std::int64_t carry_ledger(const std::vector<LedgerLine>& lines, Database& restored) {
  LedgerCarrier carrier(restored);
  for (const LedgerLine& each : lines) carrier.carry(each);
  return carrier.finish();
}

}  // namespace nhs::store
