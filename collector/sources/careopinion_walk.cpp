#include "collector/sources/careopinion_walk.h"

#include <algorithm>

#include "collector/sources/cursor_json.h"
#include "core/json.h"

namespace nhs::collector {
namespace {

/// Stories may be listed a while after the date they bear, and whether the service takes its own question as
/// a moment or as a day is not known.
constexpr std::chrono::hours kStoryOverlap{48};

/// So often a list may change under one walk before it is taken as it comes.
constexpr int kMostRestarts = 3;

void end_walk(StoryProgress& progress) {
  if (progress.walk->read_up_to) progress.read_up_to = progress.walk->read_up_to;
  progress.walk.reset();
}

StoryStep restart(StoryWalk& walk) {
  walk.skip = 0;
  walk.anchor.clear();
  ++walk.restarts;
  if (walk.read_up_to)
    walk.after = std::max(walk.after.value_or(UtcTime{}), *walk.read_up_to - kStoryOverlap);
  return StoryStep::restarted;
}

}  // namespace

StoryProgress story_progress_in(const Cursor& cursor) {
  StoryProgress progress;
  const auto document = JsonDocument::parse(cursor);
  if (!document) return progress;
  const JsonView json = document->root();
  progress.read_up_to = time_in(json["read_up_to"]);
  const JsonView walk = json["walk"];
  const auto began_at = time_in(walk["began_at"]);
  if (!began_at) return progress;
  progress.walk = StoryWalk{*began_at,
                            time_in(walk["after"]),
                            count_in(walk["skip"]),
                            walk["anchor"].text_or_empty(),
                            time_in(walk["read_up_to"]),
                            count_in(walk["restarts"]),
                            count_in(walk["pages"])};
  return progress;
}

Cursor cursor_of(const StoryProgress& progress) {
  JsonWriter json;
  json.begin_object();
  put_time(json, "read_up_to", progress.read_up_to);
  if (const auto& walk = progress.walk) {
    json.key("walk").begin_object();
    put_time(json, "began_at", walk->began_at);
    put_time(json, "after", walk->after);
    json.key("skip").integer(walk->skip).key("anchor").text(walk->anchor);
    put_time(json, "read_up_to", walk->read_up_to);
    json.key("restarts").integer(walk->restarts).key("pages").integer(walk->pages).end_object();
  }
  json.end_object();
  return Cursor{json.str()};
}

void begin_walk(StoryProgress& progress, UtcTime now, std::optional<std::chrono::seconds> backfill) {
  if (progress.walk) {
    // What is published meanwhile is to be read, too.
    progress.walk->began_at = now;
    progress.walk->pages = 0;
    progress.walk->restarts = 0;
    return;
  }
  StoryWalk walk;
  walk.began_at = now;
  if (progress.read_up_to)
    walk.after = *progress.read_up_to - kStoryOverlap;
  else if (backfill)
    walk.after = now - *backfill;
  progress.walk = std::move(walk);
}

StoryStep advance(StoryProgress& progress, const StoryOutline& page) {
  StoryWalk& walk = *progress.walk;
  ++walk.pages;
  const auto size = static_cast<int>(page.ids.size());
  const auto anchor = std::find(page.ids.begin(), page.ids.end(), walk.anchor);
  const bool moved = !walk.anchor.empty() && anchor == page.ids.end();
  // Not before: what slipped by lies above the last page that followed on.
  if (moved && walk.restarts < kMostRestarts) return restart(walk);
  if (page.ends_at) walk.read_up_to = page.ends_at;
  const int read = walk.anchor.empty() || moved ? 0 : static_cast<int>(anchor - page.ids.begin()) + 1;
  if (read == size) {
    end_walk(progress);
    return moved ? StoryStep::unsteady : StoryStep::goes_on;
  }
  int last = size - 1;
  while (last >= read && page.ids[static_cast<std::size_t>(last)].empty()) --last;
  if (last < read) {
    // What is no story takes a story's place, so it is stepped over.
    walk.skip += size;
    walk.anchor.clear();
  } else {
    walk.skip += last;
    walk.anchor = page.ids[static_cast<std::size_t>(last)];
  }
  return moved ? StoryStep::unsteady : StoryStep::goes_on;
}

}  // namespace nhs::collector
