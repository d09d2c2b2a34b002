#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collector/source.h"
#include "core/time.h"

namespace nhs::collector {

/// A reading of the list of stories, oldest first, from one moment on.
struct StoryWalk {
  UtcTime began_at;  ///< or went on
  /// Stories published after this are listed; nothing for all.
  std::optional<UtcTime> after;
  /// How many of the listed to step over.
  int skip = 0;
  /// The last story read, which the next page begins with; empty where nothing is expected.
  std::string anchor;
  /// When the last story so far was published.
  std::optional<UtcTime> read_up_to;
  /// How often it began again in this run because the list had changed.
  int restarts = 0;
  /// Pages in this run.
  int pages = 0;
};

/// How far the reading of Care Opinion has come. What its source's cursor holds.
struct StoryProgress {
  /// Every story published up to here was read, but for those in the two days before; nothing before the
  /// first walk has ended.
  std::optional<UtcTime> read_up_to;
  std::optional<StoryWalk> walk;
};

/// The progress in a cursor; a fresh one where there is none or it cannot be read.
StoryProgress story_progress_in(const Cursor& cursor);

Cursor cursor_of(const StoryProgress& progress);

/// Begins a run: one that was broken off goes on, else a new one starts two days before where the last came
/// to.
///
/// backfill: how far back the first goes; nothing for all.
void begin_walk(StoryProgress& progress, UtcTime now, std::optional<std::chrono::seconds> backfill);

/// What a page looks like to the walk: each element's id, empty where it is no story.
struct StoryOutline {
  std::vector<std::string> ids;
  /// When the last was published that says so. The list is in that order, so one that bears a wrong date
  /// among them does no harm.
  std::optional<UtcTime> ends_at;
};

/// What a page led to.
enum class StoryStep : std::uint8_t {
  goes_on,
  restarted,  ///< a story was withdrawn while we read: the list moved up, and some may have slipped by
  unsteady,   ///< that again and again: it goes on, and stories may be missed
};

/// Moves on after a page. Pages overlap by one story: where that is not there, the list has moved, and the
/// walk begins again two days before the last story. It ends with a page that holds nothing new.
StoryStep advance(StoryProgress& progress, const StoryOutline& page);

}  // namespace nhs::collector
