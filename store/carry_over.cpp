#include "store/carry_over.h"

#include <set>
#include <string>
#include <vector>

#include "store/author_rows.h"
#include "store/carry_audit.h"
#include "store/carry_ledger.h"
#include "store/carry_purged.h"
#include "store/carry_rights.h"
#include "store/carry_wishes.h"
#include "store/concerns.h"
#include "store/consents.h"
#include "store/damage.h"
#include "store/fetch_log.h"
#include "store/ignore_history.h"
#include "store/source_switches.h"
#include "store/tables.h"

namespace nhs::store {
namespace {

void carry_references(Database& present, Database& restored) {
  const auto given = present.integer("SELECT seq FROM sqlite_sequence WHERE name = 'post'");
  if (!given) return;
  if (restored.run("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'post'", *given) == 0)
    restored.run("INSERT INTO sqlite_sequence (name, seq) VALUES ('post', ?)", *given);
}

}  // namespace

std::set<KeyedHash> hashes_under_earlier_keys(Database& present) {
  std::set<KeyedHash> hashes;
  const auto add = [&](const std::string& select) {
    Query rows = present.query(select);
    while (rows.next())
      for (int column = 0; column < 3; ++column)
        if (const auto hash = rows.maybe_hash(column)) hashes.insert(*hash);
  };
  as_far_as_readable([&] {
    // Where nobody noted by which key a line was made, any may be meant.
    const auto lines_of = [&](const std::string& table) {
      return "SELECT key, NULL, NULL FROM " + table +
             (has_column(present, table, "made_with")
                  ? " WHERE made_with <> (SELECT value FROM meta WHERE key = 'key_fingerprint')"
                  : "");
    };
    for (const char* table : {"forgotten", "ledger"})
      if (has_table(present, table)) add(lines_of(table));
    if (!has_table(present, "under_earlier_key")) return;
    add("SELECT key, url_key, reply_key FROM under_earlier_key JOIN post ON post.id = post_id");
    add("SELECT key, " + account_key_in(present) +
        ", NULL FROM author_under_earlier_key JOIN author ON author.id = author_id");
  });
  return hashes;
}

CarriedOver carry_over(Database& present, Database& restored, const HashesAnew& anew) {
  std::vector<LedgerLine> ledger;
  const bool ledger_read = as_far_as_readable([&] { read_ledger(present, anew, ledger); });
  const std::int64_t removed = carry_ledger(ledger, restored);
  std::vector<Wish> wishes;
  const bool all_read = as_far_as_readable([&] { read_wishes(present, anew, wishes); });
  CarriedOver carried;
  carried.withdrawn = removed;
  carry_wishes(wishes, restored, carried);
  carried.incomplete = !all_read || !ledger_read;
  if (!carry_purged(present, restored, anew, carried.purged)) carried.incomplete = true;
  const bool rest_read = as_far_as_readable([&] {
    carry_ignore_history(present, restored, carried.set_aside > 0);
    carry_references(present, restored);
    carry_switches(present, restored);
    carry_spending(present, restored);
    carry_concerns(present, restored, anew);
    carry_consents(present, restored, anew);
    carried.acts = carry_audit(present, restored);
  });
  // Last: whatever else was carried, nothing of the forgotten is to be among it.
  const bool rights_read = as_far_as_readable([&] { carry_rights(present, restored, anew, carried); });
  // Hashtags that only posts had which have gone.
  restored.run("DELETE FROM tag WHERE NOT EXISTS (SELECT 1 FROM post_tag WHERE tag_id = tag.id)");
  carried.incomplete = carried.incomplete || !rest_read || !rights_read;
  return carried;
}

}  // namespace nhs::store
