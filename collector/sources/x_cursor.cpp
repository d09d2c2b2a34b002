#include "collector/sources/x_cursor.h"

#include <algorithm>
#include <string_view>

#include "collector/sources/cursor_json.h"
#include "core/json.h"

namespace nhs::collector {
namespace {

void put_walk(JsonWriter& json, std::string_view key, const std::optional<XWalk>& walk) {
  if (!walk) return;
  json.key(key).begin_object().key("since_id").integer(walk->since_id);
  put_time(json, "start_time", walk->start_time);
  json.key("until_id").integer(walk->until_id).key("token").text(walk->token);
  json.key("oldest").integer(walk->oldest).key("newest").integer(walk->newest);
  put_time(json, "began_at", walk->began_at);
  put_time(json, "answered_at", walk->answered_at);
  json.key("empty_pages").integer(walk->empty_pages).key("fell_back").boolean(walk->fell_back);
  json.key("stalls").integer(walk->stalls).end_object();
}

XId id_in(JsonView value) { return std::max<XId>(0, value.integer().value_or(0)); }

std::optional<XWalk> x_walk_in(JsonView json) {
  if (!json.is_object()) return std::nullopt;
  XWalk walk;
  walk.since_id = id_in(json["since_id"]);
  walk.start_time = time_in(json["start_time"]);
  if (walk.since_id == 0 && !walk.start_time) return std::nullopt;
  walk.until_id = id_in(json["until_id"]);
  walk.token = json["token"].text_or_empty();
  walk.oldest = id_in(json["oldest"]);
  walk.newest = id_in(json["newest"]);
  walk.began_at = time_in(json["began_at"]).value_or(UtcTime{});
  walk.answered_at = time_in(json["answered_at"]);
  walk.empty_pages = count_in(json["empty_pages"]);
  walk.fell_back = flag_in(json["fell_back"]);
  walk.stalls = count_in(json["stalls"]);
  return walk;
}

std::optional<TimeSpan> span_in(JsonView json) {
  const auto from = time_in(json["from"]);
  const auto to = time_in(json["to"]);
  if (!from || !to) return std::nullopt;
  return TimeSpan{*from, *to};
}

}  // namespace

XProgress x_progress_in(const Cursor& cursor) {
  XProgress progress;
  const auto document = JsonDocument::parse(cursor);
  if (!document) return progress;
  const JsonView json = document->root();
  progress.position = id_in(json["position"]);
  progress.read_up_to = time_in(json["read_up_to"]);
  progress.watched_since = time_in(json["watched_since"]);
  progress.wanted_from = time_in(json["wanted_from"]);
  progress.catch_up = x_walk_in(json["catch_up"]);
  progress.backfill = x_walk_in(json["backfill"]);
  progress.run_began = time_in(json["run_began"]).value_or(UtcTime{});
  progress.pages_left = count_in(json["pages_left"]);
  progress.refusals = count_in(json["refusals"]);
  progress.names_switched = flag_in(json["names_switched"]);
  progress.without_tokens = flag_in(json["without_tokens"]);
  progress.paused = flag_in(json["paused"]);
  progress.missed = span_in(json["missed"]);
  progress.post_names = flag_in(json["post_names"]);
  return progress;
}

Cursor cursor_of(const XProgress& progress) {
  JsonWriter json;
  json.begin_object().key("position").integer(progress.position);
  put_time(json, "read_up_to", progress.read_up_to);
  put_time(json, "watched_since", progress.watched_since);
  put_time(json, "wanted_from", progress.wanted_from);
  put_walk(json, "catch_up", progress.catch_up);
  put_walk(json, "backfill", progress.backfill);
  put_time(json, "run_began", progress.run_began);
  json.key("pages_left").integer(progress.pages_left).key("refusals").integer(progress.refusals);
  json.key("names_switched").boolean(progress.names_switched).key("paused").boolean(progress.paused);
  json.key("without_tokens").boolean(progress.without_tokens);
  if (progress.missed) {
    json.key("missed").begin_object();
    put_time(json, "from", progress.missed->from);
    put_time(json, "to", progress.missed->to);
    json.end_object();
  }
  json.key("post_names").boolean(progress.post_names).end_object();
  return Cursor{json.str()};
}

}  // namespace nhs::collector
