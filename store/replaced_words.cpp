#include "store/replaced_words.h"

#include "store/erasure.h"

namespace nhs::store {

void ReplacedWords::note(std::int64_t post_id) {
  replaced_ = true;
  Query tags = database_.query("SELECT tag_id FROM post_tag WHERE post_id = ?");
  tags.bind(post_id);
  while (tags.next()) tags_left_.insert(tags.integer(0));
}

std::int64_t ReplacedWords::finish(UtcTime now) {
  if (replaced_) note_replaced(database_, now);
  std::int64_t dropped = 0;
  for (const std::int64_t tag : tags_left_)
    dropped += database_.run(
        "DELETE FROM tag WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM post_tag WHERE tag_id = ?1)", tag);
  return dropped;
}

}  // namespace nhs::store
