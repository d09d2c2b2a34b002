#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/stored_post.h"

namespace nhs::store {

/// What the fingerprint of no rules is.
inline constexpr std::string_view kNoConcernRules = "none";

/// The rules in force as stored texts are held against them (core/concern_rule.h, classifier/concerns.h).
/// Whether a rule holds depends on the masked text alone.
struct ConcernRules {
  /// Names of the rules that hold for a text, each once; not set: none ever does.
  std::function<std::vector<std::string>(std::string_view text)> holding = nullptr;
  /// A text published or edited longer ago, when it is first held against a rule, raises nothing: a list of
  /// what was said years ago would bury who can still be helped.
  std::chrono::seconds look_back = std::chrono::hours{24 * 90};
  /// Differs for rules that would find other texts or name them otherwise.
  std::string fingerprint{kNoConcernRules};
};

/// What other concern rules changed in what is stored.
struct ConcernChanges {
  std::int64_t raised = 0;
  std::int64_t dropped = 0;  ///< of rules that no longer find them, and that nobody had acknowledged
};

/// What a step over history came to (PostStore::hold_next_against_concern_rules).
struct ConcernStep {
  ConcernChanges changes;
  bool more = false;  ///< posts are left that were not held against the rules
};

/// That somebody has read a concern and answers for what follows.
struct Acknowledgement {
  std::string by;    ///< as they named themselves; not empty
  std::string note;  ///< what they make of it; not empty, masked
  UtcTime at;
};

/// That a post's text has words of a rule.
struct Concern {
  std::int64_t id = 0;  ///< rises with time; of one that an edit opened again, anew
  std::string rule;
  UtcTime raised_at;
  /// Since when the words no longer stand in it: its author edited it.
  std::optional<UtcTime> lapsed_at = {};
  std::optional<Acknowledgement> acknowledged = {};
};

/// A post and its concerns, oldest first.
struct PostOfConcern {
  StoredPost post;
  std::vector<Concern> concerns;

  bool is_open() const;       ///< one of them is not acknowledged
  UtcTime raised_at() const;  ///< of its oldest open concern, else of its oldest
};

struct ConcernsQuery {
  /// Acknowledged ones too.
  bool all = false;
  /// Only posts with a concern of a higher Concern::id: what is new since. 0 for all.
  std::int64_t above = 0;
  std::int64_t limit = 50;
};

struct Concerns {
  /// Those not acknowledged first, the oldest of these first; then the others, the newest first.
  std::vector<PostOfConcern> posts;
  std::int64_t open = 0;          ///< posts not acknowledged, whatever was asked for
  std::int64_t acknowledged = 0;  ///< posts, likewise
  std::optional<UtcTime> oldest_open = {};
  /// The highest Concern::id there ever was: what to ask for next time with `above`. 0 when there was none.
  std::int64_t newest = 0;
};

}  // namespace nhs::store
