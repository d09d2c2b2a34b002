#include "collector/sources/x_walk.h"

#include <algorithm>
#include <utility>

namespace nhs::collector {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// How far recent search reaches back, and how far from that edge we stay: a question takes its time.
constexpr seconds kReach{7 * 24 * 3600};
constexpr seconds kEdge{60};

/// More for every refusal: X's clock may be ahead of ours.
constexpr seconds kEdgeMore{10 * 60};

/// The newest posts that a search leaves out (`end_time` defaults to 30 seconds ago). No bound of ours may be
/// nearer to now than 10 seconds either.
constexpr seconds kSearchLag{30};

/// How far before its answer a search is believed to be whole. The lag is X's word, its servers' clocks
/// differ, and the longer wait costs nothing: on a quiet tag there is nothing in it to be read again.
constexpr minutes kSettled{5};

/// Two thousand posts a run: then others have their turn, and the spending is looked at.
constexpr int kMostPagesARun = 20;

/// Pages without posts that still lead on happen, where all posts of a page were removed.
constexpr int kMostEmptyPages = 5;

/// Runs in which a walk may come on no further before what it has left is counted as missed: else what is new
/// would wait behind it for ever.
constexpr int kMostStalledRuns = 3;

bool has_begun(const XWalk& walk) { return walk.oldest != 0 || !walk.token.empty() || walk.stalls > 0; }

UtcTime lower_bound(const XWalk& walk) {
  return walk.since_id != 0 ? time_of_x_id(walk.since_id) : walk.start_time.value_or(UtcTime{});
}

UtcTime edge_of_reach(UtcTime now, int refusals) { return now - kReach + kEdge + refusals * kEdgeMore; }

std::optional<XWalk>& current(XProgress& progress) {
  return progress.catch_up ? progress.catch_up : progress.backfill;
}

const std::optional<XWalk>& current(const XProgress& progress) {
  return progress.catch_up ? progress.catch_up : progress.backfill;
}

void note_missed(XProgress& progress, UtcTime from, UtcTime to) {
  if (from >= to) return;
  if (progress.missed) {
    from = std::min(from, progress.missed->from);
    to = std::max(to, progress.missed->to);
  }
  progress.missed = TimeSpan{from, to};
}

/// What was read need not be read again: the walk goes on below it. A bound by time becomes one by the id
/// that a post of that time would have, since X refuses to mix them.
void ask_by_ids(XWalk& walk) {
  walk.token.clear();
  if (walk.oldest == 0) return;
  walk.until_id = walk.oldest;
  if (walk.since_id == 0) walk.since_id = first_x_id_at(lower_bound(walk)) - 1;
  walk.start_time.reset();
}

XWalk new_walk(XProgress& progress, UtcTime now, UtcTime edge) {
  XWalk walk;
  walk.began_at = progress.run_began;
  // One that lies ahead was set by a clock that did: what it passed over is within reach.
  const bool ahead = progress.read_up_to && *progress.read_up_to > now;
  const auto unread_from = progress.read_up_to ? progress.read_up_to : progress.watched_since;
  if (unread_from) note_missed(progress, *unread_from, edge);
  if (progress.position != 0 && time_of_x_id(progress.position) >= edge) {
    walk.since_id = progress.position;
    return walk;
  }
  const UtcTime wanted =
      progress.read_up_to && !ahead ? *progress.read_up_to : progress.wanted_from.value_or(edge);
  walk.start_time = std::min(std::max(wanted, edge), now - kSearchLag);
  return walk;
}

void end_catch_up(XProgress& progress) {
  const XWalk walk = *std::exchange(progress.catch_up, std::nullopt);
  progress.position = std::max(progress.position, walk.newest);
  const UtcTime answered_at = walk.answered_at.value_or(walk.began_at);
  UtcTime read_up_to = answered_at - kSettled;
  // What was never wanted is not read the next time.
  if (walk.start_time) read_up_to = std::max(read_up_to, std::min(*walk.start_time, answered_at));
  if (!progress.read_up_to || *progress.read_up_to < read_up_to || *progress.read_up_to > answered_at)
    progress.read_up_to = read_up_to;
  // One from an earlier run knows nothing of what came since.
  if (walk.began_at < progress.run_began)
    progress.catch_up =
        new_walk(progress, progress.run_began, edge_of_reach(progress.run_began, progress.refusals));
}

void end_current(XProgress& progress) {
  if (progress.catch_up)
    end_catch_up(progress);
  else
    progress.backfill.reset();
}

/// The first reading's older pages must not hold up what is new.
void split_off_backfill(XProgress& progress) {
  XWalk older = *progress.catch_up;
  end_catch_up(progress);
  progress.backfill = std::move(older);
}

XWalkEnd stall(XProgress& progress) {
  XWalk& walk = *current(progress);
  const bool asked_by_token = !walk.token.empty();
  ask_by_ids(walk);
  walk.empty_pages = 0;
  if (asked_by_token && walk.oldest != 0 && !walk.fell_back) {
    walk.fell_back = true;
    return XWalkEnd::goes_on;
  }
  walk.fell_back = false;
  progress.paused = true;
  if (++walk.stalls < kMostStalledRuns) return XWalkEnd::stalled;
  note_missed(progress, lower_bound(walk),
              walk.oldest != 0 ? time_of_x_id(walk.oldest) + seconds{1} : walk.began_at);
  end_current(progress);
  return XWalkEnd::given_up;
}

XWalkEnd after_empty_page(XProgress& progress, const XPageOutline& page) {
  XWalk& walk = *current(progress);
  if (page.next_token.empty()) {
    end_current(progress);
    return XWalkEnd::goes_on;
  }
  if (page.next_token == walk.token || ++walk.empty_pages > kMostEmptyPages) return stall(progress);
  walk.token = page.next_token;
  return XWalkEnd::goes_on;
}

/// One old id on a page of new ones proves nothing; a page of them does.
bool reached_bottom(const XWalk& walk, const XPageOutline& page) {
  if (page.next_token.empty()) return true;
  return walk.since_id != 0 ? page.highest <= walk.since_id : time_of_x_id(page.highest) < lower_bound(walk);
}

void move_into_reach(XProgress& progress, std::optional<XWalk>& walk, UtcTime now, UtcTime edge) {
  if (!walk || lower_bound(*walk) >= edge) return;
  if (!has_begun(*walk)) {
    *walk = new_walk(progress, now, edge);
    return;
  }
  const bool is_catch_up = &walk == &progress.catch_up;
  const UtcTime top = walk->oldest != 0 ? time_of_x_id(walk->oldest) : walk->began_at;
  // What the first reading cannot reach any more is from before our time.
  if (is_catch_up)
    note_missed(progress, std::max(lower_bound(*walk), progress.read_up_to.value_or(UtcTime{})),
                std::min(edge, top));
  if (top < edge) {
    if (is_catch_up)
      end_catch_up(progress);
    else
      walk.reset();
    return;
  }
  walk->since_id = first_x_id_at(edge) - 1;
  walk->start_time.reset();
  ask_by_ids(*walk);
}

}  // namespace

