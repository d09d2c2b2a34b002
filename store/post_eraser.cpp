#include "store/post_eraser.h"

#include "store/alerts.h"
#include "store/earlier_keys.h"
#include "store/erasure.h"

namespace nhs::store {
namespace {

/// What has to be known of a post that goes.
struct Going {
  std::optional<UtcTime> created_at;
  std::optional<std::string> text;
  std::int64_t network_id = 0;
  KeyedHash key{};
  std::optional<KeyedHash> url_key;
  std::string key_made_with;
  std::string url_made_with;
};

std::optional<Going> read_going(Database& database, std::int64_t id) {
  Query row = database.query("SELECT created_at, text, network_id, key, url_key FROM post WHERE id = ?");
  row.bind(id);
  if (!row.next()) return std::nullopt;
  return Going{row.maybe_time(0),
               row.is_null(1) ? std::nullopt : std::optional{row.bytes(1)},
               row.integer(2),
               row.maybe_hash(3).value_or(KeyedHash{}),
               row.maybe_hash(4),
               made_with(database, id, kEarlierPost),
               made_with(database, id, kEarlierAddress)};
}

}  // namespace

void PostEraser::erase(std::int64_t id, UtcTime at, std::int64_t request) {
  const auto going = read_going(database_, id);
  if (!going) return;
  rollup_.subtract(database_, id);
  forget_in_alerts(database_, id);
  if (going->text) search_.remove(search_place(going->created_at, id), *going->text);
  // What else is kept of it goes by ON DELETE CASCADE.
  database_.run("DELETE FROM post WHERE id = ?", id);
  list_forgotten(database_, {.what = ListedAs::post,
                             .key = going->key,
                             .at = at,
                             .request = request,
                             .made_with = going->key_made_with});
  if (going->url_key)
    list_forgotten(database_, {.what = ListedAs::address,
                               .key = *going->url_key,
                               .at = at,
                               .request = request,
                               .of_network = going->network_id,
                               .made_with = going->url_made_with});
  ++erased_;
}

void PostEraser::finish(UtcTime at) {
  if (erased_ == 0) return;
  // All of them: an edit may have left one of theirs behind long ago.
  database_.run("DELETE FROM tag WHERE NOT EXISTS (SELECT 1 FROM post_tag WHERE tag_id = tag.id)");
  note_erased(database_, at);
}

}  // namespace nhs::store
