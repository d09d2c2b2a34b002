#pragma once

#include <optional>
#include <string>

#include "collector/source.h"
#include "core/time.h"

namespace nhs::collector {

/// A re-scan without an anchor reads what is younger than the overlap: two hundred pages are 8,000 posts in
/// little more than a day, ten times the busiest day of a tag of this kind.
inline constexpr int kMaxRescanPages = 200;

/// The most that Mastodon gives; larger limits are cut to it without a word.
inline constexpr int kTimelinePage = 40;

/// A walk from newer to older posts. `below` is the id that the next page lies under; empty for the newest
/// page.
struct BackWalk {
  std::string below;
  /// How many pages it may still take; nothing for as many as there are.
  std::optional<int> pages_left;
  /// The date of the oldest post on its last page; nothing before the first.
  std::optional<UtcTime> reached_at = std::nullopt;
};

/// Posts between a forward page and the position that it should have followed: see MastodonProgress::closing.
struct OpenGap {
  std::string below;  ///< everything from here up to `top` was read
  std::string top;    ///< where the position goes once nothing is left between
  /// The dates of the position and of `below`, where they are known.
  std::optional<UtcTime> since = std::nullopt;
  std::optional<UtcTime> until = std::nullopt;
};

/// How far the reading of a tag timeline has come. What a Mastodon source's cursor holds.
struct MastodonProgress {
  /// Every post up to this id and down to the backfill's start was read, but for those that came late; empty
  /// before the first. A re-scan lowers it and reads upwards again.
  std::string position;
  /// The date of the newest post seen, as far as it can be believed.
  std::optional<UtcTime> newest_at;
  /// The oldest post wanted; nothing for all.
  std::optional<UtcTime> backfill_start;
  /// The newest page is yet to be looked at in this run.
  bool forward = false;
  /// A re-scan lowered `position` and has not reached the newest post again.
  bool rescanning = false;
  /// Where the next re-scan starts, once the one under way is done; empty for none.
  std::string rescan_again_from;
  /// Set while a page's distance from the position is unproven: some servers give the newest page where the
  /// one just above was asked for.
  std::optional<OpenGap> closing;
  /// The first reading, or a re-scan where no post is old enough to start from.
  std::optional<BackWalk> back;
  /// A re-scan by walking back is due once `back` is done.
  bool rescan_after_back = false;
  /// Since when the server shows its timeline only to those with a token.
  std::optional<UtcTime> refused_at;
  /// The server's own description is asked for next: no post was ever seen here.
  bool probing = false;
  /// How many posts are asked for at once: fewer, until the next page is read, after one that was too large.
  int posts_a_page = kTimelinePage;
  std::optional<UtcTime> probed_at;
  /// What it told of who may see its tag pages, in words for people; empty when nothing stands in the way.
  std::string access_notice;
  /// Until then stored posts are asked for one by one: the server cannot do otherwise, or what it said of
  /// many is not to be relied on.
  std::optional<UtcTime> one_by_one_until;
  /// The cursor of the tag feed that is read meanwhile.
  Cursor feed;
};

/// The progress in a cursor; a fresh one where there is none or it cannot be read.
MastodonProgress progress_in(const Cursor& cursor);

Cursor cursor_of(const MastodonProgress& progress);

}  // namespace nhs::collector
