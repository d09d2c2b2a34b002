#include "store/safety.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "store/concern_history.h"
#include "store/earlier_keys.h"
#include "store/erasure.h"
#include "store/meta.h"

namespace nhs::store {
namespace {

/// A number of SignOfPublic, of `post`.
std::string sign_of_public(Database& database, const std::vector<std::string>& topics) {
  std::vector<std::int64_t> tags;
  for (const std::string& topic : topics) {
    Query rows = database.query("SELECT id FROM tag WHERE folded = ?");
    rows.bind(tag_key(topic));
    while (rows.next()) tags.push_back(rows.integer(0));
  }
  return fmt::format(
      "CASE WHEN url_key IS NOT NULL OR EXISTS (SELECT 1 FROM post_tag WHERE post_tag.post_id = post.id AND tag_id IN "
      "({})) THEN {} WHEN post.text IS NULL THEN {} ELSE {} END",
      fmt::join(tags, ", "), static_cast<int>(SignOfPublic::some), static_cast<int>(SignOfPublic::unknown),
      static_cast<int>(SignOfPublic::none));
}

}  // namespace

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

std::vector<BroughtPosts> brought_by_others(Database& database, const std::vector<std::string>& than,
                                            const std::vector<std::string>& topics) {
  std::vector<std::pair<std::int64_t, std::string>> sources;
  {
    Query rows = database.query("SELECT id, name FROM source ORDER BY name");
    while (rows.next())
      if (std::find(than.begin(), than.end(), rows.bytes(1)) == than.end())
        sources.emplace_back(rows.integer(0), rows.bytes(1));
  }
  std::vector<BroughtPosts> brought;
  const std::string sign = sign_of_public(database, topics);
  for (const auto& source : sources) {
    Query rows =
        database.query("SELECT network.name, " + sign +
                       " AS sign, count(*), count(author_id) FROM sighting JOIN post ON post.id = post_id "
                       "JOIN network ON network.id = network_id WHERE source_id = ? "
                       "GROUP BY network.id, sign ORDER BY 1, 2");
    rows.bind(source.first);
    while (rows.next())
      brought.push_back({source.second, rows.bytes(0), static_cast<SignOfPublic>(rows.integer(1)),
                         rows.integer(2), rows.integer(3)});
  }
  return brought;
}

}  // namespace nhs::store
