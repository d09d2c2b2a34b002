#include "collector/sources/mastodon_walk.h"

#include <algorithm>
#include <utility>

#include "collector/sources/mastodon_status.h"

namespace nhs::collector {
namespace {

void end_back_walk(MastodonProgress& progress) {
  progress.back.reset();
  if (std::exchange(progress.rescan_after_back, false)) progress.back = BackWalk{"", kMaxRescanPages};
  // A long walk took its time: what came meanwhile belongs to this run.
  progress.forward = true;
}

WalkEnd close_gap(MastodonProgress& progress, const PageOutline& page) {
  OpenGap& gap = *progress.closing;
  const bool reached = page.statuses == 0 || !id_before(progress.position, page.lowest);
  const bool stuck = !reached && !id_before(page.lowest, gap.below);
  if (!reached && !stuck) {
    gap.below = page.lowest;
    if (page.oldest_at) gap.until = page.oldest_at;
    return WalkEnd::goes_on;
  }
  progress.position = gap.top;
  progress.closing.reset();
  return stuck ? WalkEnd::gap_left : WalkEnd::goes_on;
}

void start_rescan(MastodonProgress& progress, const std::string& from) {
  if (!id_before(from, progress.position)) return;
  // Posts may have come late among the pages that a half-closed gap has read: they are read again.
  progress.closing.reset();
  progress.position = from;
  progress.rescanning = progress.forward = true;
}

/// known_until: the newest post's date before this page.
WalkEnd go_forward(MastodonProgress& progress, const PageOutline& page, std::optional<UtcTime> known_until) {
  if (page.statuses == 0 || !id_before(progress.position, page.highest)) {
    progress.forward = progress.rescanning = false;
    const std::string again_from = std::exchange(progress.rescan_again_from, {});
    if (!again_from.empty()) start_rescan(progress, again_from);
    return WalkEnd::goes_on;
  }
  // Hollo, until May 2026, answered min_id with the newest page, as since_id does; so do servers that know
  // neither. Pages have no size to tell by: what lies below one has to be looked at.
  if (id_before(progress.position, page.lowest))
    progress.closing = OpenGap{page.lowest, page.highest, known_until, page.oldest_at};
  else
    progress.position = page.highest;
  return WalkEnd::goes_on;
}

WalkEnd go_back(MastodonProgress& progress, const PageOutline& page) {
  BackWalk& back = *progress.back;
  if (page.statuses == 0) {
    end_back_walk(progress);
    return WalkEnd::goes_on;
  }
  if (!back.below.empty() && !id_before(page.lowest, back.below)) return WalkEnd::no_progress;
  if (progress.position.empty()) progress.position = page.highest;
  back.below = page.lowest;
  if (page.oldest_at) back.reached_at = page.oldest_at;
  if (back.pages_left) --*back.pages_left;
  // Ids follow dates loosely at best, so one old post proves nothing; a page of them does.
  const bool past_start =
      progress.backfill_start && page.newest_at && *page.newest_at < *progress.backfill_start;
  if (past_start || (back.pages_left && *back.pages_left <= 0)) end_back_walk(progress);
  return WalkEnd::goes_on;
}

}  // namespace

void begin_walk(MastodonProgress& progress, const RunStart& start,
                std::optional<std::chrono::seconds> backfill) {
  if (progress.position.empty()) {
    if (!progress.backfill_start && backfill) progress.backfill_start = start.now - *backfill;
    progress.back = BackWalk{"", std::nullopt};
    progress.forward = false;
    return;
  }
  progress.forward = true;
  if (!start.rescan) return;
  if (start.overlap_anchor && !start.overlap_anchor->empty()) {
    // One that was broken off first reaches the newest post: starting over at once, a server that grants few
    // pages a window would be read from the anchor for ever. What came late behind it is for the next.
    std::string& again_from = progress.rescan_again_from;
    if (!progress.rescanning)
      start_rescan(progress, *start.overlap_anchor);
    else if (again_from.empty() || id_before(*start.overlap_anchor, again_from))
      again_from = *start.overlap_anchor;
  } else if (progress.back && !progress.back->pages_left) {
    progress.rescan_after_back = true;
  } else {
    progress.back = BackWalk{"", kMaxRescanPages};
  }
}

WalkDirection direction_of(const MastodonProgress& progress) {
  if (progress.closing) return WalkDirection::down_to_position;
  if (progress.forward && !progress.position.empty()) return WalkDirection::forward;
  return progress.back ? WalkDirection::back : WalkDirection::none;
}

bool is_backfill(const MastodonProgress& progress) {
  const bool first_reading = progress.back && !progress.back->pages_left && !progress.back->below.empty();
  return first_reading && direction_of(progress) == WalkDirection::back;
}

std::optional<TimeSpan> unread_by(const MastodonProgress& progress) {
  const auto span = [](std::optional<UtcTime> from, std::optional<UtcTime> to) {
    return from && to && *from < *to ? std::optional{TimeSpan{*from, *to}} : std::nullopt;
  };
  // A re-scan reads what was read before.
  if (progress.closing && !progress.rescanning) return span(progress.closing->since, progress.closing->until);
  if (progress.back && !progress.back->pages_left)
    return span(progress.backfill_start, progress.back->reached_at);
  return std::nullopt;
}

std::optional<PageBounds> next_page(const MastodonProgress& progress) {
  switch (direction_of(progress)) {
    case WalkDirection::down_to_position:
      return PageBounds{"", progress.closing->below};
    case WalkDirection::forward:
      return PageBounds{progress.position, ""};
    case WalkDirection::back:
      return PageBounds{"", progress.back->below};
    case WalkDirection::none:
      break;
  }
  return std::nullopt;
}

WalkEnd advance(MastodonProgress& progress, const PageOutline& page, UtcTime now) {
  const auto known_until = progress.newest_at;
  if (page.newest_at) {
    const UtcTime newest = std::min(*page.newest_at, now);
    progress.newest_at = std::max(progress.newest_at.value_or(newest), newest);
  }
  switch (direction_of(progress)) {
    case WalkDirection::down_to_position:
      return close_gap(progress, page);
    case WalkDirection::forward:
      return go_forward(progress, page, known_until);
    case WalkDirection::back:
      return go_back(progress, page);
    case WalkDirection::none:
      break;
  }
  return WalkEnd::goes_on;
}

}  // namespace nhs::collector
