#include "store/post_tags.h"

#include <set>

#include "core/text.h"

namespace nhs::store {
namespace {

std::set<std::string> folded_set(const std::vector<std::string>& tags) {
  std::set<std::string> folded;
  for (const std::string& tag : tags) folded.insert(tag_key(tag));
  return folded;
}

}  // namespace

bool tags_differ(Database& database, std::int64_t post_id, const std::vector<std::string>& tags) {
  std::vector<std::string> stored;
  Query query = database.query(
      "SELECT (SELECT name FROM tag WHERE id = tag_id) FROM post_tag WHERE post_id = ? ORDER BY place");
  query.bind(post_id);
  while (query.next()) stored.push_back(query.bytes(0));
  return stored != tags && folded_set(stored) != folded_set(tags);
}

void write_tags(Database& database, Names& names, std::int64_t post_id,
                const std::vector<std::string>& tags) {
  for (std::size_t place = 0; place < tags.size(); ++place)
    database.run("INSERT INTO post_tag (post_id, place, tag_id) VALUES (?, ?, ?)", post_id, place,
                 names.tag(tags[place]));
}

}  // namespace nhs::store
