#include "collector/sources/mastodon_cursor.h"

#include "core/json.h"

namespace nhs::collector {
namespace {

void put(JsonWriter& json, std::string_view key, std::optional<UtcTime> time) {
  if (time) json.key(key).text(format_utc(*time));
}

std::optional<UtcTime> time_in(JsonView value) { return parse_rfc3339(value.text().value_or("")); }

}  // namespace

MastodonProgress progress_in(const Cursor& cursor) {
  MastodonProgress progress;
  const auto document = JsonDocument::parse(cursor);
  if (!document) return progress;
  const JsonView json = document->root();
  progress.position = json["position"].text_or_empty();
  progress.newest_at = time_in(json["newest_at"]);
  progress.backfill_start = time_in(json["backfill_start"]);
  progress.forward = json["forward"].boolean().value_or(false);
  progress.rescanning = json["rescanning"].boolean().value_or(false);
  progress.rescan_again_from = json["rescan_again_from"].text_or_empty();
  if (const JsonView gap = json["closing"]; gap.is_object())
    progress.closing = OpenGap{gap["below"].text_or_empty(), gap["top"].text_or_empty()};
  if (const JsonView back = json["back"]; back.is_object()) {
    progress.back = BackWalk{back["below"].text_or_empty(), std::nullopt};
    if (const auto pages = back["pages_left"].integer()) progress.back->pages_left = static_cast<int>(*pages);
  }
  progress.rescan_after_back = json["rescan_after_back"].boolean().value_or(false);
  progress.largest_page = static_cast<int>(json["largest_page"].integer().value_or(0));
  progress.refused_at = time_in(json["refused_at"]);
  progress.feed = json["feed"].text_or_empty();
  return progress;
}

Cursor cursor_of(const MastodonProgress& progress) {
  JsonWriter json;
  json.begin_object().key("position").text(progress.position);
  put(json, "newest_at", progress.newest_at);
  put(json, "backfill_start", progress.backfill_start);
  json.key("forward").boolean(progress.forward).key("rescanning").boolean(progress.rescanning);
  json.key("rescan_again_from").text(progress.rescan_again_from);
  if (progress.closing) {
    json.key("closing").begin_object().key("below").text(progress.closing->below);
    json.key("top").text(progress.closing->top).end_object();
  }
  if (progress.back) {
    json.key("back").begin_object().key("below").text(progress.back->below);
    if (progress.back->pages_left) json.key("pages_left").integer(*progress.back->pages_left);
    json.end_object();
  }
  json.key("rescan_after_back").boolean(progress.rescan_after_back);
  json.key("largest_page").integer(progress.largest_page);
  put(json, "refused_at", progress.refused_at);
  json.key("feed").text(progress.feed).end_object();
  return Cursor{json.str()};
}

}  // namespace nhs::collector
