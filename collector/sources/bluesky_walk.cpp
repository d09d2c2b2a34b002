#include "collector/sources/bluesky_walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nhs::collector {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Between a post's date and the moment at which search finds it lie seconds to minutes.
constexpr minutes kSearchOverlap{30};

/// Of a re-scan: posts written without a connection are dated hours back.
constexpr hours kRescan{24};

/// The search leaves out posts after it has found them, so a page can be empty; it refills, so this many in a
/// row, which stand for 2,000 hidden posts, do not come about.
constexpr int kMostIdlePages = 20;

/// Half a million posts, far more than a tag of this kind has had: there to end a forged history.
constexpr int kMostSearchPages = 5'000;

/// A first page with fewer posts had room for more.
constexpr int kSmallestFullPage = 10;

/// Posts of one second that are told apart.
constexpr std::size_t kMostAtOldest = 200;

constexpr std::size_t kLongestPageCursor = 2'048;

/// True when the post lies below all others, or is a new one of the lowest second.
bool leads_down(SearchDepth& depth, const ResultsOutline::Seen& seen) {
  if (!depth.oldest || seen.at < *depth.oldest) {
    depth.oldest = seen.at;
    depth.at_oldest = {seen.uri_hash};
    return true;
  }
  auto& known = depth.at_oldest;
  if (seen.at != *depth.oldest || known.size() >= kMostAtOldest) return false;
  if (std::find(known.begin(), known.end(), seen.uri_hash) != known.end()) return false;
  known.push_back(seen.uri_hash);
  return true;
}

void open_window(SearchWalk& walk, std::optional<UtcTime> until) {
  walk.until = until;
  walk.page.clear();
  walk.window_depth = SearchDepth{};
  walk.found = false;
  walk.window_pages = walk.idle_pages = 0;
}

SearchWalk walk_between(std::optional<UtcTime> since, std::optional<UtcTime> until) {
  SearchWalk walk;
  walk.since = since;
  walk.until = until;
  return walk;
}

void start_news(SearchProgress& progress, bool rescan) {
  UtcTime since = *progress.known - (rescan ? seconds{kRescan} : seconds{kSearchOverlap});
  if (progress.backfill_start) since = std::max(since, *progress.backfill_start);
  progress.news = walk_between(since, std::nullopt);
}

void start_first_reading(SearchProgress& progress, UtcTime now, std::optional<seconds> backfill) {
  if (!progress.backfill_start && backfill) progress.backfill_start = now - *backfill;
  const UtcTime a_day_ago = now - kRescan;
  const UtcTime since = std::max(a_day_ago, progress.backfill_start.value_or(a_day_ago));
  progress.news = walk_between(since, std::nullopt);
  if (!progress.backfill_start || *progress.backfill_start < a_day_ago)
    progress.backfill = walk_between(progress.backfill_start, a_day_ago);
}

/// A window that an earlier run left open goes on where it had come to.
void resume(std::optional<SearchWalk>& walk) {
  if (!walk) return;
  const auto& oldest = walk->depth.oldest;
  open_window(*walk, oldest ? std::optional<UtcTime>{*oldest + seconds{1}} : walk->until);
}

enum class WindowEnd : std::uint8_t { next_window, walk_done };

/// Whether the service had room for more on the window's only page, so that there is no more. Hidden posts
/// make room that was not there, but are counted.
bool had_room_left(const SearchWalk& walk, const ResultsOutline& page, int full_page) {
  return walk.window_pages == 1 && page.next_page.empty() && page.posts < full_page &&
         page.hits.value_or(page.posts) <= page.posts;
}

/// room_left: as above.
WindowEnd end_window(SearchWalk& walk, bool room_left, int full_page) {
  const std::optional<UtcTime> oldest = walk.depth.oldest;
  const bool reached = !oldest || (walk.since && *oldest <= *walk.since);
  if (reached || (walk.found && room_left)) return WindowEnd::walk_done;
  if (walk.found) {
    // Others of the same second may not have been shown yet.
    open_window(walk, *oldest + seconds{1});
    return WindowEnd::next_window;
  }
  const bool second_is_full = static_cast<int>(walk.depth.at_oldest.size()) >= full_page;
  if (!second_is_full || walk.stepped_over == oldest) return WindowEnd::walk_done;
  walk.stepped_over = oldest;
  open_window(walk, oldest);
  return WindowEnd::next_window;
}

