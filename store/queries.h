#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/classification.h"
#include "core/masked.h"
#include "core/period.h"
#include "core/pseudonymous_post.h"
#include "core/source_state.h"
#include "core/values.h"
#include "store/search_query.h"

namespace nhs::store {

/// Which posts a question is about. Empty lists and absent members do not narrow. Members of a list are
/// alternatives; different members all have to hold. Posts without a date never match since/until.
struct Filter {
  std::optional<LocalDay> since = {};  ///< inclusive
  std::optional<LocalDay> until = {};  ///< exclusive
  std::vector<Value> values = {};
  /// With `values`: of one of those; without: of any value.
  std::optional<Direction> direction = {};
  std::optional<Sentiment> sentiment = {};
  std::vector<std::string> networks = {};
  std::vector<std::string> sources = {};
  std::vector<Kind> kinds = {};
  std::vector<Group> groups = {};
  std::optional<std::string> tag = {};       ///< compared folded, without `#`
  std::optional<std::string> language = {};  ///< as the text was read, ISO 639-1
  std::optional<SearchQuery> query = {};
  /// Of each author only the first post by time counts, undated ones before all others: in each period of
  /// trends (but see TrendsQuery::once_in_all), in the whole of a list. First among those that match
  /// everything but values and direction, so that a share is one of people. Posts of unknown authors count
  /// each.
  bool once_per_author = false;
  /// Only posts that raised no concern (concern.h), read or not: what lists posts for others sets this.
  bool without_concerns = false;
  /// Only posts that a public output may print word for word (consent.h). Sets `without_concerns`, in effect.
  bool consented_only = false;
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

/// The part of a text in which a search found something.
struct Snippet {
  std::string text;
  /// Of the words that were found in it: [start, end) in bytes, in order, apart.
  std::vector<std::pair<std::size_t, std::size_t>> matches;
};

/// That a network has removed a post, and so have we: what the ledger keeps.
struct Removal {
  UtcTime gone_at;       ///< when its network was first seen to show it no more
  UtcTime confirmed_at;  ///< when it was seen so again, and believed
  UtcTime removed_at;    ///< when its content was removed here
};

/// A post as it is shown.
struct StoredPost {
  std::int64_t ref = 0;
  std::string network;
  std::optional<UtcTime> created_at;
  std::optional<UtcTime> edited_at;
  UtcTime first_seen_at;
  /// Since when it counts nowhere. Nothing for a post that counts. Unless `ignored_by` says otherwise it no
  /// longer carries a topic, and its text, languages, tags and classification are gone but for the model's
  /// name.
  std::optional<UtcTime> withdrawn_at;
  /// Of a withdrawn post that its network removed. Only where one post is asked for.
  std::optional<Removal> removal;
  /// The ignore rule that sets it aside: such a post keeps its text and classification. Empty for one that
  /// counts or was withdrawn.
  std::string ignored_by;
  /// Since when it is kept without what it says and who wrote it (retention.h): it counts all the same. Its
  /// moments are then those of its day alone.
  std::optional<UtcTime> purged_at;
  /// False when its author does not want to be quoted: it counts, but no public output shows its text.
  bool quotable = true;
  /// A public output may print its text word for word: its author agreed (consent.h).
  bool consented = false;
  std::string text;
  std::optional<Snippet> snippet;    ///< of a post that a search for words found
  std::string language;              ///< as the network said; empty when it did not
  std::vector<std::string> tags;     ///< as the author wrote them
  std::vector<std::string> sources;  ///< that showed it
  /// What counts, as stored; evidence is not kept. Of a post with labels that hold, their word and certainty.
  Classification classification;
  /// What the machine alone says, of a post with labels that hold.
  std::optional<Classification> machine;
  KeyedHash key{};
  std::optional<KeyedHash> url_key;
  std::optional<KeyedHash> author_key;
  std::optional<KeyedHash> reply_key;
  Sealed sealed;
};

/// The order of a list. Undated posts count as the oldest of all.
enum class Order : std::uint8_t {
  newest_first,
  oldest_first,
  /// Those first that a search for words fits best (BM25, Robertson and Zaragoza 2009, as SQLite has it), the
  /// newer of equals; of the newest kMaxRanked that match. Usage (64) where the filter searches for no words.
  strongest_first,
};

/// So many posts are put in order by how well a search fits them.
inline constexpr std::int64_t kMaxRanked = 10'000;

struct PostsQuery {
  Filter filter;
  std::int64_t limit = 20;
  /// Page: only posts after this one in the order. Usage (64) when it is not stored, or not among those that
  /// are ranked.
  std::optional<std::int64_t> after_ref;
  Order order = Order::newest_first;
};

/// When the running day and month of a source's allowance began (collector/allowance.h).
struct AllowancePeriods {
  std::string source;
  UtcTime day_began;
  UtcTime month_began;
};

/// Units of its allowance that a source has used, by whole hours of UTC.
struct SourceSpending {
  std::string source;
  std::int64_t today = 0;
  std::int64_t this_month = 0;
  /// The hour of this month's first spending, from which a forecast can be made; nothing without any.
  std::optional<UtcTime> first_at;
};

struct SpendingQuery {
  std::vector<std::string> sources;
  LocalDay month;  ///< any day of it
  TimeZone zone;   ///< in which its days are
};

struct DaySpending {
  std::string source;
  LocalDay day;
  std::int64_t spent = 0;
};

/// A source that somebody switched off: it is not asked until it is switched on again.
struct DisabledSource {
  std::string source;
  UtcTime since;
  std::string person;  ///< who did it (act.h)
};

/// What a person did (audit.h).
struct AuditRecord {
  UtcTime at;
  std::string person;
  std::string action;
  std::optional<std::int64_t> post = {};   ///< the one it was done to; may be gone
  std::string detail = {};                 ///< in words; may be empty
  std::string filter = {};                 ///< what chose the posts, in words; empty for all or none
  std::optional<std::int64_t> posts = {};  ///< how many it was done to, where that is known
  std::int64_t id = 0;                     ///< rises with time, without holes
};

struct AuditQuery {
  std::optional<UtcTime> since = {};  ///< inclusive
  std::optional<UtcTime> until = {};  ///< exclusive
  /// A login, its number, or both as the audit writes them; empty for all.
  std::string person = {};
  std::vector<std::string> actions = {};   ///< empty for all
  std::optional<std::int64_t> below = {};  ///< only those before this one
  std::int64_t limit = 50;
};

/// How far a source has come with asking for its stored posts again (store/rechecks.h).
struct RecheckStanding {
  std::string source;
  std::int64_t posts = 0;              ///< that it is asked for again now and then
  std::int64_t due = 0;                ///< of these, now
  std::optional<UtcTime> due_since;    ///< the longest overdue of them; nothing when none is due
  std::optional<UtcTime> answered_at;  ///< the last answer
  std::int64_t called_gone = 0;        ///< called gone once, and not yet believed
};

struct StoreStatus {
  std::int64_t posts = 0;
  std::int64_t unclassified = 0;
  std::int64_t undated = 0;
  std::int64_t labelled = 0;   ///< with labels of people that hold
  std::int64_t set_aside = 0;  ///< by ignore rules or objections, dated or not; in none of these counts
  std::int64_t posts_today = 0;
  std::int64_t posts_last_7_days = 0;
  std::optional<UtcTime> newest_post_at;
  std::vector<SourceState> sources;       ///< cursors left out
  std::vector<DisabledSource> disabled;   ///< by name
  std::vector<SourceSpending> spending;   ///< of the sources asked for
  std::vector<RecheckStanding> rechecks;  ///< of the sources that can be asked for posts again, by name
  std::int64_t removed = 0;               ///< posts in the ledger: removed here because their network had
  std::vector<Gap> gaps;                  ///< as far as they lie in the last 30 days
  std::string model;  ///< that history is moved to, else that judged the last post; empty without posts
  std::int64_t of_other_models = 0;  ///< counting posts that another version judged
  std::string timezone;
  int schema_version = 0;
  std::int64_t database_bytes = 0;            ///< with its write-ahead log
  std::vector<AuditRecord> audit;             ///< the last five, newest first
  MaskedCounts masked{};                      ///< in texts as they were taken in, since `masked_since`
  std::optional<LocalDay> masked_since = {};  ///< nothing before the first was masked
};

/// So many unreadable items of a source are kept.
inline constexpr std::int64_t kMaxQuarantined = 1000;

struct QuarantineQuery {
  std::optional<std::string> source;  ///< nothing for all
  std::int64_t limit = 20;
};

/// Items that a source showed and nobody could read.
struct QuarantinedItem {
  std::string source;
  std::string cause;
  std::int64_t items = 0;  ///< that it stands for, when it was seen last
  std::int64_t times = 0;  ///< that it was seen
  UtcTime first_at;
  UtcTime last_at;
};

struct QuarantineCount {
  std::string source;
  std::int64_t kept = 0;   ///< rows, at most kMaxQuarantined
  std::int64_t times = 0;  ///< that these were seen
};

struct Quarantine {
  std::vector<QuarantinedItem> items;   ///< seen last come first
  std::vector<QuarantineCount> counts;  ///< of every source that has some, by name
};

struct CoverageQuery {
  LocalDay since;  ///< inclusive
  LocalDay until;  ///< exclusive
  UtcTime now;     ///< hours from this one on cannot have been missed yet
};

/// How well one source was watched. Hours are those of UTC that begin in the time asked for.
struct SourceCoverage {
  std::string source;
  FetchCounts fetches;
  /// Since when it is known to be asked; nothing when it never was, as `import`.
  std::optional<UtcTime> known_since;
  std::int64_t hours_answered = 0;    ///< with at least one answer
  std::int64_t hours_unanswered = 0;  ///< asked, but without any
  /// Since it is known, not asked at all. For a source that is asked more rarely than hourly that is no loss.
  std::int64_t hours_missed = 0;
  /// Counting posts of this time that it showed.
  std::int64_t posts = 0;
  /// Of these: shown by no other source of its network, which is that of most of its posts.
  std::int64_t posts_only_here = 0;
  std::int64_t posts_set_aside = 0;     ///< that ignore rules or objections keep from counting
  std::int64_t posts_not_quotable = 0;  ///< among `posts`