void begin_x_walk(XProgress& progress, UtcTime now, std::optional<seconds> backfill) {
  if (!progress.watched_since) {
    progress.watched_since = now;
    if (backfill) progress.wanted_from = now - *backfill;
  }
  progress.run_began = now;
  progress.pages_left = kMostPagesARun;
  progress.refusals = 0;
  progress.names_switched = progress.without_tokens = progress.paused = false;
  const UtcTime edge = edge_of_reach(now, 0);
  if (progress.catch_up && !has_begun(*progress.catch_up)) progress.catch_up.reset();
  for (auto* walk : {&progress.catch_up, &progress.backfill}) {
    if (!*walk) continue;
    (*walk)->empty_pages = 0;
    // Of two runs in one second, or after a clock that was ahead, an open walk is of the earlier one all the
    // same.
    (*walk)->began_at = std::min((*walk)->began_at, now - seconds{1});
    move_into_reach(progress, *walk, now, edge);
  }
  if (!progress.catch_up) progress.catch_up = new_walk(progress, now, edge);
}

std::optional<XPageBounds> next_x_page(const XProgress& progress) {
  const auto& walk = current(progress);
  if (!walk || progress.paused || progress.pages_left <= 0) return std::nullopt;
  XPageBounds bounds;
  bounds.since_id = walk->since_id;
  bounds.until_id = walk->until_id;
  bounds.start_time = walk->start_time;
  bounds.next_token = walk->token;
  return bounds;
}

bool next_x_page_is_backfill(const XProgress& progress) {
  return !progress.catch_up && progress.backfill.has_value();
}

XWalkEnd advance_x_walk(XProgress& progress, const XPageOutline& page) {
  auto& open = current(progress);
  if (!open) return XWalkEnd::goes_on;
  --progress.pages_left;
  if (!open->answered_at) open->answered_at = page.answered_at;
  if (!page.has_posts) return after_empty_page(progress, page);
  XWalk& walk = *open;
  walk.empty_pages = 0;
  // A later page cannot raise it: what lies between that page and the first may be unread.
  if (walk.newest == 0) walk.newest = page.highest;
  const bool comes_on = walk.oldest == 0 || page.lowest < walk.oldest;
  if (!comes_on && !page.next_token.empty()) return stall(progress);
  if (comes_on) {
    walk.oldest = page.lowest;
    walk.fell_back = false;
    walk.stalls = 0;
  }
  if (reached_bottom(walk, page)) {
    end_current(progress);
    return XWalkEnd::goes_on;
  }
  walk.token = page.next_token;
  if (progress.without_tokens) ask_by_ids(walk);
  const bool is_first_reading = progress.catch_up && progress.position == 0 && !progress.read_up_to;
  if (is_first_reading) split_off_backfill(progress);
  return XWalkEnd::goes_on;
}

bool forget_x_token(XProgress& progress) {
  auto& walk = current(progress);
  if (!walk || walk->token.empty()) return false;
  ask_by_ids(*walk);
  return progress.without_tokens = true;
}

void leave_behind(XProgress& progress, UtcTime now) {
  auto& walk = current(progress);
  move_into_reach(progress, walk, now, edge_of_reach(now, progress.refusals));
  if (walk && walk->start_time) walk->start_time = std::min(*walk->start_time, now - kSearchLag);
}

std::optional<TimeSpan> unread_by_x_walk(const XProgress& progress) {
  for (const auto* walk : {&progress.catch_up, &progress.backfill}) {
    if (!*walk || !has_begun(**walk)) continue;
    const UtcTime from = lower_bound(**walk);
    const UtcTime to = (*walk)->oldest != 0 ? time_of_x_id((*walk)->oldest) : (*walk)->began_at;
    return TimeSpan{from, std::max(to, from + seconds{1})};
  }
  return std::nullopt;
}

}  // namespace nhs::collector
