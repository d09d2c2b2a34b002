#include "collector/sources/feed_memory.h"

#include <algorithm>

#include "collector/sources/cursor_json.h"
#include "core/json.h"

namespace nhs::collector {
namespace {

std::set<std::string> set_in(JsonView list) {
  const auto texts = texts_in(list);
  return {texts.begin(), texts.end()};
}

}  // namespace

FeedMemory feed_memory_in(const Cursor& cursor) {
  FeedMemory memory;
  const auto document = JsonDocument::parse(cursor);
  if (!document) return memory;
  const JsonView json = document->root();
  memory.asked = flag_in(json["asked"]);
  memory.question = json["question"].text_or_empty();
  memory.etag = json["etag"].text_or_empty();
  memory.last_modified = json["last_modified"].text_or_empty();
  memory.seen = set_in(json["seen"]);
  memory.ask_again_in = std::chrono::seconds{count_in(json["ask_again_in"])};
  memory.expired = flag_in(json["expired"]);
  if (const JsonView walk = json["walk"]; walk.is_object())
    memory.walk = FeedWalk{walk["next"].text_or_empty(), std::max(1, count_in(walk["pages"])),
                           set_in(walk["visited"]), set_in(walk["first_page"])};
  return memory;
}

Cursor cursor_of(const FeedMemory& memory) {
  JsonWriter json;
  json.begin_object().key("asked").boolean(memory.asked).key("question").text(memory.question);
  json.key("etag").text(memory.etag).key("last_modified").text(memory.last_modified);
  put_texts(json, "seen", memory.seen);
  json.key("ask_again_in").integer(memory.ask_again_in.count()).key("expired").boolean(memory.expired);
  if (const auto& walk = memory.walk) {
    json.key("walk").begin_object().key("next").text(walk->next).key("pages").integer(walk->pages);
    put_texts(json, "visited", walk->visited);
    put_texts(json, "first_page", walk->first_page);
    json.end_object();
  }
  json.end_object();
  return Cursor{json.str()};
}

}  // namespace nhs::collector
