#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/classification.h"
#include "core/pseudonymous_post.h"
#include "core/recheck.h"
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
  /// As PseudonymousPost::earlier.
  std::vector<EarlierKeys> earlier = {};
};

/// What is written in one transaction.
struct Batch {
  /// The source's name; `import` for imports.
  std::string source;
  UtcTime now;
  /// An author's wish not to be quoted (PseudonymousPost::quotable) holds as soon as one view of the post
  /// tells it, however old. Only a view under the post's own key with a newer `edited_at` that says that its
  /// author allows it takes it back, never an import. A view that says neither changes nothing: other
  /// servers, feeds and files often do not know of the wish. What no view spoke of may be quoted.
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
  /// What the source was asked since its last batch; counted in the hour of `now`.
  FetchCounts fetches = {};
  /// Items that the source showed and nobody could read.
  std::vector<Unreadable> unreadable = {};
  /// What became of posts that the source was asked for again (store/rechecks.h).
  std::vector<RecheckRuling> rechecks = {};
};

enum class Outcome : std::uint8_t {
  added,
  /// Its text, language or tags changed, a date or author that it lacked has come, or its author has come to
  /// want, or no longer wants, not to be quoted.
  updated,
  unchanged,  ///< known; at most seen by one more source
  conflict,
  forgotten,  ///< refused: its author, or the post itself, is on the forget list
};

struct SaveReport {
  std::vector<Outcome> outcomes;  ///< one for each of Batch::posts, in order
  int withdrawn = 0;
  int removed = 0;    ///< because their network has removed them
  int forgotten = 0;  ///< refused, for they or their authors are forgotten
  int set_aside =
      0;  ///< of the added and updated posts: how many an ignore rule or an objection keeps from counting
};

}  // namespace nhs::store
