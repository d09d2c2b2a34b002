#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/source_state.h"
#include "core/values.h"
#include "store/trend.h"

namespace nhs::store {

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