/// The walk is over: what it proves is known.
void finish(SearchProgress& progress, UtcTime now) {
  if (progress.news) {
    const SearchWalk& walk = *progress.news;
    UtcTime known = walk.since.value_or(now);
    if (walk.newest) known = std::max(known, std::min(*walk.newest, now));
    progress.known = std::max(progress.known.value_or(known), known);
    progress.news.reset();
    if (std::exchange(progress.news_again, false))
      start_news(progress, std::exchange(progress.rescan_again, false));
  } else {
    progress.backfill.reset();
    // A long walk took its time: what came meanwhile belongs to this run.
    start_news(progress, false);
  }
}

bool lies_before(const ResultsOutline& page, std::optional<UtcTime> since) {
  return since && !page.seen.empty() &&
         std::all_of(page.seen.begin(), page.seen.end(),
                     [&](const ResultsOutline::Seen& seen) { return seen.at < *since; });
}

void take_in(SearchWalk& walk, const ResultsOutline& page, SearchStep& step) {
  bool moved = false;
  for (const auto& seen : page.seen) {
    walk.newest = std::max(walk.newest.value_or(seen.at), seen.at);
    if (leads_down(walk.window_depth, seen)) moved = true;
    const auto above = walk.depth.oldest;
    if (!leads_down(walk.depth, seen)) continue;
    walk.found = true;
    if (walk.stepped_over && above == walk.stepped_over)
      step.missed = Missed{"the search shows only some of the many posts of one second",
                           TimeSpan{*above, *above + seconds{1}}};
  }
  walk.idle_pages = moved ? 0 : walk.idle_pages + 1;
  ++walk.window_pages;
  ++walk.pages;
}

Missed out_of_pages(const SearchWalk& walk) {
  std::optional<TimeSpan> span;
  if (walk.since && walk.depth.oldest) span = TimeSpan{*walk.since, *walk.depth.oldest};
  return Missed{fmt::format("the search went on after {} pages and was broken off", kMostSearchPages), span};
}

}  // namespace

void begin_search(SearchProgress& progress, const RunStart& start, std::optional<seconds> backfill) {
  resume(progress.backfill);
  const bool broken_off = progress.news && progress.news->pages > 0;
  if (broken_off) {
    resume(progress.news);
    progress.news_again = true;
    progress.rescan_again = progress.rescan_again || start.rescan;
  } else if (progress.known) {
    start_news(progress, start.rescan);
  } else {
    start_first_reading(progress, start.now, backfill);
  }
}

const SearchWalk* current_walk(const SearchProgress& progress) {
  if (progress.news) return &*progress.news;
  return progress.backfill ? &*progress.backfill : nullptr;
}

SearchStep advance(SearchProgress& progress, const ResultsOutline& page, UtcTime now) {
  SearchStep step;
  if (current_walk(progress) == nullptr) return step;
  SearchWalk& walk = progress.news ? *progress.news : *progress.backfill;
  progress.largest_page = std::max(progress.largest_page, page.posts);
  take_in(walk, page, step);

  const bool has_next =
      !page.next_page.empty() && page.next_page != walk.page && page.next_page.size() <= kLongestPageCursor;
  const bool idle = walk.idle_pages >= kMostIdlePages;
  if (walk.pages >= kMostSearchPages) {
    step.missed = out_of_pages(walk);
    finish(progress, now);
  } else if (lies_before(page, walk.since)) {
    finish(progress, now);
  } else if (has_next && !idle) {
    walk.page = page.next_page;
  } else if (has_next && page.posts == 0 && !walk.found) {
    step.end = SearchStep::End::empty_pages;
  } else {
    const int full_page = std::max(progress.largest_page, kSmallestFullPage);
    if (end_window(walk, had_room_left(walk, page, full_page), full_page) == WindowEnd::walk_done)
      finish(progress, now);
  }
  return step;
}

SearchStep restart_window(SearchProgress& progress, UtcTime now) {
  SearchStep step;
  if (current_walk(progress) == nullptr) return step;
  SearchWalk& walk = progress.news ? *progress.news : *progress.backfill;
  const int full_page = std::max(progress.largest_page, kSmallestFullPage);
  if (!walk.found)
    step.end = SearchStep::End::dead_cursors;
  else if (end_window(walk, false, full_page) == WindowEnd::walk_done)
    finish(progress, now);
  return step;
}

}  // namespace nhs::collector
