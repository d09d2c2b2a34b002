#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/time.h"
#include "tests/support/http_server.h"
#include "tests/support/x_bill.h"
#include "tests/support/x_posts.h"

namespace nhs::test {

/// Which of the two sets of names the server knows.
enum class XVocabulary : std::uint8_t { tweet_only, post_only, both };

/// So many requests a window.
struct XRateLimit {
  int limit = 450;
  std::chrono::seconds window{15 * 60};
};

/// How the server differs from a plain one.
struct XQuirks {
  /// The only token that it accepts; empty for any. Without a token it answers nobody.
  std::string token = {};
  XVocabulary vocabulary = XVocabulary::both;
  /// At most so many posts a page, whatever is asked for.
  std::size_t page_limit = 100;
  /// So many pages without posts, each with the way to the next, before every further page.
  int empty_pages = 0;
  /// Refuses every next_token.
  bool tokens_refused = false;
  /// Whatever the token, the first page again, with another token.
  bool repeats_page = false;
  /// Never a post, always another page.
  bool endless_empty_pages = false;
  /// A page reached by until_id begins at the newest post all the same.
  bool ignores_until_id = false;
  /// Authors cannot be found: posts come with a list of errors beside.
  bool authors_lost = false;
  /// What accounts are called now, by the names that they began with.
  std::map<std::string, std::string> renamed = {};
  /// The newest posts that a search leaves out: end_time defaults to so long ago.
  std::chrono::seconds search_lag{30};
  std::optional<XRateLimit> rate_limit = {};
  /// So many posts may be read in all, then `usage-capped`.
  std::optional<std::int64_t> usage_cap = {};
  bool out_of_credit = false;
  bool enrolled = true;
  /// Lookups by id leave out these ids without a word.
  std::set<std::string> lost_in_lookups = {};
};

/// X API v2's recent search and lookup by ids: its side of the protocol, without connections, written from
/// its documentation. Not thread-safe.
///
/// Who wants to drive it at random: `posts` has publish, edit, remove and protect; `now` is the server's
/// clock; `in_reach` is what a collector should come to hold; `bill` is what reading has cost.
class XApi {
 public:
  explicit XApi(std::function<UtcTime()> clock = nullptr);

  /// base_url is not used: X's answers hold no links of their own.
  Reply answer(const SeenRequest& request, const std::string& base_url);

  /// What a search for the tag can find now, all pages together: text (as its author wrote it) by the id of
  /// its first version. No retweets, no nullcast, nothing that is withheld or older than seven days.
  std::map<std::string, std::string> in_reach(const std::string& tag) const;

  std::function<UtcTime()> now;
  XPosts posts;
  XQuirks quirks;
  XBill bill;

 private:
  /// What a search is for.
  struct Search {
    std::string tag;
    bool retweets = true;
    bool nullcast = true;
    std::size_t max_results = 10;
    std::optional<std::uint64_t> since_id;
    std::optional<std::uint64_t> until_id;
    std::optional<UtcTime> start_time;
    std::optional<UtcTime> end_time;
    /// Of the page that a token leads to: posts below this id.
    std::optional<std::uint64_t> below;
    int empty_pages_sent = 0;
    XFields fields;
    bool expands_authors = false;
  };

  /// A way to a further page, and of which question it is one.
  struct Place {
    std::string question;
    std::uint64_t below;
    int empty_pages_sent;
  };

  /// Parameters and what is wrong with them, as X's 400 lists them.
  using Faults = std::vector<std::pair<std::string, std::string>>;

  std::optional<Reply> refusal(const SeenRequest& request);
  Search search_of(const SeenRequest& request, Faults& faults) const;
  void read_query(const SeenRequest& request, Search& search, Faults& faults) const;
  void read_bounds(const SeenRequest& request, Search& search, Faults& faults) const;
  void read_fields(const SeenRequest& request, Search& search, Faults& faults) const;
  void read_token(const SeenRequest& request, Search& search, Faults& faults) const;
  std::vector<const XStoredPost*> found_by(const Search& search) const;
  Reply page(const SeenRequest& request, const Search& search);
  Reply lookup(const SeenRequest& request);
  void write_includes(JsonWriter& json, const std::vector<const XStoredPost*>& page);
  std::string token_for(Place place);

  std::map<std::string, Place> places_;
  UtcTime window_ends_{};
  int seen_in_window_ = 0;
};

}  // namespace nhs::test
