#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collector/source.h"
#include "core/time.h"

namespace nhs::collector {

/// How far down a reading has come: the oldest second, and which posts of it were seen.
struct SearchDepth {
  std::optional<UtcTime> oldest;
  /// Hashes of their uris.
  std::vector<std::string> at_oldest;
};

/// A reading of search results from newer to older, in windows: each is paged through with the service's
/// cursors until there is none; where that may have been too early, the next window begins where it stopped.
struct SearchWalk {
  /// Where the reading ends, inclusive; nothing for all that there is.
  std::optional<UtcTime> since;
  /// The window's upper end, exclusive; nothing for the newest post.
  std::optional<UtcTime> until;
  /// The service's cursor of the next page; empty for the window's first. Its form changes without notice, so
  /// it never outlives a run.
  std::string page;
  SearchDepth depth;         ///< of the whole walk
  SearchDepth window_depth;  ///< of this window
  std::optional<UtcTime> newest;
  /// This window has led below all before it.
  bool found = false;
  int window_pages = 0;
  /// Pages in a row that led no further down.
  int idle_pages = 0;
  /// Of the whole walk.
  int pages = 0;
  /// The second that the window begins below, because it holds more posts than the service shows.
  std::optional<UtcTime> stepped_over;
};

/// What the search of one tag has come to.
struct SearchProgress {
  /// Everything from here down to the backfill's start was read, but for what the search came to know late.
  std::optional<UtcTime> known;
  /// The oldest post wanted; nothing for all.
  std::optional<UtcTime> backfill_start;
  /// New posts. Always there from a run's beginning until it has caught up.
  std::optional<SearchWalk> news;
  /// Posts from before the tag was watched.
  std::optional<SearchWalk> backfill;
  /// `news` was broken off in an earlier run: when it is done, what came since is read.
  bool news_again = false;
  /// That reading is to be a re-scan.
  bool rescan_again = false;
  /// Most posts that a page has held.
  int largest_page = 0;
};

/// A page of results, all that paging needs to know of it.
struct ResultsOutline {
  struct Seen {
    UtcTime at;  ///< what the service sorts by
    std::string uri_hash;
  };
  int posts = 0;
  std::vector<Seen> seen;  ///< those with a date
  /// The service's cursor; empty when it gave none.
  std::string next_page;
  /// How many posts the window holds, as the service counts (those it then hides included); nothing when it
  /// does not say.
  std::optional<std::int64_t> hits;
};

/// What a page led to.
struct SearchStep {
  enum class End : std::uint8_t {
    leads_on,     ///< to the next page, or to being caught up
    empty_pages,  ///< page after page without a post; the progress is not to be kept
    dead_cursors  ///< no page but a window's first can be had; the progress is not to be kept
  };
  End end = End::leads_on;
  /// Posts that the service does not show.
  std::optional<Missed> missed;
};

/// Begins a run. News start half an hour before what is known, since a post is found by search only after a
/// while, and a day before it in a re-scan. What was broken off goes on first. The very first reading is of
/// the last day; what is older is backfill.
///
/// backfill: how far back the first reading goes; nothing for all.
void begin_search(SearchProgress& progress, const RunStart& start,
                  std::optional<std::chrono::seconds> backfill);

/// The walk whose page is next: news before backfill; null when this run has caught up.
const SearchWalk* current_walk(const SearchProgress& progress);

/// Moves on after the page that current_walk asked for. `known` rises only once a walk has reached what was
/// known. Pages may be short or empty while there is a cursor, so only a missing or repeated one ends a
/// window; a run is finite whatever the service answers.
SearchStep advance(SearchProgress& progress, const ResultsOutline& page, UtcTime now);

/// Goes on in a new window after the service refused its own cursor.
SearchStep restart_window(SearchProgress& progress, UtcTime now);

}  // namespace nhs::collector
