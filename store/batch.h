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

/// What another text under a known key means when `edited_at` does not say that it is newer.
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
  /// Posts that no longer carry a topic. If they are stored, they stop counting and lose their text.
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
