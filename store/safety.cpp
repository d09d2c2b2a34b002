#include "store/safety.h"

#include <algorithm>
#include <utility>

#include "store/concern_history.h"
#include "store/earlier_keys.h"
#include "store/erasure.h"
#include "store/meta.h"

namespace nhs::store {

Safety read_safety(Database& database) {
  Safety safety;
  {
    Query open = database.query(
        "SELECT count(DISTINCT post_id), min(raised_at) FROM concern WHERE acknowledged_at IS NULL");
    if (open.next()) {
      safety.open_concerns = open.integer(0);
      safety.oldest_concern = open.maybe_time(1);
    }
  }
  safety.concerns_unfinished = history_is_being_held(database);
  safety.erasing_since = erasing_since(database);
  safety.earlier_keys = earlier_keys_of_lists(database);
  safety.key_fingerprint = read_meta(database, "key_fingerprint").value_or("");
  return safety;
}

std::vector<BroughtPosts> brought_by_others(Database& database, const std::vector<std::string>& than) {
  std::vector<std::pair<std::int64_t, std::string>> sources;
  {
    Query rows = database.query("SELECT id, name FROM source ORDER BY name");
    while (rows.next())
      if (std::find(than.begin(), than.end(), rows.bytes(1)) == than.end())
        sources.emplace_back(rows.integer(0), rows.bytes(1));
  }
  std::vector<BroughtPosts> brought;
  for (const auto& source : sources) {
    Query rows = database.query(
        "SELECT network.name, count(*) FROM sighting JOIN post ON post.id = post_id "
        "JOIN network ON network.id = network_id WHERE source_id = ? GROUP BY network.id ORDER BY 1");
    rows.bind(source.first);
    while (rows.next()) brought.push_back({source.second, rows.bytes(0), rows.integer(1)});
  }
  return brought;
}

}  // namespace nhs::store
