#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/post.h"
#include "core/source_state.h"
#include "core/time.h"
#include "net/http.h"

namespace nhs::collector {

/// A source's own notes on how far it has come (JSON that only it reads); empty before the first poll.
using Cursor = std::string;

/// What is watched for.
struct Topic {
  std::string tag;                    ///< asked for, without `#`
  std::vector<std::string> all_tags;  ///< a post counts when it carries one of these
};

/// How a run begins.
struct RunStart {
  UtcTime now;
  /// Read the overlap again in this run.
  bool rescan = false;
  /// The server-local id where the re-scan starts; nothing when no post is old enough.
  std::optional<std::string> overlap_anchor;
  /// Runs in a row that failed before this one.
  int failures = 0;
};

/// Posts that nobody can give us any more.
struct Missed {
  std::string cause;  ///< in words for people
  /// When they were written; where the source cannot tell, since it last had caught up.
  std::optional<TimeSpan> span = std::nullopt;
};

/// One page, read.
struct PageOfPosts {
  std::vector<Post> posts;
  /// Posts on the page that no longer carry a topic: if we have them, they stop counting.
  std::vector<Post> withdrawn;
  /// This network changes posts without dating the change: another text under a known id is an edit.
  bool undated_edits = false;
  /// Where we are once this page is stored.
  Cursor cursor;
  /// Items that could not be read. The page goes on without them.
  std::vector<Unreadable> unreadable;
  /// Posts left out because their author asked not to be collected (`#nobot`, or `noindex` where
  /// privacy.drop_noindex is set).
  int opted_out = 0;
  /// Units of the source's allowance that this page cost beyond those of every request.
  std::int64_t cost = 0;
  /// What a person should know although the run goes on well, in words for people; empty when there is
  /// nothing.
  std::string notice;
  /// The publisher's wish: not to be asked sooner than this after now.
  std::optional<std::chrono::seconds> ask_again_in;
  /// Set when posts may have been missed for good.
  std::optional<Missed> missed;
};

/// An answer without posts that leads on: nothing changed, a session was opened, a probe was answered. The
/// cursor is kept at once.
struct Proceed {
  Cursor cursor;
  std::optional<std::chrono::seconds> ask_again_in;
  /// As in PageOfPosts.
  std::string notice;
};

/// The server's word on when to come back, not our guess.
struct RateLimited {
  UtcTime until;
};

struct Failed {
  FailureClass kind;
  std::string cause;  ///< in words for people: what, and where it can be mended, what to do
};

using PollOutcome = std::variant<PageOfPosts, Proceed, RateLimited, Failed>;

class Rechecker;

/// A network's protocol, without I/O: what to ask next, and what an answer means. Pure and thread-safe; all
/// memory is in the cursor. A run is begin_run, then next_request and read by turns until there is no
/// request.
class Source {
 public:
  virtual ~Source() = default;

  /// The cursor with which a run begins: unfinished walks go on, a re-scan is set up when it is due.
  virtual Cursor begin_run(const Cursor& cursor, const RunStart& start) const = 0;

  /// The newest stored post before this moment anchors the re-scan; nothing when this source needs none.
  virtual std::optional<UtcTime> overlap_before(const Cursor& cursor) const = 0;

  /// What to ask next; nothing when this run has caught up.
  virtual std::optional<net::HttpRequest> next_request(const Cursor& cursor, const Topic& topic) const = 0;

  /// The cursor to ask for fewer posts at once from, after an answer that was too large to read: one hostile
  /// post is not to hold up all others for ever. Nothing where fewer cannot be asked for.
  virtual std::optional<Cursor> with_smaller_page(const Cursor& /*cursor*/) const { return std::nullopt; }

  /// Whether that question is about posts from before the source was watched. Such reading may take days, so
  /// it never holds up what is new.
  virtual bool next_is_backfill(const Cursor& /*cursor*/) const { return false; }

  /// The time that an unfinished walk has yet to read; nothing when there is none, or the source cannot tell.
  virtual std::optional<TimeSpan> unread(const Cursor& /*cursor*/) const { return std::nullopt; }

  /// What an answer means. now: for dates of which the server leaves out the year, future dates and
  /// Retry-After.
  virtual PollOutcome read(const net::HttpResponse& response, const Cursor& cursor, const Topic& topic,
                           UtcTime now) const = 0;

  /// The publisher's wish with its last answer: not to be asked sooner than this after it. Nothing when there
  /// was none.
  virtual std::optional<std::chrono::seconds> ask_again_in(const Cursor& /*cursor*/) const {
    return std::nullopt;
  }

  /// By whose ids posts and places in its list are known here, as far as another server would mean other
  /// posts by them: its address. Empty where ids are those of the whole network, or no others are kept.
  virtual std::string server() const { return {}; }

  /// How its posts are asked for again (collector/recheck.h); nothing where that cannot be. Lives as long as
  /// this.
  virtual const Rechecker* rechecker() const { return nullptr; }
};

}  // namespace nhs::collector
