#include "collector/sources/json_cursor.h"

#include "collector/sources/cursor_json.h"
#include "core/json.h"

namespace nhs::collector {
namespace {

JsonWalk json_walk_in(JsonView json) {
  JsonWalk walk;
  walk.first = flag_in(json["first"]);
  walk.began_at = time_in(json["began_at"]);
  walk.resumed = flag_in(json["resumed"]);
  walk.paused = flag_in(json["paused"]);
  walk.pauses = count_in(json["pauses"]);
  walk.stalls = count_in(json["stalls"]);
  walk.came_on = flag_in(json["came_on"]);
  walk.restarts = count_in(json["restarts"]);
  walk.again = flag_in(json["again"]);
  walk.again_rescan = flag_in(json["again_rescan"]);
  walk.rescan = flag_in(json["rescan"]);
  walk.rescanned = flag_in(json["rescanned"]);
  walk.parts_before = count_in(json["parts_before"]);
  walk.since = json["since"].text_or_empty();
  walk.down_to = time_in(json["down_to"]);
  walk.page = json["page"].text_or_empty();
  walk.pages = count_in(json["pages"]);
  walk.run_pages = count_in(json["run_pages"]);
  walk.items = large_count_in(json["items"]);
  walk.newest_at = time_in(json["newest_at"]);
  walk.newest_id = json["newest_id"].text_or_empty();
  walk.position = time_in(json["position"]);
  walk.seen = texts_in(json["seen"]);
  walk.last_page = json["last_page"].text_or_empty();
  return walk;
}

void put_walk(JsonWriter& json, const JsonWalk& walk) {
  json.key("walk").begin_object();
  json.key("first").boolean(walk.first);
  put_time(json, "began_at", walk.began_at);
  json.key("resumed").boolean(walk.resumed).key("paused").boolean(walk.paused);
  json.key("pauses").integer(walk.pauses).key("stalls").integer(walk.stalls);
  json.key("came_on").boolean(walk.came_on);
  json.key("restarts").integer(walk.restarts);
  json.key("again").boolean(walk.again).key("again_rescan").boolean(walk.again_rescan);
  json.key("rescan").boolean(walk.rescan).key("rescanned").boolean(walk.rescanned);
  json.key("parts_before").integer(walk.parts_before).key("since").text(walk.since);
  put_time(json, "down_to", walk.down_to);
  json.key("page").text(walk.page).key("pages").integer(walk.pages);
  json.key("run_pages").integer(walk.run_pages).key("items").integer(walk.items);
  put_time(json, "newest_at", walk.newest_at);
  json.key("newest_id").text(walk.newest_id);
  put_time(json, "position", walk.position);
  put_texts(json, "seen", walk.seen);
  json.key("last_page").text(walk.last_page).end_object();
}

}  // namespace

JsonProgress json_progress_in(const Cursor& cursor) {
  JsonProgress progress;
  const auto document = JsonDocument::parse(cursor);
  if (!document) return progress;
  const JsonView json = document->root();
  progress.newest_at = time_in(json["newest_at"]);
  progress.newest_id = json["newest_id"].text_or_empty();
  progress.known = texts_in(json["known"]);
  progress.read_at = time_in(json["read_at"]);
  progress.rescanned_at = time_in(json["rescanned_at"]);
  if (json["walk"].is_object()) progress.walk = json_walk_in(json["walk"]);
  progress.token = json["token"].text_or_empty();
  progress.token_until = time_in(json["token_until"]);
  progress.wants_token = flag_in(json["wants_token"]);
  progress.token_renewed = flag_in(json["token_renewed"]);
  return progress;
}

Cursor cursor_of(const JsonProgress& progress) {
  JsonWriter json;
  json.begin_object();
  put_time(json, "newest_at", progress.newest_at);
  json.key("newest_id").text(progress.newest_id);
  put_texts(json, "known", progress.known);
  put_time(json, "read_at", progress.read_at);
  put_time(json, "rescanned_at", progress.rescanned_at);
  if (progress.walk) put_walk(json, *progress.walk);
  json.key("token").text(progress.token);
  put_time(json, "token_until", progress.token_until);
  json.key("wants_token").boolean(progress.wants_token);
  json.key("token_renewed").boolean(progress.token_renewed).end_object();
  return Cursor{json.str()};
}

}  // namespace nhs::collector
