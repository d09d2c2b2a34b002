#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "tests/support/bluesky_sessions.h"
#include "tests/support/http_server.h"

namespace nhs::test {

/// A post as somebody wrote it on Bluesky.
struct BlueskyPost {
  std::string text;
  /// The author's word, which may lie in either direction.
  UtcTime created_at{};
  /// When the network first saw it; the clock's time unless given.
  std::optional<UtcTime> indexed_at = {};
  /// When search first finds it; `index_lag` after the clock's time unless given.
  std::optional<UtcTime> found_at = {};
  std::string author = "amy.example";
  std::string language = "en";
  /// In the record's own `tags`, not in the text.
  std::vector<std::string> tags = {};
  /// The author asks not to be shown to those who are not signed in.
  bool no_unauthenticated = false;
};

/// How the search differs from the plain one.
struct BlueskyQuirks {
  std::size_t page_limit = 100;
  /// Served by the newer backend: cursors are base64 of JSON instead of a number. A cursor of the other kind
  /// is `Invalid cursor format`, so that changing this kills those that are out.
  bool v2_cursors = false;
  /// `since` and `until` do not combine with a `#tag`.
  bool ignores_window = false;
  /// No cursor leads beyond so many hits.
  std::optional<std::size_t> deepest_hit;
  /// Between a post's arrival and the moment at which search finds it.
  std::chrono::seconds index_lag{0};
  bool blocked = false;        ///< 403 with a web page
  bool upstream_down = false;  ///< 502 UpstreamFailure
  /// So many requests a window, all of them counted.
  std::optional<int> rate_limit;
  /// What accounts are called now, by the handles that they began with.
  std::map<std::string, std::string> renamed = {};
  std::chrono::seconds rate_window{300};
};

/// What a PDS answers that passes searches on to Bluesky: its side of the protocol, without connections.
/// Written from the services' lexicons. Hits are found first and filtered afterwards, so posts that are gone
/// make pages short, or empty beside a cursor. Not thread-safe.
///
/// For schedules by chance: publish(), change() and remove() between requests, any clock, and found_now() is
/// what a collector can have. A post stays in reach when it is found less than a day after its date.
class BlueskyApi {
 public:
  /// clock: the service's.
  explicit BlueskyApi(std::function<UtcTime()> clock = [] { return SystemClock{}.now(); })
      : clock_(std::move(clock)) {}

  /// base_url: the address that was asked, `http://127.0.0.1:PORT`.
  Reply answer(const SeenRequest& request, const std::string& base_url);

  /// Returns the post's uri.
  std::string publish(const BlueskyPost& post);
  /// Writes another text under a uri that is there (else std::logic_error). The record's hash changes, no
  /// date does.
  void change(const std::string& uri, const std::string& text);
  /// Deleted, or taken down. A uri that is not there is a mistake in the test (std::logic_error).
  void remove(const std::string& uri);

  /// What a search for the tag (case aside) can show now, newest first.
  std::vector<std::string> found_now(const std::string& tag) const;

  BlueskySessions sessions;
  BlueskyQuirks quirks;

 private:
  struct Kept {
    BlueskyPost post;
    std::string uri;
    std::vector<std::string> tag_keys;
    UtcTime indexed_at;
    UtcTime found_at;
    UtcTime sorted_at;
    int version = 1;
    bool gone = false;
  };

  Reply search(const SeenRequest& request) const;
  Reply posts_by_uri(const SeenRequest& request) const;
  std::optional<Reply> rate_refusal(UtcTime now);
  std::vector<std::pair<std::string, std::string>> rate_headers() const;
  std::vector<const Kept*> hits(const std::string& tag) const;
  std::optional<std::size_t> offset_of(const std::string& cursor, const std::vector<const Kept*>& hits) const;
  std::string cursor_to(std::size_t offset, const std::vector<const Kept*>& hits) const;
  std::string view(const Kept& kept) const;
  Kept& kept(const std::string& uri);

  std::function<UtcTime()> clock_;
  std::vector<Kept> posts_;
  UtcTime window_end_{};
  int requests_in_window_ = 0;
};

}  // namespace nhs::test
