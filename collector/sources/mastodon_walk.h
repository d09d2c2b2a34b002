#pragma once

#include <optional>
#include <string>

#include "collector/sources/mastodon_cursor.h"
#include "core/time.h"

namespace nhs::collector {

/// The ids and dates of a page of a tag timeline, all that paging needs to know of it.
struct PageOutline {
  int statuses = 0;
  std::string lowest;   ///< id; empty when no status has one
  std::string highest;  ///< id
  std::optional<UtcTime> newest_at;
  std::optional<UtcTime> oldest_at = std::nullopt;
};

/// Where the next page lies.
enum class WalkDirection : std::uint8_t {
  none,              ///< caught up
  forward,           ///< just above the position
  down_to_position,  ///< between a page and the position that it should have followed
  back,              ///< towards the oldest
};

/// Whether the next page is of the first reading's walk back, its newest page aside: of posts from before the
/// server was watched. New posts come before them: a run begins with what lies above the position, whatever
/// is left of the walk.
bool is_backfill(const MastodonProgress& progress);

/// What an open gap, else the first reading, has yet to read; nothing where there is none, or its end is
/// unknown.
std::optional<TimeSpan> unread_by(const MastodonProgress& progress);

/// What the next page is asked for by; both empty for the newest page.
struct PageBounds {
  std::string min_id;
  std::string max_id;
};

/// Why a page led no further.
enum class WalkEnd : std::uint8_t {
  goes_on,
  gap_left,     ///< the server cannot show what lies between its page and our position: posts may be missed
  no_progress,  ///< the server answers the same page whatever is asked; the progress is not changed
};

/// Begins a run: the newest page is due, and the overlap where `start` says so.
///
/// backfill: how far back the first reading goes; nothing for all.
void begin_walk(MastodonProgress& progress, const RunStart& start,
                std::optional<std::chrono::seconds> backfill);

/// New posts come first, what is older after.
WalkDirection direction_of(const MastodonProgress& progress);

/// The next page; nothing when this run has caught up.
///
/// `min_id` gives the page just above an id, `max_id` the one just below (Mastodon API, timelines). Each page
/// moves its walk strictly on or ends it, so that a run is finite on a finite timeline.
std::optional<PageBounds> next_page(const MastodonProgress& progress);

/// Moves on after the page that next_page asked for. An empty page is the only proof of an end: servers clamp
/// the limit and leave out posts.
WalkEnd advance(MastodonProgress& progress, const PageOutline& page, UtcTime now);

}  // namespace nhs::collector
