#include "collector/sources/json_walk.h"

#include <algorithm>
#include <set>
#include <utility>

#include "collector/sources/content_hash.h"
#include "collector/sources/json_time.h"

namespace nhs::collector {
namespace {

using config::CatchUpMode;
using config::PageOrder;
using config::PagingMode;
using std::chrono::hours;
using std::chrono::seconds;

/// How long after its date a post may still turn up; what is read again once an hour or so.
constexpr hours kRescanOverlap{24};

/// Ids that are remembered: many times the longest page.
constexpr std::size_t kMostKnown = 1000;

constexpr int kMostParts = 50;

/// Runs in which a walk may find nothing before what it has left is counted as missed.
constexpr int kMostStalls = 3;
constexpr int kMostPauses = 50;

/// Of a page, these items may be dated back.
constexpr std::size_t kBackDatedShare = 8;
constexpr std::size_t kMostBackDated = 5;

std::string page_hash(const JsonPageOutline& page) {
  std::string all;
  for (const JsonItemOutline& item : page.items) all += item.hash;
  return content_hash(all);
}

/// overlap: how much of what was read is read again, unless it is a re-scan.
JsonWalk new_walk(const JsonProgress& progress, const config::JsonService& service, UtcTime now, bool rescan,
                  seconds overlap, std::optional<seconds> backfill) {
  const config::JsonCatchUp& catch_up = service.catch_up;
  const bool by_id = catch_up.mode == CatchUpMode::since_id;
  // No id says where a day ago was: from the oldest on, that would be the beginning of all time.
  if (by_id && service.paging.order == PageOrder::oldest_first) rescan = false;
  JsonWalk walk;
  walk.began_at = now;
  walk.rescan = walk.rescanned = rescan;
  walk.first = !progress.newest_at && progress.known.empty();
  if (walk.first) {
    if (backfill) walk.down_to = now - *backfill;
  } else if (progress.newest_at) {
    if (rescan) overlap = std::max<seconds>(catch_up.overlap, kRescanOverlap);
    const UtcTime read_up_to =
        rescan ? std::min(*progress.newest_at, progress.rescanned_at.value_or(now)) : *progress.newest_at;
    walk.down_to = read_up_to - overlap;
  }
  if (catch_up.mode == CatchUpMode::since_time && walk.down_to)
    walk.since = written_time(*walk.down_to, catch_up.time_format);
  if (by_id && !rescan && !progress.newest_id.empty()) {
    walk.since = progress.newest_id;
    walk.down_to.reset();
  }
  return walk;
}

bool is_among(const std::vector<std::string>& hashes, const JsonItemOutline& item) {
  return std::find(hashes.begin(), hashes.end(), item.hash) != hashes.end();
}

void take_in(JsonWalk& walk, const JsonPageOutline& page, PageOrder order) {
  ++walk.pages;
  ++walk.run_pages;
  walk.items += page.count;
  walk.came_on = walk.came_on || brings_unseen(walk, page);
  walk.position = position_after(walk, page);
  for (const JsonItemOutline& item : page.items) {
    const bool is_newest = item.created_at ? !walk.newest_at || *item.created_at > *walk.newest_at
                                           : order == PageOrder::oldest_first || walk.newest_id.empty();
    const bool is_last_of_equals = order == PageOrder::oldest_first && item.created_at == walk.newest_at;
    if (is_newest || is_last_of_equals) {
      walk.newest_id = item.local_id;
      if (item.created_at) walk.newest_at = item.created_at;
    }
    if (walk.seen.size() < kMostKnown && !is_among(walk.seen, item)) walk.seen.push_back(item.hash);
  }
}

/// Of what this page brings: a post that the service puts on every page says nothing of where we are.
std::optional<UtcTime> newest_unseen(const JsonWalk& walk, const JsonPageOutline& page) {
  std::optional<UtcTime> newest;
  for (const JsonItemOutline& item : page.items)
    if (item.created_at && !is_among(walk.seen, item))
      newest = std::max(newest.value_or(*item.created_at), *item.created_at);
  return newest;
}

/// Everything behind this page was read before. One old date among new ones proves nothing, since posts are
/// dated back; a page of them does.
bool reaches_known(const JsonProgress& progress, const JsonPageOutline& page, PageOrder order) {
  if (page.items.empty() || order == PageOrder::oldest_first) return false;
  const auto is_known = [&progress](const JsonItemOutline& item) { return is_among(progress.known, item); };
  if (order == PageOrder::any) return std::all_of(page.items.begin(), page.items.end(), is_known);
  const auto& down_to = progress.walk->down_to;
  const auto has_date = [](const JsonItemOutline& item) { return item.created_at.has_value(); };
  if (!down_to || std::none_of(page.items.begin(), page.items.end(), has_date))
    return is_known(page.items.back());
  const auto newest = newest_unseen(*progress.walk, page);
  return newest && *newest < *down_to;
}

bool any_known(const JsonProgress& progress, const JsonPageOutline& page) {
  return std::any_of(page.items.begin(), page.items.end(),
                     [&progress](const JsonItemOutline& item) { return is_among(progress.known, item); });
}

/// What was read counts as known from here on.
void commit(JsonProgress& progress, UtcTime now) {
  const JsonWalk& walk = *progress.walk;
  if (walk.newest_at) {
    const UtcTime newest = std::min(*walk.newest_at, now);
    if (!progress.newest_at || newest >= *progress.newest_at) progress.newest_id = walk.newest_id;
    progress.newest_at = std::max(progress.newest_at.value_or(newest), newest);
  } else if (!walk.newest_id.empty()) {
    progress.newest_id = walk.newest_id;
  }
  std::vector<std::string> known;
  std::set<std::string> there;
  for (const std::vector<std::string>* hashes : {&walk.seen, &std::as_const(progress.known)})
    for (const std::string& hash : *hashes)
      if (known.size() < kMostKnown && there.insert(hash).second) known.push_back(hash);
  progress.known = std::move(known);
  progress.read_at = walk.began_at;
}

void end_walk(JsonProgress& progress, const config::JsonService& service, UtcTime now) {
  commit(progress, now);
  const JsonWalk ended = *std::exchange(progress.walk, std::nullopt);
  if (ended.first || ended.rescan) progress.rescanned_at = ended.began_at;
  if (!ended.again) return;
  const bool rescan = ended.again_rescan && !ended.rescanned;
  // Without an overlap, for where that is longer than a run the source would never have caught up; what comes
  // late is found by the next run.
  progress.walk = new_walk(progress, service, now, rescan, seconds{0}, std::nullopt);
  progress.walk->rescanned = rescan || ended.rescanned;
}

/// A walk from the oldest on that has read its most pages: the next begins where it ended, in this run or in
/// the one after. False when that is where it began.
bool next_part(JsonProgress& progress, const config::JsonService& service, UtcTime now) {
  const JsonWalk ended = *progress.walk;
  commit(progress, now);
  JsonWalk part = new_walk(progress, service, now, false, service.catch_up.overlap, std::nullopt);
  if (part.since.empty() || part.since == ended.since) return false;
  part.parts_before = ended.parts_before + 1;
  part.paused = part.parts_before >= kMostParts;
  part.again = ended.again;
  part.again_rescan = ended.again_rescan;
  part.rescanned = ended.rescanned;
  progress.walk = std::move(part);
  return true;
}

JsonWalkEnd pause(JsonProgress& progress, const config::JsonService& service, UtcTime now) {
  JsonWalk& walk = *progress.walk;
  walk.stalls = walk.came_on ? 0 : walk.stalls + 1;
  ++walk.pauses;
  walk.paused = true;
  if (walk.stalls < kMostStalls && walk.pauses < kMostPauses) return JsonWalkEnd::goes_on;
  end_walk(progress, service, now);
  return JsonWalkEnd::out_of_reach;
}

}  // namespace

void begin_json_walk(JsonProgress& progress, const config::JsonService& service, const RunStart& start,
                     std::optional<seconds> backfill) {
  progress.token_renewed = false;
  if (!progress.walk || progress.walk->pages == 0) {
    progress.walk = new_walk(progress, service, start.now, start.rescan, service.catch_up.overlap, backfill);
    return;
  }
  JsonWalk& walk = *progress.walk;
  walk.resumed = walk.again = true;
  walk.again_rescan = start.rescan;
  walk.paused = walk.came_on = false;
  walk.parts_before = walk.run_pages = 0;
}

std::optional<UtcTime> position_after(const JsonWalk& walk, const JsonPageOutline& page) {
  std::vector<UtcTime> dates;
  for (const JsonItemOutline& item : page.items)
    if (item.created_at && !is_among(walk.seen, item)) dates.push_back(*item.created_at);
  if (dates.empty()) return walk.position;
  std::sort(dates.begin(), dates.end());
  const std::size_t back_dated = std::min(dates.size() / kBackDatedShare, kMostBackDated);
  for (const UtcTime date : {dates[back_dated], dates.front()})
    if (!walk.position || date < *walk.position) return date;
  return walk.position;
}

bool brings_unseen(const JsonWalk& walk, const JsonPageOutline& page) {
  return !std::all_of(page.items.begin(), page.items.end(),
                      [&walk](const JsonItemOutline& item) { return is_among(walk.seen, item); });
}

std::string page_value(const JsonWalk& walk, const config::JsonPaging& paging) {
  if (!walk.page.empty()) return walk.page;
  if (paging.mode == PagingMode::page) return std::to_string(paging.first);
  return paging.mode == PagingMode::offset ? "0" : "";
}

JsonWalkEnd advance(JsonProgress& progress, const config::JsonService& service, const JsonPageOutline& page,
                    UtcTime now) {
  const config::JsonPaging& paging = service.paging;
  JsonWalk& walk = *progress.walk;
  const std::string last_page = std::exchange(walk.last_page, page_hash(page));
  const bool repeats = !page.items.empty() && walk.last_page == last_page;
  const bool reached = reaches_known(progress, page, paging.order);
  take_in(walk, page, paging.order);
  walk.resumed = false;
  // Where there is only one page, a full one with nothing known on it has more behind it.
  const bool cut_off =
      page.next.empty() && paging.mode == PagingMode::none && paging.size > 0 && page.count >= paging.size;
  const bool stuck = repeats || (!page.next.empty() && page.next == walk.page);
  const bool capped = !page.next.empty() && walk.run_pages >= paging.max_pages;
  const bool from_oldest = paging.order == PageOrder::oldest_first;
  if (!reached && !page.next.empty() && !stuck) {
    // A walk that has found nothing at all has nothing to go on for.
    const bool goes_further = !walk.first && !from_oldest && !walk.seen.empty();
    if (!capped || goes_further) walk.page = page.next;
    if (!capped) return JsonWalkEnd::goes_on;
    if (goes_further) return pause(progress, service, now);
  }
  if (from_oldest && (capped || stuck) && next_part(progress, service, now)) return JsonWalkEnd::goes_on;
  const bool broken_off = !reached && (stuck || capped || cut_off);
  const bool may_hide = !walk.first && !walk.seen.empty() && !any_known(progress, page);
  const bool hides_posts = broken_off && (from_oldest || may_hide);
  end_walk(progress, service, now);
  return hides_posts ? JsonWalkEnd::out_of_reach : JsonWalkEnd::done;
}

JsonWalkEnd begin_anew(JsonProgress& progress, const config::JsonService& service, UtcTime now) {
  JsonWalk& walk = *progress.walk;
  walk.resumed = false;
  if (++walk.restarts > 1) {
    const bool first = walk.first;
    end_walk(progress, service, now);
    return first ? JsonWalkEnd::done : JsonWalkEnd::out_of_reach;
  }
  walk.page.clear();
  walk.last_page.clear();
  walk.position.reset();
  walk.pages = 0;
  walk.items = 0;
  return JsonWalkEnd::goes_on;
}

std::optional<TimeSpan> unread_by_json_walk(const JsonProgress& progress, PageOrder order) {
  if (!progress.walk || (progress.walk->pages == 0 && !progress.walk->paused)) return std::nullopt;
  const JsonWalk& walk = *progress.walk;
  std::optional<UtcTime> from = walk.down_to ? walk.down_to : progress.newest_at;
  if (!from) from = progress.read_at;
  if (order == PageOrder::oldest_first && walk.newest_at) from = std::max(from, walk.newest_at);
  const std::optional<UtcTime> to =
      order == PageOrder::newest_first && walk.position ? walk.position : walk.began_at;
  if (!from || !to) return std::nullopt;
  if (*from < *to) return TimeSpan{*from, *to};
  // Paused, it has something left, if only what came late.
  return walk.paused ? std::optional{TimeSpan{*from, *from + seconds{1}}} : std::nullopt;
}

}  // namespace nhs::collector
