#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "collector/sources/x_cursor.h"
#include "core/source_state.h"
#include "core/time.h"

namespace nhs::collector {

/// How recent search is walked (X API v2, `GET /2/tweets/search/recent`): newest first, down from the newest
/// post to the last one read, within the seven days that the search reaches back. The position moves only
/// when a walk has reached it; a walk that was broken off goes on where it was, by its token while X honours
/// that, else by `until_id`.
///
/// Nothing is read twice to look for late posts, since reading costs money: the search leaves out the last
/// half minute by itself, so posts enter it in the order of their ids, and an edited post comes again with a
/// newer id.

/// What a page is asked for by. Ids and times never stand together: X refuses that.
struct XPageBounds {
  XId since_id = 0;
  XId until_id = 0;
  std::optional<UtcTime> start_time;
  std::string next_token;
};

/// All that paging needs to know of a page.
struct XPageOutline {
  bool has_posts = false;
  XId lowest = 0;
  XId highest = 0;
  std::string next_token;  ///< empty on the last page
  /// When X answered, by its own clock as far as it tells.
  UtcTime answered_at{};
};

/// Where a page led.
enum class XWalkEnd : std::uint8_t {
  goes_on,  ///< to the next page, or all is read
  stalled,  ///< X repeats itself: the walk stays open for the next run
  given_up  ///< it did so for several runs: what was not read is in XProgress::missed
};

/// Begins a run.
///
/// backfill: how far back the first reading goes; nothing for all.
void begin_x_walk(XProgress& progress, UtcTime now, std::optional<std::chrono::seconds> backfill);

/// The next page: new posts first, then older ones. Nothing when this run is done: all is read, or it has
/// had its pages.
std::optional<XPageBounds> next_x_page(const XProgress& progress);

/// Whether that page is about posts from before the first run.
bool next_x_page_is_backfill(const XProgress& progress);

/// Moves on after the page that next_x_page asked for. A run is finite: each page takes one of its pages.
XWalkEnd advance_x_walk(XProgress& progress, const XPageOutline& page);

/// X refused the page's token: the walk goes on by ids. False where the page had none.
bool forget_x_token(XProgress& progress);

/// X finds the page's bounds too old, or later than now: they move into its reach, each time by a larger
/// margin. What is left behind goes to XProgress::missed.
///
/// now: by X's clock as far as it tells.
void leave_behind(XProgress& progress, UtcTime now);

/// What open walks have yet to read; nothing when none is open.
std::optional<TimeSpan> unread_by_x_walk(const XProgress& progress);

}  // namespace nhs::collector
