#pragma once

#include <optional>
#include <string>

#include "collector/source.h"
#include "collector/sources/x_id.h"
#include "core/source_state.h"
#include "core/time.h"

namespace nhs::collector {

/// A walk from newer to older posts, down to a bound.
struct XWalk {
  /// The bound: everything above this id is wanted. 0 where it is a time.
  XId since_id = 0;
  /// The bound: everything from this moment on is wanted. X refuses both bounds in one question.
  std::optional<UtcTime> start_time;
  /// Only what is below this id is asked for; 0 for no such limit.
  XId until_id = 0;
  /// Of the next page; empty where that is asked for by the bounds alone.
  std::string token;
  /// Everything from `oldest` to `newest` was read; 0 before the first page with posts.
  XId oldest = 0;
  XId newest = 0;
  /// The run in which its first page was asked for.
  UtcTime began_at{};
  /// X's clock when it answered that page; nothing before.
  std::optional<UtcTime> answered_at;
  /// Pages in a row that held nothing but the way to the next.
  int empty_pages = 0;
  /// The token led nowhere, and the ids were tried in its place.
  bool fell_back = false;
  /// Runs in which it did not come on.
  int stalls = 0;
};

/// How far the reading of a tag's posts on X has come. What an X source's cursor holds.
struct XProgress {
  /// Every post up to this id was read, but for what `backfill` has yet to read; 0 before the first.
  XId position = 0;
  /// Every post up to this moment was read: on a quiet tag long after `position` was written.
  std::optional<UtcTime> read_up_to;
  /// The first run of all: posts written since are missed, where they are, and not merely before our time.
  std::optional<UtcTime> watched_since;
  /// The oldest post wanted; nothing for all that there is.
  std::optional<UtcTime> wanted_from;
  /// From the newest post down to `position`; set throughout a run until it is done.
  std::optional<XWalk> catch_up;
  /// What the first reading has left below the page it began with.
  std::optional<XWalk> backfill;

  /// Of the run under way.
  UtcTime run_began{};
  int pages_left = 0;
  /// Refusals of X's that were answered with another question.
  int refusals = 0;
  bool names_switched = false;
  /// X refuses its tokens: pages are asked for by ids.
  bool without_tokens = false;
  /// A walk came on no further in this run.
  bool paused = false;

  /// Out of reach, and yet to be told with the next page.
  std::optional<TimeSpan> missed;
  /// X wants the names of 2.167 (`post.fields`) rather than those before it (`tweet.fields`).
  bool post_names = false;
};

/// The progress in a cursor; a fresh one where there is none or it cannot be read.
XProgress x_progress_in(const Cursor& cursor);

Cursor cursor_of(const XProgress& progress);

}  // namespace nhs::collector
