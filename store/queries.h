#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/classification.h"
#include "core/period.h"
#include "core/pseudonymous_post.h"
#include "core/source_state.h"
#include "core/values.h"

namespace nhs::store {

/// Which posts a question is about. Empty lists and absent members do not narrow. Members of a list are
/// alternatives; different members all have to hold. Posts without a date never match since/until.
struct Filter {
  std::optional<LocalDay> since;  ///< inclusive
  std::optional<LocalDay> until;  ///< exclusive
  std::vector<Value> values;
  /// With `values`: of one of those; without: of any value.
  std::optional<Direction> direction;
  std::optional<Sentiment> sentiment;
  std::vector<std::string> networks;
  std::vector<std::string> sources;
  std::vector<Kind> kinds;
  std::vector<Group> groups;
  std::optional<std::string> tag;       ///< compared folded, without `#`
  std::optional<std::string> language;  ///< as the text was read, ISO 639-1
};

struct SentimentCounts {
  std::array<std::int64_t, count_of<Sentiment>> posts{};
};

/// How one value fared in a period: among the posts that match the filters other than values, so that each
/// value is told whichever was asked for. With a direction asked for, only posts that have this value in that
/// direction: over `classified` they give the share that was asked for.
struct ValueCounts {
  std::int64_t posts = 0;
  std::array<std::int64_t, count_of<Direction>> directions{};
  SentimentCounts sentiment;
};

struct TrendRow {
  Period period;
  bool partial = false;    ///< still running, or cut by the filter
  std::int64_t posts = 0;  ///< classified posts that match all filters
  /// The denominator: those that match the filters other than values and direction.
  std::int64_t classified = 0;
  std::int64_t unclassified = 0;  ///< match those, but could not be classified
  /// People, and posts whose text stands elsewhere too; nothing when the selection is too large to count.
  std::optional<std::int64_t> authors;
  std::optional<std::int64_t> copies;
  /// Of the busiest author; nothing as above.
  std::optional<std::int64_t> most_by_one_author;
  SentimentCounts sentiment;  ///< of `posts`
  std::array<ValueCounts, count_of<Value>> values{};
};

struct TrendsQuery {
  Filter filter;  ///< since and until are set
  Bucket by = Bucket::week;
  LocalDay today;
  bool count_authors = false;  ///< even above kMaxCountedSelection
};

/// Above this many posts, authors and copies are only counted on demand.
inline constexpr std::int64_t kMaxCountedSelection = 100'000;

struct TrendsResult {
  std::vector<TrendRow> rows;  ///< one a period, oldest first, empty periods too
  std::string model;           ///< the version most of the posts were classified by; empty without posts
  std::string timezone;
  std::vector<Gap> gaps;  ///< that touch the time asked for
  /// Posts without a date, which no period can hold, that match all filters but time, values and direction.
  std::int64_t undated = 0;
};

/// A post as it is shown.
struct StoredPost {
  std::int64_t ref = 0;
  std::string network;
  std::optional<UtcTime> created_at;
  std::optional<UtcTime> edited_at;
  UtcTime first_seen_at;
  /// Since when it no longer carries a topic: it counts nowhere, and its text, languages, tags and
  /// classification are gone but for the model's name. Nothing for a post that counts.
  std::optional<UtcTime> withdrawn_at;
  std::string text;
  std::string language;              ///< as the network said; empty when it did not
  std::vector<std::string> tags;     ///< as the author wrote them
  std::vector<std::string> sources;  ///< that showed it
  /// As stored; evidence is not kept.
  Classification classification;
  KeyedHash key{};
  std::optional<KeyedHash> url_key;
  std::optional<KeyedHash> author_key;
  std::optional<KeyedHash> reply_key;
  Sealed sealed;
};

struct PostsQuery {
  Filter filter;
  std::int64_t limit = 20;
  /// Page: only posts after this one in the order (newest first). Usage (64) when it is not stored.
  std::optional<std::int64_t> after_ref;
};

struct StoreStatus {
  std::int64_t posts = 0;
  std::int64_t unclassified = 0;
  std::int64_t undated = 0;
  std::int64_t posts_today = 0;
  std::int64_t posts_last_7_days = 0;
  std::optional<UtcTime> newest_post_at;
  std::vector<SourceState> sources;  ///< cursors left out
  std::vector<Gap> gaps;             ///< of the last 30 days
  std::string model;                 ///< that judged the post taken in last; empty without posts
  std::string timezone;
  int schema_version = 0;
  std::int64_t database_bytes = 0;  ///< with its write-ahead log
};

}  // namespace nhs::store
