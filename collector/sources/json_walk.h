#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collector/source.h"
#include "config/json_service.h"
#include "core/time.h"

namespace nhs::collector {

/// A reading of a service's pages, from the first to what is known already.
struct JsonWalk {
  /// Nothing was known when it began: it reads what was there before, as far as one run goes.
  bool first = true;
  std::optional<UtcTime> began_at;
  /// It goes on from an earlier run; the service may have forgotten its pages.
  bool resumed = false;
  /// This run has had its pages; the walk goes on in the next.
  bool paused = false;
  int pauses = 0;
  /// Of these, the last in a row whose runs found nothing that the walk had not found before.
  int stalls = 0;
  bool came_on = false;  ///< this run has found something
  /// How often it began anew because the service had.
  int restarts = 0;
  /// Whether another walk follows it in this run: what came since it began is not in it.
  bool again = false;
  bool again_rescan = false;
  bool rescan = false;
  /// It is a re-scan or follows one: another would never let a run catch up where a day is longer than a run.
  bool rescanned = false;
  /// Walks of one run before it, where a long list is read in parts.
  int parts_before = 0;
  std::string since;               ///< what {since} stands for
  std::optional<UtcTime> down_to;  ///< it ends at older items where the newest come first
  std::string page;                ///< what leads to the next page; empty for the first
  int pages = 0;                   ///< read
  int run_pages = 0;               ///< of these, in this run
  std::int64_t items = 0;          ///< on them
  std::optional<UtcTime> newest_at;
  std::string newest_id;  ///< local
  /// Where the newest come first, how far down it has come: see position_after.
  std::optional<UtcTime> position;
  std::vector<std::string> seen;  ///< hashes of its first items' ids
  std::string last_page;          ///< a hash of the last page's ids
};

/// How far the reading of a service has come. What a JSON source's cursor holds.
struct JsonProgress {
  /// Every post up to this moment and this id was read, but for those that came late; nothing before the
  /// first walk's end.
  std::optional<UtcTime> newest_at;
  std::string newest_id;
  std::vector<std::string> known;  ///< hashes of the newest items' ids
  /// When the last walk that came to its end began.
  std::optional<UtcTime> read_at;
  /// When the last that was a re-scan, or the first, began. A walk may take many runs, and what came late in
  /// the meantime is for the next re-scan to find.
  std::optional<UtcTime> rescanned_at;
  std::optional<JsonWalk> walk;  ///< nothing once this run has caught up
  // The access token, where the service wants one.
  std::string token;
  std::optional<UtcTime> token_until;
  bool wants_token = false;
  bool token_renewed = false;  ///< in this run already
};

/// What paging needs to know of an item.
struct JsonItemOutline {
  std::string hash;  ///< of its id
  std::string local_id;
  std::optional<UtcTime> created_at;
};

/// And of a page.
struct JsonPageOutline {
  std::vector<JsonItemOutline> items;  ///< those that can be read
  std::int64_t count = 0;              ///< all of them
  std::string next;                    ///< what leads to the page after it; empty when it is the last
};

/// How a walk stands after a page.
enum class JsonWalkEnd : std::uint8_t {
  goes_on,
  done,
  out_of_reach,  ///< over, and posts between its last page and what was known cannot be had
};

/// Begins a run: an unfinished walk goes on, or a new one begins.
///
/// backfill: how far back the first walk goes; nothing for as far as there are pages.
void begin_json_walk(JsonProgress& progress, const config::JsonService& service, const RunStart& start,
                     std::optional<std::chrono::seconds> backfill);

/// What {page} stands for in the next request, or its address where pages are addresses; empty for the first
/// page of most modes.
std::string page_value(const JsonWalk& walk, const config::JsonPaging& paging);

/// How far down a walk has come with this page: the oldest date of what it brings, leaving out one item in
/// eight (and five at most), since what is dated back stands among newer posts. Never above where the walk
/// was before.
std::optional<UtcTime> position_after(const JsonWalk& walk, const JsonPageOutline& page);

/// Whether an item of the page was on no page of the walk before.
bool brings_unseen(const JsonWalk& walk, const JsonPageOutline& page);

/// Moves on after a page. A walk has at most paging.max_pages pages in a run and a run at most 50 walks, so
/// that every run is finite whatever the service answers. A walk that has had its pages is paused, but for
/// the first; it is out of reach after three runs that found nothing, or after 50 in all, since what is new
/// waits for its end.
JsonWalkEnd advance(JsonProgress& progress, const config::JsonService& service, const JsonPageOutline& page,
                    UtcTime now);

/// The service has forgotten the page at which an unfinished walk was to go on: it begins anew, the first
/// time; then it is given up.
JsonWalkEnd begin_anew(JsonProgress& progress, const config::JsonService& service, UtcTime now);

/// The time that an open walk has yet to read; nothing when none is open, or that cannot be told.
std::optional<TimeSpan> unread_by_json_walk(const JsonProgress& progress, config::PageOrder order);

}  // namespace nhs::collector
