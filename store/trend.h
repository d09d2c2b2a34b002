#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/period.h"
#include "core/source_state.h"
#include "core/values.h"
#include "store/filter.h"

namespace nhs::store {

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

/// How many posts a version of the model judged.
struct PostsOfModel {
  std::string model;
  std::int64_t posts = 0;
};

/// How much of a time was collected, by whom posts are counted of (store/collection.h says what counts as
/// collected). In a time of which nothing was, it is not known how many posts there were.
enum class Collected : std::uint8_t { whole, part, none };

struct TrendRow {
  Period period;
  bool partial = false;  ///< still running, or cut by the filter
  /// Of the period, as far as it was asked for and lies before today; less than that where it
  /// `lacks_what_is_asked`. Never `none` with posts.
  Collected collected = Collected::whole;
  std::int64_t posts = 0;  ///< classified posts that match all filters
  /// The denominator: those that match the filters other than values and direction.
  std::int64_t classified = 0;
  std::int64_t unclassified = 0;  ///< match those, but could not be classified
  /// People, and posts whose text stands elsewhere too; nothing when the selection is too large to count.
  /// Of posts by nobody known (a survey's comments, Care Opinion) there is no number of people either.
  std::optional<std::int64_t> authors;
  std::optional<std::int64_t> copies;
  /// Of the busiest author; nothing where `authors` is.
  std::optional<std::int64_t> most_by_one_author;
  /// Of `posts`, those whose author is not known: none of `authors` wrote them. Nothing when nobody counted.
  std::optional<std::int64_t> posts_by_unknown;
  SentimentCounts sentiment;  ///< of `posts`
  std::array<ValueCounts, count_of<Value>> values{};
  /// Of `classified` and `unclassified` together, in the order in which the models were first met. More than
  /// one while history moves from one to the next.
  std::vector<PostsOfModel> models;
  /// Posts of this period, of the networks asked for, are kept without their texts and authors (retention.h):
  /// they count here, but people and copies cannot be known, and no search for words or tags finds them.
  bool without_texts = false;
  /// The filter asks for what some of those posts no longer have. A search or a tag finds none of them, so
  /// that `collected` is `part`, or `none` where nothing else is found, whatever was collected; where each
  /// author counts once, each of them counts.
  bool lacks_what_is_asked = false;
  /// It is a search or a tag that is asked for so, and not each author once alone.
  bool cannot_be_searched = false;
};

/// What is counted of those who wrote. Each takes a search for every post that is selected.
enum class CountPeople : std::uint8_t { none, authors, authors_and_copies };

struct TrendsQuery {
  Filter filter;  ///< since and until are set
  Bucket by = Bucket::week;
  LocalDay today;
  bool count_authors = false;                            ///< even above kMaxCountedSelection
  CountPeople people = CountPeople::authors_and_copies;  ///< what is not counted stays unknown
  /// With `once_per_author`: each author counts once in the whole time. For rows that are put together again.
  bool once_in_all = false;
};

/// Above this many posts, authors and copies are only counted on demand.
inline constexpr std::int64_t kMaxCountedSelection = 100'000;

struct TrendsResult {
  std::vector<TrendRow> rows;  ///< one a period, oldest first, empty periods too
  std::string model;           ///< the version most of the posts were classified by; empty without posts
  std::string timezone;
  /// As far as they lie in the time asked for; with `sources` in the filter, of these alone.
  std::vector<Gap> gaps;
  /// Posts without a date, which no period can hold, that match all filters but time, values and direction.
  std::int64_t undated = 0;
};

}  // namespace nhs::store
