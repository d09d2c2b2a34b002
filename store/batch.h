#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/classification.h"
#include "core/pseudonymous_post.h"
#include "core/source_state.h"

namespace nhs::store {

struct ClassifiedPost {
  PseudonymousPost post;
  Classification classification;
};

/// What another text, language or set of tags under a known key means when `edited_at` does not say that it
/// is newer. A post that was never edited is older than one that was. A post found by its permalink alone is
/// changed only by a newer `edited_at`, since feeds cut and dress texts in their own way.
enum class ChangedText : std::uint8_t {
  is_an_edit,     ///< feeds re-publish without a word: take the new text
  is_a_conflict,  ///< imports: keep the old text and report it
};

/// A stored post as its network names it, hashed.
struct PostKeys {
  KeyedHash key{};
  std::optional<KeyedHash> url_key;
};

/// What is written in one transaction.
struct Batch {
  /// The source's name; `import` for imports.
  std::string source;
  UtcTime now;
  std::vector<ClassifiedPost> posts;
  /// Posts that no longer carry a topic. If they are stored, by key or under that permalink on any network,
  /// they stop counting and lose text, tags and findings; shown again with a topic, they count again.
  std::vector<PostKeys> withdrawn;
  ChangedText changed_text = ChangedText::is_an_edit;
  /// The source's state after this batch, its cursor sealed.
  std::optional<SourceState> state;
  std::optional<Gap> gap;
};

enum class Outcome : std::uint8_t {
  added,
  updated,    ///< its text, language or tags changed
  unchanged,  ///< known; at most seen by one more source
  conflict,
};

struct SaveReport {
  std::vector<Outcome> outcomes;  ///< one for each of Batch::posts, in order
  int withdrawn = 0;
};

}  // namespace nhs::store