  /// The share of questions that were answered by the wish to wait; 0 without questions.
  double throttled_share() const;
};

struct RuleCount {
  std::string rule;
  std::int64_t posts = 0;
};

/// How often one voice was heard.
struct VoiceCount {
  std::string name;
  std::int64_t posts = 0;
  /// Of its newest dated post before the end of the time asked for; nothing when it never had one.
  std::optional<LocalDay> last_day;
};

struct CollectedDay {
  LocalDay day;
  std::int64_t posts = 0;
  Collected collected = Collected::whole;
};

/// Whose voice was heard in a time and whose was not. Posts that count, by their dates.
struct Voices {
  std::int64_t classified = 0;
  std::array<std::int64_t, count_of<Group>> groups{};  ///< posts about each, of the classified ones
  /// Posts that were not judged for their language, by ISO 639-1 (`und`: cannot be told), most first.
  std::vector<VoiceCount> other_languages;  ///< last_day is not told
  std::int64_t no_words = 0;                ///< not judged for want of words
  std::vector<VoiceCount> networks;         ///< all that are known, by name
  /// The same. Their posts are in CoverageResult::sources; a post that counts no longer may be the last.
  std::vector<VoiceCount> sources;
  std::vector<CollectedDay> days;  ///< those asked for that are over, oldest first
};

/// Posts without a date belong to no time: only `undated_set_aside` counts any.
struct CoverageResult {
  std::vector<SourceCoverage> sources;  ///< by name
  std::vector<Gap> gaps;                ///< as far as they lie in the time
  std::vector<RuleCount> set_aside;     ///< by each ignore rule that took any, by name
  std::int64_t undated_set_aside = 0;   ///< by any rule, of all times
  std::int64_t posts = 0;               ///< that count
  std::int64_t posts_not_quotable = 0;  ///< among these
  Voices voices;
  std::string timezone;
};

}  // namespace nhs::store
