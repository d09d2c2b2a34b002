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
  needs_newer_edit,  ///< networks that date edits: servers show one post differently, so keep the old text
  is_an_edit,        ///< feeds re-publish without a word: take the new text
  is_a_conflict,     ///< imports: keep the old text and report it
};

/// A view of a post that is to be found in the store: as its network names it, hashed.
struct PostKeys {
  KeyedHash key{};
  std::optional<KeyedHash> url_key = std::nullopt;
  /// Where `url_key` is looked for; empty: nowhere.
  std::string network = {};
  /// Of this view.
  std::optional<UtcTime> edited_at = std::nullopt;
};

/// What is written in one transaction.
struct Batch {
  /// The source's name; `import` for imports.
  std::string source;
  UtcTime now;
  std::vector<ClassifiedPost> posts;
  /// Posts that no longer carry a topic. If they are stored, by key or under that permalink on the same
  /// network, they stop counting and lose text, tags and findings. Another server may go on showing an older
  /// view, so they count again only by a view with a newer `edited_at` than the one that withdrew them, or,
  /// where changed text is an edit, by any view under their key; an import never brings them back.
  std::vector<PostKeys> withdrawn;
  ChangedText changed_text = ChangedText::needs_newer_edit;
  /// The source's state after this batch, its cursor sealed.
  std::optional<SourceState> state;
  std::optional<Gap> gap;
};

enum class Outcome : std::uint8_t {
  added,
  updated,    ///< its text, language or tags changed, or a date or author that it lacked has come
  unchanged,  ///< known; at most seen by one more source
  conflict,
};

struct SaveReport {
  std::vector<Outcome> outcomes;  ///< one for each of Batch::posts, in order
  int withdrawn = 0;
};

}  // namespace nhs::store
