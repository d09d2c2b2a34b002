#include "collector/sources/mastodon_cursor.h"

#include <algorithm>

#include "collector/sources/cursor_json.h"
#include "core/json.h"

namespace nhs::collector {
MastodonProgress progress_in(const Cursor& cursor) {
  MastodonProgress progress;
  const auto document = JsonDocument::parse(cursor);
  if (!document) return progress;
  const JsonView json = document->root();
  progress.position = json["position"].text_or_empty();
  progress.newest_at = time_in(json["newest_at"]);
  progress.backfill_start = time_in(json["backfill_start"]);
  progress.forward = flag_in(json["forward"]);
  progress.rescanning = flag_in(json["rescanning"]);
  progress.rescan_again_from = json["rescan_again_from"].text_or_empty();
  if (const JsonView gap = json["closing"]; gap.is_object())
    progress.closing = OpenGap{gap["below"].text_or_empty(), gap["top"].text_or_empty(),
                               time_in(gap["since"]), time_in(gap["until"])};
  if (const JsonView back = json["back"]; back.is_object()) {
    progress.back = BackWalk{back["below"].text_or_empty(), std::nullopt, time_in(back["reached_at"])};
    if (const auto pages = back["pages_left"].integer())
      progress.back->pages_left = static_cast<int>(std::clamp<std::int64_t>(*pages, 0, kMaxRescanPages));
  }
  progress.rescan_after_back = flag_in(json["rescan_after_back"]);
  progress.refused_at = time_in(json["refused_at"]);
  progress.probing = flag_in(json["probing"]);
  progress.probed_at = time_in(json["probed_at"]);
  progress.access_notice = json["access_notice"].text_or_empty();
  progress.one_by_one_until = time_in(json["one_by_one_until"]);
  progress.feed = json["feed"].text_or_empty();
  progress.posts_a_page = static_cast<int>(
      std::clamp<std::int64_t>(json["posts_a_page"].integer().value_or(kTimelinePage), 1, kTimelinePage));
  return progress;
}

Cursor cursor_of(const MastodonProgress& progress) {
  JsonWriter json;
  json.begin_object().key("position").text(progress.position);
  put_time(json, "newest_at", progress.newest_at);
  put_time(json, "backfill_start", progress.backfill_start);
  json.key("forward").boolean(progress.forward).key("rescanning").boolean(progress.rescanning);
  json.key("rescan_again_from").text(progress.rescan_again_from);
  if (progress.closing) {
    json.key("closing").begin_object().key("below").text(progress.closing->below);
    json.key("top").text(progress.closing->top);
    put_time(json, "since", progress.closing->since);
    put_time(json, "until", progress.closing->until);
    json.end_object();
  }
  if (progress.back) {
    json.key("back").begin_object().key("below").text(progress.back->below);
    if (progress.back->pages_left) json.key("pages_left").integer(*progress.back->pages_left);
    put_time(json, "reached_at", progress.back->reached_at);
    json.end_object();
  }
  json.key("rescan_after_back").boolean(progress.rescan_after_back);
  put_time(json, "refused_at", progress.refused_at);
  json.key("probing").boolean(progress.probing);
  put_time(json, "probed_at", progress.probed_at);
  json.key("access_notice").text(progress.access_notice);
  put_time(json, "one_by_one_until", progress.one_by_one_until);
  json.key("feed").text(progress.feed);
  if (progress.posts_a_page != kTimelinePage) json.key("posts_a_page").integer(progress.posts_a_page);
  json.end_object();
  return Cursor{json.str()};
}

}  // namespace nhs::collector
