#pragma once

#include <cstdint>
#include <optional>

#include "store/batch.h"
#include "store/forget_list.h"
#include "store/known_post.h"
#include "store/post_eraser.h"
#include "store/replaced_words.h"
#include "store/rollups.h"
#include "store/search.h"

namespace nhs::store {

/// What the authors of a batch's posts have a right to: whoever is forgotten is not taken in again, what was
/// taken back or removed where it was written goes here too, and a wish not to be quoted is kept to. Within
/// the caller's transaction, who writes what it gathers of rollup and search. Throws SQLite::Exception.
class AuthorRights {
 public:
  /// All of these outlive it.
  AuthorRights(Database& database, const Batch& batch, std::int64_t source_id, RollupChanges& rollup,
               SearchChanges& search, ReplacedWords& replaced);

  /// True for a post that is forgotten, or whose author is.
  bool is_forgotten(const PseudonymousPost& post) { return forget_list_.holds(post); }

  /// Does not take in what is forgotten; known: the stored post that it is a view of, which may have to go.
  void refuse(const std::optional<KnownPost>& known, const PseudonymousPost& post);

  /// True for a post that its network removed, when this one is a view of it.
  bool was_removed(const PseudonymousPost& post);

  /// Keeps to the author's wish about being quoted; true when this view changed what is kept of it.
  bool follow_wish(const KnownPost& known, const PseudonymousPost& post);

  /// Takes what its network takes back: how many posts stopped counting.
  int withdraw(const PostKeys& keys);

  /// Removes a post that its network has removed, and enters it in the ledger: 1, or 0 when its text is gone
  /// already, or another source may still show it.
  int remove(const RecheckRuling& ruling);

  /// How many views were refused.
  int forgotten() const { return forgotten_; }

  /// When all was written. How many posts were erased; names that were read before are void when there were
  /// any.
  std::int64_t finish();

 private:
  Database& database_;
  const Batch& batch_;
  std::int64_t source_id_;
  RollupChanges& rollup_;
  SearchChanges& search_;
  ReplacedWords& replaced_;
  ForgetListCheck forget_list_;
  PostEraser eraser_;
  int forgotten_ = 0;
};

}  // namespace nhs::store
